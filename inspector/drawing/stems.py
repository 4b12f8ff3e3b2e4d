"""Where the tensors leave a box: one stem per tensor, its label to the right of it, or under one that runs sideways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from inspector.drawing.fold import Flow, Tensor
from inspector.drawing.measure import SUBTITLE_PIXELS, text_width
from inspector.drawing.picture import Direction, Point
from inspector.graph.model import Shape

_LABEL_HEIGHT = 16.0  # what a line of text takes
_LABEL_GAP = 6.0  # between a line, or a box, and the label to its right
_APART = 14.0  # between two stems without labels
_MARGIN = 8.0  # between a label and what is to its right
_UNDER = 4.0  # between a label and the next stem under it

Outlet = tuple[str, tuple[Tensor, ...]]
"""What a stem carries: the id of the box and the tensors; flows of the same tensors share their stem."""


@dataclass(frozen=True, slots=True)
class Stem:
    """A line's first piece: its number among those of its box, and what is written beside it."""

    number: int
    label: str = ""
    direction: Direction = "TB"

    @property
    def room(self) -> float:
        """Pixels from it to the next stem on the right or under it, or to where its label ends."""
        if not self.label:
            return _APART
        return self._label_width if self.direction == "TB" else _LABEL_HEIGHT + _UNDER

    @property
    def length(self) -> float:
        """Pixels that it runs straight on from its box, as long as it has a label beside it."""
        if not self.label:
            return 0.0
        return _LABEL_HEIGHT if self.direction == "TB" else self._label_width

    def label_at(self, start: Point, behind: float) -> Point:
        """The middle of the label's left edge.

        Args:
            start: where the stem leaves its box.
            behind: pixels beside the box that are taken.
        """
        x, y = start
        if self.direction == "TB":
            return x + _LABEL_GAP, y + behind + _LABEL_HEIGHT / 2 + 1
        return x + behind + _LABEL_GAP, y + _LABEL_HEIGHT / 2 + 1

    @property
    def _label_width(self) -> float:
        return _LABEL_GAP + text_width(self.label, SUBTITLE_PIXELS) + _MARGIN


def outlet(flow: Flow) -> Outlet:
    """The stem a flow leaves by."""
    return flow.source, flow.tensors


def stems(flows: Iterable[Flow], direction: Direction, *, shapes: bool) -> dict[Outlet, Stem]:
    """A stem for every outlet, those of one box numbered from 0."""
    numbers: Counter[str] = Counter()
    found: dict[Outlet, Stem] = {}
    for flow in flows:
        out = outlet(flow)
        if out not in found:
            found[out] = Stem(numbers[flow.source], flow_label(flow, shapes=shapes), direction)
            numbers[flow.source] += 1
    return found


def flow_label(flow: Flow, *, shapes: bool) -> str:
    """The shape of one tensor and how often it is taken, or how many tensors there are; the shape only if wanted."""
    distinct = len(set(flow.tensors))
    if distinct > 1:
        return f"{distinct} tensors" if shapes else ""
    times = f"×{len(flow.tensors)}" if len(flow.tensors) > 1 else ""
    return " ".join(filter(None, (shape_text(flow.shapes[0]) if shapes else "", times)))


def shape_text(shape: Shape | None) -> str:
    """A shape without its batch axis: ``56×56×64``; sizes that are not fixed are ``?``, an unknown shape is empty."""
    if shape is None:
        return ""
    if len(shape) < 2:
        return "scalar"
    return "×".join("?" if size is None else str(size) for size in shape[1:])
