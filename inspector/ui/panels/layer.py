"""The Layer panel: what the selected layer or block is, its weights and config, and its learning rate."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QHeaderView, QTableWidget, QTableWidgetItem

from inspector.catalogue import help_of
from inspector.graph.facts import frozen_state, parameters
from inspector.graph.model import Layer, ModelGraph
from inspector.ui import figures
from inspector.ui.document import Document
from inspector.ui.layers.model import TICKS
from inspector.ui.panels.config_words import rows as config_rows
from inspector.ui.panels.panel import Panel
from inspector.ui.panels.rate_factor import RateFactor
from inspector.ui.widgets.plain import Plain, plain_tip


class LayerPanel(Panel):
    """Facts of one layer, or the sum of several."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
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
        self._weights_heading = self.add_heading("Weights")
        self.weights = _table("Weights of the layer")
        self.column.addWidget(self.weights)
        self._config_heading = self.add_heading("Configuration")
        self.config = _table("Configuration of the layer")
        self.column.addWidget(self.config)
        self.column.addStretch(1)
        document.selection_changed.connect(self.outdate)
        document.recipe_changed.connect(self._follow_rates)
        self.refresh()

    def refresh(self) -> None:
        """Show what is selected."""
        selected = self.document.selected_layers()
        preview = self.document.preview
        single = preview.graph.by_path[selected[0]] if preview and len(selected) == 1 else None
        self.frozen.setVisible(bool(selected))
        self.factor.show_layers(selected)
        self._show_weights(single)
        self._show_config(single)
        if preview is None or not selected:
            self._show_words("Nothing selected", "Select a layer in the list or the graph to see what it is.", ())
            return
        held = sum(path in preview.frozen for path in selected)
        self.frozen.setCheckState(TICKS[frozen_state(preview.graph, selected)])
        if single:
            facts = _facts_of(preview.graph, single, preview.edited.get(single.path, ""))
            self._show_words(single.path, help_of(single.class_name), facts)
        else:
            self._show_words(*_facts_of_many(preview.graph, selected, held))

    def _show_words(self, title: str, help_line: str, facts: Sequence[tuple[str, str]]) -> None:
        self.title.setText(title)
        self.help.setText(help_line)
        _fill(self.facts, facts)

    def _show_weights(self, layer: Layer | None) -> None:
        weights = layer.weights if layer else ()
        lines = [
            (weight.name, f"{'×'.join(map(str, weight.shape)) or 'scalar'}  ·  {weight.dtype}")
            for weight in weights or ()
        ]
        if layer and weights is None:
            lines = [("", "not known from the file")]
        self._weights_heading.set_figure(figures.whole(sum(weight.parameters for weight in weights or ())))
        self._weights_heading.setVisible(bool(lines))
        _fill(self.weights, lines)

    def _show_config(self, layer: Layer | None) -> None:
        lines = config_rows(layer.config) if layer else []
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


def _facts_of(graph: ModelGraph, layer: Layer, edited: str) -> list[tuple[str, str]]:
    shapes = [figures.shape(shape) for shape in layer.output_shapes] or [figures.NOT_KNOWN]
    facts = [
        ("type", layer.class_name),
        ("output", ", ".join(shapes)),
        ("parameters", figures.whole(parameters(graph, layer.path))),
        ("takes from", ", ".join(graph.predecessors[layer.path]) or "the model's input"),
        ("gives to", ", ".join(graph.successors[layer.path]) or "the model's output"),
    ]
    return [*facts, ("changed", edited)] if edited else facts


def _facts_of_many(graph: ModelGraph, paths: Sequence[str], held: int) -> tuple[str, str, list[tuple[str, str]]]:
    counts = [parameters(graph, path) for path in paths]
    known = [count for count in counts if count is not None]
    facts = [
        ("first", paths[0]),
        ("last", paths[-1]),
        ("parameters", figures.whole(sum(known)) if len(known) == len(counts) else figures.NOT_KNOWN),
        ("frozen", f"{held} of {len(paths)}"),
    ]
    return figures.plural(len(paths), "layer"), "What is set here is set for all of them.", facts


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


def _fill(table: QTableWidget, lines: Sequence[tuple[str, str]]) -> None:
    """Show the lines and be exactly as high as they need."""
    table.setRowCount(len(lines))
    for row, cells in enumerate(lines):
        for column, text in enumerate(cells):
            item = QTableWidgetItem(text)
            item.setToolTip(plain_tip(text))
            table.setItem(row, column, item)
    table.resizeRowsToContents()
    table.setFixedHeight(sum(table.rowHeight(row) for row in range(len(lines))) + 2)
    table.setVisible(bool(lines))
