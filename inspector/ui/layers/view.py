"""The layer list: heading, filter and tree, tied to the document."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView, QLineEdit, QVBoxLayout, QWidget

from inspector.recipe.rates import own_factors
from inspector.ui import figures
from inspector.ui.document import Document
from inspector.ui.layers.delegate import DetailDelegate, NameDelegate, small
from inspector.ui.layers.filter import LayerFilter
from inspector.ui.layers.model import ID_ROLE, TITLES, Column, LayerModel
from inspector.ui.layers.node import Node, tree
from inspector.ui.layers.tree import LayerTree
from inspector.ui.safety.shield import Shield
from inspector.ui.switch import Switch
from inspector.ui.widgets.heading import Heading
from inspector.ui.widgets.plain import Plain

_CELL_ROOM = 18
_WIDEST = 120
_BEFORE_SHIELD = 4
"""Its frame, seen under the pointer only, begins here, and the shield in it where the headings do."""


class LayerList(QWidget):
    """Blocks and layers with ticks. ``menu_wanted`` carries the place on the screen for the selection's menu."""

    menu_wanted = Signal(QPoint)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._following = False
        self._open_before_filter: list[str] = []
        self.shield = Shield(document)
        self.heading = Heading("Layers")
        self.switch = Switch(document)
        self.filter_box = QLineEdit()
        self.filter_box.setPlaceholderText("Filter by name or type")
        self.filter_box.setAccessibleName("Filter layers")
        self.filter_box.setClearButtonEnabled(True)
        self.no_match = Plain()
        self.no_match.setProperty("muted", True)
        self.no_match.setWordWrap(True)
        self.no_match.hide()
        self.model = LayerModel(self)
        self.filter = LayerFilter(self.model, self)
        self.tree = self._make_tree()
        self._lay_out()
        self._connect()

    # ------------------------------------------------------------------ making it

    def _make_tree(self) -> LayerTree:
        view = LayerTree(self.filter)
        view.setItemDelegateForColumn(Column.NAME, NameDelegate(view))
        for column in (Column.OUTPUT, Column.PARAMETERS):
            view.setItemDelegateForColumn(column, DetailDelegate(view))
        header = view.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(40)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        return view

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(8)
        top = QVBoxLayout()
        top.setContentsMargins(12, 0, 12, 0)
        top.setSpacing(8)
        top.addWidget(self.heading)
        top.addWidget(self.switch)
        top.addWidget(self.filter_box)
        top.addWidget(self.no_match)
        verdict = QVBoxLayout()
        verdict.setContentsMargins(_BEFORE_SHIELD, 0, 12, 0)
        verdict.addWidget(self.shield, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(verdict)
        column.addLayout(top)
        column.addWidget(self.tree, 1)
        self.setMinimumWidth(230)

    def _connect(self) -> None:
        self._document.loaded.connect(self._reset)
        self._document.looked_anew.connect(self._reset)
        self._document.preview_changed.connect(self._update)
        self._document.selection_changed.connect(self._follow_selection)
        self.model.ticked.connect(self._document.freeze)
        self.filter_box.textChanged.connect(self._apply_filter)
        self.tree.selectionModel().selectionChanged.connect(self._tell_selection)
        self.tree.customContextMenuRequested.connect(self._ask_menu)

    # ------------------------------------------------------------------ following the document

    def _reset(self) -> None:
        self.filter_box.clear()
        self.model.can_freeze = self._document.aside is None
        self.model.replace(self._tree())
        self._fit_columns()
        for row in range(self.filter.rowCount()):
            if self.filter.rowCount() == 1:
                self.tree.expand(self.filter.index(row, 0))
        self._show_count()

    def _update(self) -> None:
        if self._document.aside is not None:
            return
        self.model.show(self._tree())
        self._show_count()

    def _tree(self) -> list[Node]:
        shown = self._document.shown
        assert shown
        told = dict(shown.edited)
        for path, factor in own_factors(shown, self._document.recipe.training).items():
            told[path] = ", ".join(filter(None, (told.get(path), f"learning rate × {factor:g}")))
        return tree(shown.graph, self._document.blocks, told, self._document.names)

    def _fit_columns(self) -> None:
        """Make the figures' columns as wide as the model's widest; measured once, not at every change."""
        metrics = QFontMetrics(small(self.font()))
        for column in (Column.OUTPUT, Column.PARAMETERS):
            texts = [TITLES[column], *self.model.texts(column)]
            widest = max(metrics.horizontalAdvance(text) for text in texts)
            self.tree.header().resizeSection(column, min(widest + _CELL_ROOM, _WIDEST))

    def _show_count(self) -> None:
        shown = self._document.shown
        assert shown
        count = len(shown.graph.leaves)
        self.heading.set_title("Operations" if self._document.aside else "Layers")
        self.heading.set_figure(
            figures.whole(count) if self._document.aside else f"{len(shown.frozen)} of {count} frozen"
        )

    def _follow_selection(self) -> None:
        if not self._following:
            with self._silence():
                self._choose_selected(reveal=True)

    def _choose_selected(self, reveal: bool) -> None:
        """Select in the tree what the document has selected and the filter shows."""
        found = [self.filter.mapFromSource(self.model.index_of(box)) for box in sorted(self._document.selection)]
        rows = [index for index in found if index.isValid()]
        self.tree.choose(rows)
        if rows and reveal:
            self.tree.selectionModel().setCurrentIndex(rows[0], QItemSelectionModel.SelectionFlag.NoUpdate)
            self.tree.scrollTo(rows[0])

    @contextmanager
    def _silence(self) -> Iterator[None]:
        """What the tree selects meanwhile is not told to the document."""
        self._following = True
        try:
            yield
        finally:
            self._following = False

    # ------------------------------------------------------------------ telling the document

    def _tell_selection(self) -> None:
        if not self._following:
            with self._silence():
                self._document.select(box for row in self.tree.chosen() for box in self.filter.boxes(row))

    def _ask_menu(self, place: QPoint) -> None:
        if self.tree.indexAt(place).isValid():
            self.menu_wanted.emit(self.tree.viewport().mapToGlobal(place))

    # ------------------------------------------------------------------ filter

    def _apply_filter(self, text: str) -> None:
        if text and not self.filter.active:
            self._open_before_filter = self._expanded()
        with self._silence():
            self.tree.choose(())
            self.filter.set_text(text)
            self._open_rows()
            self._choose_selected(reveal=not self.filter.active)
        self.no_match.setText(f"No layer matches “{text.strip()}”.")
        self.no_match.setVisible(self.filter.active and not self.filter.rowCount())

    def _open_rows(self) -> None:
        """Everything while there is a filter, afterwards what was open before."""
        if self.filter.active:
            self.tree.expandAll()
            return
        self.tree.collapseAll()
        for box in self._open_before_filter:
            self.tree.expand(self.filter.mapFromSource(self.model.index_of(box)))

    def _expanded(self, parent: QModelIndex = QModelIndex()) -> list[str]:
        found: list[str] = []
        for row in range(self.filter.rowCount(parent)):
            index = self.filter.index(row, 0, parent)
            if self.tree.isExpanded(index):
                found += [index.data(ID_ROLE), *self._expanded(index)]
        return found
