"""What a person chose about a picture, and the scene and style that come of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from inspector.drawing.colouring import Colouring
from inspector.drawing.opened import Unfolding, unfolded
from inspector.drawing.parts import Area, chosen, visible
from inspector.drawing.picture import Options
from inspector.drawing.scene import Part, Scene, Style

Format = Literal["png", "pdf", "svg", "dot"]
Extent = Literal["whole", "visible", "selection"]
FORMATS: tuple[Format, ...] = ("png", "pdf", "svg", "dot")


@dataclass(frozen=True, slots=True)
class PictureChoice:
    """How a picture is exported.

    Attributes:
        format: the kind of file.
        extent: of the whole graph, what the window shows of it, or the selected boxes.
        unfold: which blocks are open; ``screen`` leaves them as they are.
        options: what boxes and lines say.
        style: its colours and size.
        overlay: what the colours of boxes tell, a key of `overlays.TITLES`.
        legend: whether the picture says what they stand for.
    """

    format: Format
    extent: Extent
    unfold: Unfolding | Literal["screen"]
    options: Options
    style: Style
    overlay: str = "category"
    legend: bool = False

    def scene(self, screen: Scene) -> Scene:
        """The scene to write, from what the window shows; what is visible there stays as it is."""
        if self.extent == "visible":
            return screen
        if self.unfold == "screen" or self.extent == "selection":
            return replace(screen, options=self.options)
        blocks = () if self.unfold == "flat" else screen.blocks
        opened = unfolded(screen.graph, blocks, self.unfold)
        return replace(screen, blocks=blocks, opened=opened, options=self.options)

    def colouring(self, known: Colouring) -> Colouring | None:
        """What the colours tell, from what the window knows; ``None`` where nothing has to be said of them."""
        if self.overlay == "category" and not self.legend:
            return None
        return replace(known, kind=self.overlay, legend=self.legend)

    def part(self, area: Area, selected: frozenset[str]) -> Part | None:
        """What to take of the picture, ``None`` for all of it."""
        if self.extent == "whole":
            return None
        return partial(visible, area=area) if self.extent == "visible" else partial(chosen, ids=selected)
