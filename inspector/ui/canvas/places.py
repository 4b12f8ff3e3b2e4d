"""Where a person was in the graph, to go back to."""

from __future__ import annotations

from dataclasses import dataclass, field

_MOST = 100


@dataclass(frozen=True, slots=True)
class Place:
    """A view that can be found again when blocks were opened or folded since.

    Attributes:
        opened: ids of the blocks that were open.
        anchor: id of a box that was seen.
        x, y: where its top left was, in pixels of the window.
        zoom: 1.0 is 100 %.
    """

    opened: frozenset[str]
    anchor: str
    x: float
    y: float
    zoom: float


@dataclass(slots=True)
class Places:
    """What was left, and what was gone back from."""

    behind: list[Place] = field(default_factory=list)
    ahead: list[Place] = field(default_factory=list)

    def leave(self, place: Place) -> None:
        """A jump begins here; where one had gone back from is forgotten."""
        if not self.behind or self.behind[-1] != place:
            self.behind.append(place)
            del self.behind[:-_MOST]
        self.ahead.clear()

    def back(self, here: Place) -> Place | None:
        """The place left last; ``None`` where there is none."""
        return _step(self.behind, self.ahead, here)

    def forward(self, here: Place) -> Place | None:
        """The place gone back from last."""
        return _step(self.ahead, self.behind, here)

    def clear(self) -> None:
        """Forget everything."""
        self.behind.clear()
        self.ahead.clear()


def _step(source: list[Place], target: list[Place], here: Place) -> Place | None:
    if not source:
        return None
    target.append(here)
    return source.pop()
