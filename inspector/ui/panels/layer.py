"""The Layer panel: what the selected layer or block is, what of it can be set, its weights and config."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QHeaderView, QTableWidget, QTableWidgetItem

from inspector.graph.blocks import Block
from inspector.graph.fact_sheet import FactSheet
from inspector.graph.facts import frozen_state
from inspector.graph.model import Layer, ModelGraph
from inspector.recipe.preview import Preview
from inspector.ui import figures
from inspector.ui.document import Document
from inspector.ui.layers.model import TICKS
from inspector.ui.panels.config_words import rows as config_rows
from inspector.ui.panels.layer_words import Row, Words, of_layer, of_many, of_model, of_operations
from inspector.ui.panels.panel import Panel
from inspector.ui.panels.rate_factor import RateFactor
from inspector.ui.panels.settings import LayerSettings
from inspector.ui.widgets.plain import Plain, plain_tip


class LayerPanel(Panel):
    """Facts of one layer, or the sum of several."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._subject: tuple[ModelGraph | None, Preview | None, tuple[str, ...]] = (None, None, ())
        self.title = Plain()
        self.title.setStyleSheet("font-weight: bold")
        self.title.setWordWrap(True)
        self.title.setMinimumWidth(1)
        copy = QAction("Copy name", self)
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(self.title.text()))
        self.title.addAction(copy)
        self.title.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.column.addWidget(self.title)
        self.help = self.add_text()
        self.frozen = QCheckBox("Frozen: its weights stay as they are")
        self.frozen.setProperty("frost", True)
        self.frozen.clicked.connect(self._freeze)
        self.column.addWidget(self.frozen)
        self.facts = _table("Facts of the layer")
        self.column.addWidget(self.facts)
        self.factor = RateFactor(document)
        self.column.addWidget(self.factor)
        self.settings = LayerSettings(document)
        self.column.addWidget(self.settings)
        self._weights_heading = self.add_heading("Weights")
        self.weights = _table("Weights of the layer")
        self.column.addWidget(self.weights)
        self._config_heading = self.add_heading("Configuration")
        self.config = _table("Configuration of the layer")
        self.column.addWidget(self.config)
        self.column.addStretch(1)
        document.selection_changed.connect(self.outdate)
        document.facts.changed.connect(self.outdate)
        document.recipe_changed.connect(self._follow_rates)

    def refresh(self) -> None:
        """Show what is selected, or the whole model."""
        shown = self.document.shown
        if shown is None:
            return
        selected = self.document.selected_layers()
        single = shown.graph.by_path[selected[0]] if len(selected) == 1 else None
        is_model = self.document.aside is None
        self.frozen.setVisible(bool(selected) and is_model)
        self.frozen.setCheckState(TICKS[frozen_state(shown.graph, selected)])
        self.factor.show_layers(selected if is_model else ())
        self.settings.show_layer(single if is_model else None)
        self._show_weights(single)
        self._show_config(single)
        sheet = self.document.facts.sheet(shown.graph) if is_model else None
        if sheet is not None or not self._is_shown(selected):  # figures stay until the new ones are there
            words = self._words(shown, selected, sheet)
            self.title.setText(words.title)
            self.help.setText(words.help)
            _fill(self.facts, words.rows)
        self._subject = self.document.graph, self.document.aside, selected

    def _is_shown(self, selected: tuple[str, ...]) -> bool:
        """Whether what is said is about these layers of this model already."""
        graph, aside, paths = self._subject
        return graph is self.document.graph and aside is self.document.aside and paths == selected

    def _words(self, shown: Preview, selected: Sequence[str], sheet: FactSheet | None) -> Words:
        name = self.document.names.get(selected[0], "") if len(selected) == 1 else ""
        if self.document.aside is not None:
            return of_operations(shown.graph, selected, name, self._block())
        if not selected:
            return of_model(shown, sheet)
        if len(selected) == 1:
            return of_layer(shown, selected[0], name, sheet)
        return of_many(shown, selected, self._block(), sheet)

    def _block(self) -> Block | None:
        """The block that is all that is selected."""
        every = (each for block in self.document.blocks for each in block.walk())
        return next((each for each in every if self.document.selection == {f"block:{each.id}"}), None)

    def _show_weights(self, layer: Layer | None) -> None:
        weights = layer.weights if layer else ()
        lines = [
            Row(weight.name, f"{'×'.join(map(str, weight.shape)) or 'scalar'}  ·  {weight.dtype}")
            for weight in weights or ()
        ]
        if layer and weights is None:
            lines = [Row("", "not known from the file")]
        self._weights_heading.set_figure(figures.whole(sum(weight.parameters for weight in weights or ())))
        self._weights_heading.setVisible(bool(lines))
        _fill(self.weights, lines)

    def _show_config(self, layer: Layer | None) -> None:
        lines = [Row(name, value) for name, value in config_rows(layer.config)] if layer else []
        self._config_heading.setVisible(bool(lines))
        _fill(self.config, lines)

    def _follow_rates(self) -> None:
        """A change of the training settings alone is no preview."""
        if self.isVisible():
            self.factor.show_layers(self.document.selected_layers())
        else:
            self.outdate()

    def _freeze(self) -> None:
        self.document.toggle_freeze()
        self.refresh()


def _table(name: str) -> QTableWidget:
    table = QTableWidget(0, 2)
    table.setAccessibleName(name)
    table.setShowGrid(False)
    table.setWordWrap(True)
    table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.horizontalHeader().hide()
    table.verticalHeader().hide()
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    return table


def _fill(table: QTableWidget, rows: Sequence[Row]) -> None:
    """Show the rows and be exactly as high as they need."""
    table.setRowCount(len(rows))
    for place, row in enumerate(rows):
        for column, text in enumerate((row.name, row.value)):
            item = QTableWidgetItem(text)
            item.setToolTip(plain_tip(row.meaning or text))
            table.setItem(place, column, item)
    table.resizeRowsToContents()
    table.setFixedHeight(sum(table.rowHeight(place) for place in range(len(rows))) + 2)
    table.setVisible(bool(rows))
