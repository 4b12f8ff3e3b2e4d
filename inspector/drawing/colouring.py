"""What a person wants the colours of a picture to tell, and what that is worked out from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from inspector.drawing.overlays import Legend, Moved, Overlay, overlay
from inspector.drawing.palette import ThemeName
from inspector.drawing.picture import Picture
from inspector.graph.fact_sheet import FactSheet
from inspector.graph.model import ModelGraph


@dataclass(frozen=True, slots=True)
class Colouring:
    """An overlay that is not worked out yet.

    Attributes:
        kind: a key of `overlays.TITLES`.
        factors: the multiplier of the learning rate of every leaf that trains, by path.
        moved: how far a run moved the weights of layers.
        legend: whether the picture says what its colours stand for.
    """

    kind: str = "category"
    factors: Mapping[str, float] = field(default_factory=dict)
    moved: Moved = field(default_factory=dict)
    legend: bool = True

    def overlay(self, graph: ModelGraph, picture: Picture, theme: ThemeName) -> Overlay:
        """The overlay of a picture of a graph."""
        facts = FactSheet(graph) if self.kind != "category" else None
        found = overlay(self.kind, picture.boxes, facts, self.factors, self.moved, dark=theme == "dark")
        return found if self.legend else replace(found, legend=Legend())
