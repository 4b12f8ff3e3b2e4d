"""The max-norm part of the Regularise panel: the limit of every constrained layer, and limits for more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from inspector.graph.model import Layer, ModelGraph
from inspector.recipe.edits import Edit, SetMaxNorm
from inspector.recipe.effects import max_norm_effect
from inspector.recipe.max_norms import max_norm_axes, max_norm_value
from inspector.ui import theme
from inspector.ui.document import Document
from inspector.ui.panels.section import NumberRow, Section
from inspector.ui.widgets.boxes import dressed
from inspector.ui.widgets.elided import Elided
from inspector.ui.widgets.late_number import LateNumber
from inspector.ui.widgets.number import NumberBox
from inspector.ui.widgets.plain import plain_tip

ALL_DENSE, ALL_CONVOLUTIONS = "*dense", "*convolutions"
_USUAL = 3.0


class LimitRow(NumberRow):
    """A constrained layer: its limit, and a button that takes it away."""

    removed = Signal()

    def __init__(self, layer: Layer, limit: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = Elided(layer.path, Qt.TextElideMode.ElideMiddle)
        self.spin = limit_box(f"Max-norm of {layer.path}", limit)
        self.number = LateNumber(self.spin)
        self.remove = QToolButton()
        self.remove.setIcon(theme.icon("close"))
        self.remove.setToolTip(plain_tip(f"Take the limit away from {layer.path}"))
        self.remove.setAccessibleName(f"Take the limit away from {layer.path}")
        self.line.addWidget(name, 3)
        self.line.addWidget(self.spin, 2)
        self.line.addWidget(self.alike)
        self.line.addWidget(self.remove)
        self.remove.clicked.connect(self.removed)


class MaxNormSection(Section):
    """One row per limited layer, and the form that limits more."""

    def __init__(self, document: Document) -> None:
        super().__init__(
            document,
            "Max-norm",
            "No layer's weights are limited yet. With dropout, limits of 3 to 5 are usual.",
            where="Layers to limit",
            add="Set max-norm",
            about="max-norm",
        )
        self.limit = limit_box("Largest norm", _USUAL)
        self.lay_out("Apply to", ("Largest norm", self.limit, self.limit))
        self.limit.valueChanged.connect(self.preview)

    def value_of(self, layer: Layer) -> float | None:
        """The limit of a layer."""
        return max_norm_value(layer)

    def may_have(self, layer: Layer) -> bool:
        """Whether the weights of a layer can be limited."""
        return bool(max_norm_axes(layer))

    def effect(self, graph: ModelGraph, layer: Layer, value: float) -> str:
        """What the limit does to its weights."""
        del graph
        return max_norm_effect(layer, value)

    def make_row(self, layer: Layer, value: float) -> LimitRow:
        """A limit with a cross."""
        row = LimitRow(layer, value)
        row.removed.connect(lambda: self.document.do(SetMaxNorm(layer.path, None)))
        return row

    def edit_of(self, path: str, value: float) -> Edit:
        """Another limit."""
        return SetMaxNorm(path, value)

    def places(self, graph: ModelGraph) -> Sequence[tuple[str, str]]:
        """Every layer whose weights can be limited, all of a kind first."""
        able = [leaf for leaf in graph.leaves if self._may_have(leaf)]
        dense, convolutions = _dense(able), _convolutions(able)
        return [
            *([(ALL_DENSE, f"all Dense layers ({len(dense)})")] if dense else ()),
            *([(ALL_CONVOLUTIONS, f"all convolutions ({len(convolutions)})")] if convolutions else ()),
            *((layer.path, layer.path) for layer in able),
        ]

    def wanted(self, place: str) -> Sequence[Edit]:
        """The same limit for all that are meant."""
        assert self.document.preview
        groups = {ALL_DENSE: _dense, ALL_CONVOLUTIONS: _convolutions}
        paths = groups[place](self._able) if place in groups else [place]
        return [SetMaxNorm(path, self.limit.value()) for path in paths]


def limit_box(name: str, limit: float) -> NumberBox:
    """A field for the largest norm of a unit's weights."""
    box = dressed(NumberBox("A largest norm", 0.01, 1000), name)
    box.setSingleStep(0.5)
    box.show_value(limit)
    return box


def _dense(layers: Sequence[Layer]) -> list[str]:
    return [layer.path for layer in layers if layer.class_name == "Dense"]


def _convolutions(layers: Sequence[Layer]) -> list[str]:
    return [layer.path for layer in layers if "Conv" in layer.class_name]
