"""The max-norm part of the Regularise panel: the limit of every constrained layer, and limits for more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from inspector.graph.model import Layer, ModelGraph
from inspector.recipe.edits import Edit, SetMaxNorm
from inspector.recipe.max_norms import max_norm_axes, max_norm_value
from inspector.ui import figures, theme
from inspector.ui.document import Document
from inspector.ui.panels.objections import Objector
from inspector.ui.panels.rows import Rows
from inspector.ui.widgets.boxes import calm, dressed
from inspector.ui.widgets.elided import Elided
from inspector.ui.widgets.fields import fields_and_button
from inspector.ui.widgets.heading import Heading
from inspector.ui.widgets.late import Late
from inspector.ui.widgets.notes import Notes
from inspector.ui.widgets.plain import plain_tip

ALL_DENSE, ALL_CONVOLUTIONS = "*dense", "*convolutions"
_USUAL = 3.0


class LimitRow(QWidget):
    """A constrained layer: its limit, and a button that takes it away."""

    moved = Signal(float)
    chosen = Signal(float)
    removed = Signal()

    def __init__(self, layer: Layer, limit: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        per = "filter" if "Conv" in layer.class_name else "unit" if layer.class_name == "Dense" else ""
        name = Elided(f"{layer.path} (per {per})" if per else layer.path)
        name.setProperty("muted", True)
        self.spin = limit_box(f"Max-norm of {layer.path}", limit)
        self.remove = QToolButton()
        self.remove.setIcon(theme.icon("close"))
        self.remove.setToolTip(plain_tip(f"Take the limit away from {layer.path}"))
        self.remove.setAccessibleName(self.remove.toolTip())
        self._late = Late(limit, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(name, 3)
        row.addWidget(self.spin, 2)
        row.addWidget(self.remove)
        self.spin.valueChanged.connect(self._late.give)
        self.spin.valueChanged.connect(self.moved)
        self.spin.editingFinished.connect(self._late.settle)
        self._late.settled.connect(self.chosen.emit)
        self.remove.clicked.connect(self.removed)

    def set_limit(self, limit: float) -> None:
        """Show a limit without telling it; one that is being changed is left alone."""
        if not self._late.moving:
            self._late.reset(limit)
            with QSignalBlocker(self.spin):
                self.spin.setValue(limit)


class MaxNormSection(QWidget):
    """Heading, one row per limited layer, and the form that limits more."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.heading = Heading("Max-norm")
        self.rows: Rows[LimitRow] = Rows(self._make_row)
        self.none = QLabel("No layer's weights are limited yet. With dropout, limits of 3 to 5 are usual.")
        self.none.setProperty("muted", True)
        self.none.setWordWrap(True)
        self.where = calm(QComboBox())
        self.where.setAccessibleName("Limit the weights of")
        self.where.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.where.setMinimumContentsLength(8)
        self.limit = limit_box("New max-norm", _USUAL)
        self.add = QPushButton("Set max-norm")
        self.notes = Notes()
        self._objector = Objector(document, self.notes, self)
        self._lay_out()
        self.add.clicked.connect(self._add)
        self.limit.valueChanged.connect(self._preview)
        self.where.activated.connect(self._preview)
        document.selection_changed.connect(self._follow_selection)

    def refresh(self) -> None:
        """Show the limits of the edited model."""
        assert self._document.preview
        graph = self._document.preview.graph
        limits = {leaf.path: max_norm_value(leaf) for leaf in graph.leaves}
        known = {path: limit for path, limit in limits.items() if limit is not None}
        for path, row in self.rows.set_keys(known).items():
            row.set_limit(known[path])
        self.heading.set_figure(figures.plural(len(known), "layer"))
        self.none.setVisible(not known)
        self._objector.clear()
        self._fill_places(graph)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.heading, self.rows, self.none):
            column.addWidget(part)
        column.addLayout(fields_and_button({"Apply to": self.where, "Largest norm": self.limit}, self.add))
        column.addWidget(self.notes)

    def _make_row(self, path: str) -> LimitRow:
        assert self._document.preview
        layer = self._document.preview.graph.by_path[path]
        row = LimitRow(layer, max_norm_value(layer) or _USUAL)
        row.moved.connect(lambda limit: self._objector.ask([SetMaxNorm(path, limit)]))
        row.chosen.connect(lambda limit: self._document.do(SetMaxNorm(path, limit)))
        row.removed.connect(lambda: self._document.do(SetMaxNorm(path, None)))
        return row

    def _fill_places(self, graph: ModelGraph) -> None:
        able = limitable(graph)
        places = [
            *((f"all Dense layers ({len(dense)})", ALL_DENSE) for dense in [_dense(able)] if dense),
            *((f"all convolutions ({len(some)})", ALL_CONVOLUTIONS) for some in [_convolutions(able)] if some),
            *((layer.path, layer.path) for layer in able),
        ]
        if [(self.where.itemText(row), self.where.itemData(row)) for row in range(self.where.count())] == places:
            return
        chosen = self.where.currentData()
        self.where.clear()
        for text, path in places:
            self.where.addItem(text, path)
        self.where.setCurrentIndex(max(0, self.where.findData(chosen)))
        self.add.setEnabled(bool(places))

    def _follow_selection(self) -> None:
        selected = self._document.selected_layers()
        if len(selected) == 1 and (place := self.where.findData(selected[0])) >= 0:
            self.where.setCurrentIndex(place)

    def _wanted(self) -> Sequence[Edit]:
        if self._document.preview is None:
            return ()
        able = limitable(self._document.preview.graph)
        chosen = self.where.currentData()
        groups = {ALL_DENSE: _dense(able), ALL_CONVOLUTIONS: _convolutions(able)}
        paths = groups.get(chosen, [chosen] if chosen else [])
        return [SetMaxNorm(path, self.limit.value()) for path in paths]

    def _preview(self) -> None:
        self._objector.ask(self._wanted())

    def _add(self) -> None:
        self._document.do(*self._wanted())


def limit_box(name: str, limit: float) -> QDoubleSpinBox:
    """A spin box for the largest norm of a unit's weights."""
    box = dressed(QDoubleSpinBox(), name)
    box.setRange(0.01, 1000)
    box.setSingleStep(0.5)
    box.setDecimals(2)
    box.setValue(limit)
    return box


def limitable(graph: ModelGraph) -> list[Layer]:
    """Layers whose weights can be limited."""
    return [leaf for leaf in graph.leaves if max_norm_axes(leaf)]


def _dense(layers: Sequence[Layer]) -> list[str]:
    return [layer.path for layer in layers if layer.class_name == "Dense"]


def _convolutions(layers: Sequence[Layer]) -> list[str]:
    return [layer.path for layer in layers if "Conv" in layer.class_name]
