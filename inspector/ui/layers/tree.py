"""The tree view of the layer list, in which many rows can be selected at once at little cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from PySide6.QtCore import QAbstractItemModel, QItemSelection, QItemSelectionModel, QModelIndex, QSignalBlocker, Qt
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

_Run = tuple[QModelIndex, QModelIndex]
"""The first and last of rows that follow each other under one parent."""


class LayerTree(QTreeView):
    """Rows with ticks.

    Whole rows are selected by few ranges and on a clean slate: else Qt compares every range with every other.
    """

    def __init__(self, model: QAbstractItemModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setProperty("frost", True)
        self.setAccessibleName("Layers; a tick means frozen")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def chosen(self) -> list[QModelIndex]:
        """The first cell of every selected row."""
        selection = self.selectionModel().selection()
        ranges = (selection.at(place) for place in range(selection.count()))
        model = self.model()
        return [model.index(row, 0, each.parent()) for each in ranges for row in range(each.top(), each.bottom() + 1)]

    def choose(self, rows: Iterable[QModelIndex]) -> None:
        """Select these rows and no others."""
        self._choose_runs(_runs(rows))

    def selectAll(self) -> None:
        """Select every row that is shown, as Qt would."""
        self._choose_runs(self._shown(QModelIndex()))

    def _choose_runs(self, runs: Iterable[_Run]) -> None:
        selection = QItemSelection()
        for first, last in runs:
            selection.select(first, last.siblingAtColumn(self.model().columnCount() - 1))
        chosen = self.selectionModel()
        if chosen.hasSelection():
            with QSignalBlocker(chosen):
                chosen.clearSelection()
            self.viewport().update()
        chosen.select(selection, QItemSelectionModel.SelectionFlag.Select)

    def _shown(self, parent: QModelIndex) -> Iterator[_Run]:
        model = self.model()
        children = [model.index(row, 0, parent) for row in range(model.rowCount(parent))]
        if children:
            yield children[0], children[-1]
        for child in children:
            if self.isExpanded(child):
                yield from self._shown(child)


def _runs(rows: Iterable[QModelIndex]) -> Iterator[_Run]:
    placed = enumerate(sorted(rows, key=lambda index: (index.parent().internalId(), index.row())))
    for _, run in groupby(placed, key=lambda each: (each[1].parent(), each[1].row() - each[0])):
        following = [index for _, index in run]
        yield following[0], following[-1]
