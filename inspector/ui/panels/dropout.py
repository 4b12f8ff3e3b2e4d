"""The dropout part of the Regularise panel: every rate, and a new Dropout after any layer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from inspector.graph.model import ModelGraph
from inspector.recipe.dropouts import dropout_rate
from inspector.recipe.edits import Edit, InsertDropout, SetDropout
from inspector.ui import figures
from inspector.ui.document import Document
from inspector.ui.panels.objections import Objector
from inspector.ui.panels.rows import Rows
from inspector.ui.widgets.boxes import calm
from inspector.ui.widgets.elided import Elided
from inspector.ui.widgets.fields import fields_and_button
from inspector.ui.widgets.heading import Heading
from inspector.ui.widgets.notes import Notes, card
from inspector.ui.widgets.rate import USUAL_HIDDEN, USUAL_INPUT, RateEditor

GUIDANCE = (
    "20–50 % suits hidden layers, about 20 % the input. Very low rates do little, very high ones make the network "
    "underfit; large networks gain most."
)


class RateRow(QWidget):
    """The name of a layer that drops and the editor of its rate."""

    def __init__(self, name: str, rate: float, band: tuple[float, float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = RateEditor(name, rate, band)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        label = Elided(name)
        label.setProperty("muted", True)
        row.addWidget(label, 2)
        row.addWidget(self.editor, 4)


class DropoutSection(QWidget):
    """Heading, one row per layer that drops, guidance, and the form that inserts a Dropout."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.heading = Heading("Dropout")
        self.rows: Rows[RateRow] = Rows(self._make_row)
        self.none = QLabel("No layer of this model drops yet.")
        self.none.setProperty("muted", True)
        self.none.setWordWrap(True)
        self.notes = Notes()
        self._objector = Objector(document, self.notes, self)
        self.after = calm(QComboBox())
        self.after.setAccessibleName("Insert dropout after this layer")
        self.after.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.after.setMinimumContentsLength(8)
        self.rate = RateEditor("the new layer", 0.2)
        self.insert = QPushButton("Insert dropout")
        self._lay_out()
        self.rate.moved.connect(self._preview_insert)
        self.after.activated.connect(self._preview_insert)
        self.insert.clicked.connect(self._insert)
        document.selection_changed.connect(self._follow_selection)

    def refresh(self) -> None:
        """Show the rates of the edited model."""
        assert self._document.preview
        graph = self._document.preview.graph
        rates = {leaf.path: dropout_rate(leaf) for leaf in graph.leaves}
        known = {path: rate for path, rate in rates.items() if rate is not None}
        for path, row in self.rows.set_keys(known).items():
            row.editor.set_rate(known[path])
        self.heading.set_figure(figures.plural(len(known), "layer"))
        self.none.setVisible(not known)
        self._objector.clear()
        self._fill_places(graph)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.heading, self.rows, self.none, card(GUIDANCE)):
            column.addWidget(part)
        column.addSpacing(4)
        column.addLayout(fields_and_button({"Insert after": self.after, "Rate": self.rate}, self.insert))
        column.addWidget(self.notes)

    def _make_row(self, path: str) -> RateRow:
        assert self._document.preview
        graph = self._document.preview.graph
        on_input = any(graph.by_path[before].class_name == "InputLayer" for before in graph.predecessors[path])
        row = RateRow(path, dropout_rate(graph.by_path[path]) or 0.0, USUAL_INPUT if on_input else USUAL_HIDDEN)
        row.editor.moved.connect(lambda rate: self._objector.ask([SetDropout(path, rate)]))
        row.editor.chosen.connect(lambda rate: self._document.do(SetDropout(path, rate)))
        return row

    def _fill_places(self, graph: ModelGraph) -> None:
        places = [leaf.path for leaf in graph.leaves if leaf.path not in graph.outputs]
        if [self.after.itemData(place) for place in range(self.after.count())] == places:
            return
        chosen = self.after.currentData()
        self.after.clear()
        for path in places:
            on_input = graph.by_path[path].class_name == "InputLayer"
            self.after.addItem(f"the input ({path})" if on_input else path, path)
        self.after.setCurrentIndex(max(0, self.after.findData(chosen)))
        self.insert.setEnabled(bool(places))

    def _follow_selection(self) -> None:
        selected = self._document.selected_layers()
        if len(selected) == 1 and (place := self.after.findData(selected[0])) >= 0:
            self.after.setCurrentIndex(place)

    def _wanted(self) -> Sequence[Edit]:
        after = self.after.currentData()
        return (InsertDropout(after, self.rate.rate()),) if after else ()

    def _preview_insert(self) -> None:
        self._objector.ask(self._wanted())

    def _insert(self) -> None:
        self._document.do(*self._wanted())
