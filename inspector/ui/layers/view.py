"""The layer list: heading, filter and tree, tied to the document."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTreeView, QVBoxLayout, QWidget

from inspector.ui.document import Document
from inspector.ui.layers.delegate import SMALL, DetailDelegate, NameDelegate
from inspector.ui.layers.filter import LayerFilter
from inspector.ui.layers.model import ID_ROLE, TITLES, Column, LayerModel
from inspector.ui.layers.node import Node, tree
from inspector.ui.widgets.heading import Heading

_NAME_WIDTH = 140
_TYPE_WIDTHS = 60, 84
_CELL_ROOM = 20
_WIDEST = 120


class LayerList(QWidget):
    """Blocks and layers with ticks. ``menu_wanted`` carries the place on the screen for the selection's menu."""

    menu_wanted = Signal(QPoint)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._following = False
        self._open_before_filter: list[str] = []
        self.heading = Heading("Layers")
        self.filter_box = QLineEdit()
        self.filter_box.setPlaceholderText("Filter by name or type")
        self.filter_box.setAccessibleName("Filter layers")
        self.filter_box.setClearButtonEnabled(True)
        self.model = LayerModel(self)
        self.filter = LayerFilter(self.model, self)
        self.tree = self._make_tree()
        self._lay_out()
        self._connect()

    # ------------------------------------------------------------------ making it

    def _make_tree(self) -> QTreeView:
        view = QTreeView()
        view.setModel(self.filter)
        view.setItemDelegateForColumn(Column.NAME, NameDelegate(view))
        for column in (Column.TYPE, Column.OUTPUT, Column.PARAMETERS):
            view.setItemDelegateForColumn(column, DetailDelegate(view))
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setUniformRowHeights(True)
        view.setIndentation(14)
        view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        view.setProperty("frost", True)
        view.setAccessibleName("Layers; a tick means frozen")
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = view.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(40)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        return view

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        top = QVBoxLayout()
        top.setContentsMargins(12, 0, 12, 0)
        top.setSpacing(8)
        top.addWidget(self.heading)
        top.addWidget(self.filter_box)
        column.addLayout(top)
        column.addWidget(self.tree, 1)
        self.setMinimumWidth(230)

    def _connect(self) -> None:
        self._document.loaded.connect(self._reset)
        self._document.preview_changed.connect(self._update)
        self._document.selection_changed.connect(self._follow_selection)
        self.model.ticked.connect(self._document.freeze)
        self.filter_box.textChanged.connect(self._apply_filter)
        self.tree.selectionModel().selectionChanged.connect(self._tell_selection)
        self.tree.customContextMenuRequested.connect(self._ask_menu)

    # ------------------------------------------------------------------ following the document

    def _reset(self) -> None:
        self.filter_box.clear()
        self.model.replace(self._tree())
        self._fit_columns()
        for row in range(self.filter.rowCount()):
            if self.filter.rowCount() == 1:
                self.tree.expand(self.filter.index(row, 0))
        self._show_count()

    def _update(self) -> None:
        self.model.show(self._tree())
        self._show_count()

    def _tree(self) -> list[Node]:
        assert self._document.preview
        return tree(self._document.preview.graph, self._document.blocks, self._document.preview.edited)

    def _fit_columns(self) -> None:
        """Make the figures' columns as wide as the model's widest; measured once, not at every change."""
        header = self.tree.header()
        for column in (Column.OUTPUT, Column.PARAMETERS):
            texts = [TITLES[column], *self.model.texts(column)]
            widest = max(self.fontMetrics().horizontalAdvance(text) for text in texts)
            header.resizeSection(column, min(round(widest * SMALL) + _CELL_ROOM, _WIDEST))
        self._fit_type()

    def _fit_type(self) -> None:
        """Give the type what names and figures leave; where that is too little it is told by the tooltip alone."""
        header = self.tree.header()
        taken = _NAME_WIDTH + header.sectionSize(Column.OUTPUT) + header.sectionSize(Column.PARAMETERS)
        least, most = _TYPE_WIDTHS
        left = self.tree.viewport().width() - taken
        self.tree.setColumnHidden(Column.TYPE, left < least)
        if left >= least:
            header.resizeSection(Column.TYPE, min(most, left))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the width anew."""
        super().resizeEvent(event)
        self._fit_type()

    def _show_count(self) -> None:
        assert self._document.preview
        shown = self._document.preview
        self.heading.set_figure(f"{len(shown.frozen)} of {len(shown.graph.leaves)} frozen")

    def _follow_selection(self) -> None:
        if self._following:
            return
        wanted = [self.filter.mapFromSource(self.model.index_of(box)) for box in sorted(self._document.selection)]
        selection = QItemSelection()
        for index in wanted:
            if index.isValid():
                selection.select(index, index)
        self._following = True
        try:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.tree.selectionModel().select(selection, flags)
            if first := next((index for index in wanted if index.isValid()), None):
                self._reveal(first)
        finally:
            self._following = False

    def _reveal(self, index: QModelIndex) -> None:
        self.tree.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.tree.scrollTo(index)

    # ------------------------------------------------------------------ telling the document

    def _tell_selection(self) -> None:
        if self._following:
            return
        rows = self.tree.selectionModel().selectedRows(Column.NAME)
        self._following = True
        try:
            self._document.select(row.data(ID_ROLE) for row in rows)
        finally:
            self._following = False

    def _ask_menu(self, place: QPoint) -> None:
        if self.tree.indexAt(place).isValid():
            self.menu_wanted.emit(self.tree.viewport().mapToGlobal(place))

    # ------------------------------------------------------------------ filter

    def _apply_filter(self, text: str) -> None:
        if text and not self.filter.active:
            self._open_before_filter = self._expanded()
        self._following = True  # rows that the filter hides leave the view's selection, not the document's
        try:
            self.filter.set_text(text)
        finally:
            self._following = False
        if self.filter.active:
            self.tree.expandAll()
            return
        self.tree.collapseAll()
        for box in self._open_before_filter:
            self.tree.expand(self.filter.mapFromSource(self.model.index_of(box)))
        self._follow_selection()

    def _expanded(self, parent: QModelIndex = QModelIndex()) -> list[str]:
        found: list[str] = []
        for row in range(self.filter.rowCount(parent)):
            index = self.filter.index(row, 0, parent)
            if self.tree.isExpanded(index):
                found += [index.data(ID_ROLE), *self._expanded(index)]
        return found
