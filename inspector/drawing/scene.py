"""A model and how it is to be drawn: what every picture of it, in whatever format, is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from inspector.drawing.colouring import Colouring
from inspector.drawing.layout.stopping import Check, unstopped
from inspector.drawing.overlays import Overlay
from inspector.drawing.palette import ThemeName
from inspector.drawing.picture import Options, Picture
from inspector.graph.blocks import Block
from inspector.graph.model import ModelGraph

if TYPE_CHECKING:
    import pydot

    from inspector.drawing.layout.layouts import Layouts

Part = Callable[[Picture], Picture]
"""Takes a part of a picture."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a picture looks.

    Attributes:
        theme: its colours.
        transparent: without a ground.
        scale: how much larger than natural, 96 pixels to an inch; ``None``: as is usual for the format.
    """

    theme: ThemeName = "light"
    transparent: bool = False
    scale: float | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """The arguments of `draw`, by their names."""

    graph: ModelGraph
    blocks: tuple[Block, ...] = ()
    opened: frozenset[str] = frozenset()
    options: Options = field(default_factory=Options)
    frozen: frozenset[str] = frozenset()
    edited: Mapping[str, str] = field(default_factory=dict)
    factors: Mapping[str, float] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def picture(self, layouts: Layouts | None = None, check: Check = unstopped) -> Picture:
        """The picture, laid out; as `draw`."""
        from inspector.drawing.draw import draw  # the layout takes a while to import

        return draw(
            self.graph,
            self.blocks,
            self.opened,
            self.options,
            frozen=self.frozen,
            edited=self.edited,
            factors=self.factors,
            names=self.names,
            layouts=layouts,
            check=check,
        )

    def shown(
        self, part: Part | None = None, colouring: Colouring | None = None, theme: ThemeName = "light"
    ) -> tuple[Picture, Overlay | None]:
        """A part of the picture, or all of it, and its overlay: of a part in the colours it has in the whole."""
        whole = self.picture()
        overlay = colouring.overlay(self.graph, whole, theme) if colouring else None
        return whole if part is None else part(whole), overlay

    def dot(self, only: frozenset[str] | None = None, overlay: Overlay | None = None) -> pydot.Dot:
        """The same as a graph for Graphviz, which lays it out in its own way; as `to_pydot`."""
        from inspector.drawing.dot import to_pydot  # pydot takes a while to import

        return to_pydot(
            self.graph,
            self.blocks,
            self.options,
            opened=self.opened,
            frozen=self.frozen,
            names=self.names,
            only=only,
            overlay=overlay,
        )
