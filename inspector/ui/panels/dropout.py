"""The dropout part of the Regularise panel: every rate, and a new Dropout after any layer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from inspector.graph.model import Layer, ModelGraph
from inspector.recipe.dropouts import dropout_rate
from inspector.recipe.edits import Edit, InsertDropout, RemoveDropout, SetDropout
from inspector.recipe.effects import dropout_effect
from inspector.recipe.structure_edits import can_be_removed
from inspector.ui import theme
from inspector.ui.document import Document
from inspector.ui.panels.section import NumberRow, Section
from inspector.ui.widgets.elided import Elided
from inspector.ui.widgets.plain import plain_tip
from inspector.ui.widgets.rate import USUAL_HIDDEN, USUAL_INPUT, RateEditor

GUIDANCE = (
    "20–50 % suits hidden layers, about 20 % the input. Very low rates do little, very high ones make the network "
    "underfit; large networks gain most."
)


class RateRow(NumberRow):
    """The name of a layer that drops, the editor of its rate, and a button that takes it out where that can be."""

    def __init__(self, name: str, rate: float, band: tuple[float, float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = RateEditor(name, rate, band)
        self.number = self.editor.number
        self.remove = QToolButton()
        self.remove.setIcon(theme.icon("close"))
        self.remove.setAutoRaise(True)
        self.remove.setToolTip(plain_tip(f"Take {name} out of the model; what it predicts stays the same"))
        self.remove.setAccessibleName(f"Remove {name}")
        policy = self.remove.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.remove.setSizePolicy(policy)
        self.line.addWidget(Elided(name, Qt.TextElideMode.ElideMiddle), 3)
        self.line.addWidget(self.editor, 4)
        self.line.addWidget(self.alike)
        self.line.addWidget(self.remove)


class DropoutSection(Section):
    """One row per layer that drops, and the form that inserts a Dropout."""

    def __init__(self, document: Document) -> None:
        super().__init__(
            document,
            "Dropout",
            "No layer of this model drops yet.",
            where="Insert dropout after this layer",
            add="Insert dropout",
            about="dropout",
        )
        self.rate = RateEditor("the new layer", 0.2)
        self.lay_out("Insert after", ("Rate", self.rate, self.rate.spin), GUIDANCE)
        self.rate.number.moved.connect(self.preview)

    def value_of(self, layer: Layer) -> float | None:
        """The rate of a layer that drops."""
        return dropout_rate(layer)

    def may_have(self, layer: Layer) -> bool:
        """Whether a layer drops."""
        return dropout_rate(layer) is not None

    def effect(self, graph: ModelGraph, layer: Layer, value: float) -> str:
        """What the rate sets to zero."""
        return dropout_effect(graph, layer, value)

    def make_row(self, layer: Layer, value: float) -> RateRow:
        """A slider, with the range that is usual where the layer stands."""
        assert self.document.preview
        before = map(self.document.preview.graph.by_path.get, layer.inputs)
        on_input = any(source is not None and source.class_name == "InputLayer" for source in before)
        row = RateRow(layer.path, value, USUAL_INPUT if on_input else USUAL_HIDDEN)
        if not can_be_removed(layer):
            row.remove.hide()
        row.remove.clicked.connect(lambda: self.document.do(RemoveDropout(layer.path)))
        return row

    def edit_of(self, path: str, value: float) -> Edit:
        """Another rate."""
        return SetDropout(path, value)

    def places(self, graph: ModelGraph) -> Sequence[tuple[str, str]]:
        """Every layer but the outputs."""
        return [
            (leaf.path, f"the input ({leaf.path})" if leaf.class_name == "InputLayer" else leaf.path)
            for leaf in graph.leaves
            if leaf.path not in graph.outputs
        ]

    def wanted(self, place: str) -> Sequence[Edit]:
        """A new Dropout."""
        return (InsertDropout(place, self.rate.rate()),)
