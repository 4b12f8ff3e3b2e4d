"""The Qt item model over the tree of blocks and layers: what each cell says, and ticks that freeze."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from inspector.graph.facts import FrozenState
from inspector.ui import figures
from inspector.ui.layers.node import Cells, Node, number
from inspector.ui.widgets.plain import plain_tip

Index = QModelIndex | QPersistentModelIndex
ID_ROLE = Qt.ItemDataRole.UserRole
EDITED_ROLE = Qt.ItemDataRole.UserRole + 1
TYPE_ROLE = Qt.ItemDataRole.UserRole + 2


class Column(IntEnum):
    """The columns, in order."""

    NAME = 0
    OUTPUT = 1
    PARAMETERS = 2


TICKS: dict[FrozenState, Qt.CheckState] = {
    "no": Qt.CheckState.Unchecked,
    "some": Qt.CheckState.PartiallyChecked,
    "all": Qt.CheckState.Checked,
}
"""The tick of a row, by how much of it is frozen."""
_COLUMNS = len(Column)
_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_NAME_FLAGS = _FLAGS | Qt.ItemFlag.ItemIsUserCheckable
TITLES = {Column.NAME: "name", Column.OUTPUT: "output", Column.PARAMETERS: "params"}


class LayerModel(QAbstractItemModel):
    """Rows for blocks and layers. ``ticked(paths, frozen)`` asks for leaves to be frozen or to train.

    ``show`` changes only the rows that differ, so that what is open and selected in a view stays so. Rows have no
    ticks where ``can_freeze`` is false.
    """

    ticked = Signal(object, bool)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.can_freeze = True
        self._roots: list[Node] = []
        self._by_serial: dict[int, Node] = {}
        self._by_id: dict[str, Node] = {}
        self._parents: dict[int, QModelIndex] = {}  # Qt asks for them far more often than for anything else

    def show(self, roots: Sequence[Node]) -> None:
        """Show the same model in another state: rows come, go and change."""
        self._merge(None, list(roots))

    def replace(self, roots: Sequence[Node]) -> None:
        """Forget everything and show another model."""
        self.beginResetModel()
        self._roots = list(roots)
        self._by_serial.clear()
        self._by_id.clear()
        self._parents.clear()
        for root in self._roots:
            self._remember(root)
        self.endResetModel()

    def roots(self) -> Sequence[Node]:
        """The top rows."""
        return self._roots

    def index_of(self, box: str) -> QModelIndex:
        """The row of a box id; an invalid index where there is none."""
        node = self._by_id.get(box)
        return self.createIndex(node.row, 0, node.serial) if node else QModelIndex()

    def texts(self, column: Column) -> Iterator[str]:
        """What the cells of a column say, in every row."""
        return (_text(node.cells, column) for node in self._by_serial.values())

    def node(self, index: Index) -> Node | None:
        """The node of a row; ``None`` for an invalid index."""
        return self._by_serial.get(index.internalId())  # 0, which is no serial, for an invalid one

    def child(self, parent: Index, row: int) -> Node:
        """The node in a row under an index."""
        return self._children(self.node(parent))[row]

    # ------------------------------------------------------------------ Qt's questions

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:
        """The index of a cell."""
        siblings = self._children(self.node(parent))
        if 0 <= row < len(siblings) and 0 <= column < _COLUMNS:
            return self.createIndex(row, column, siblings[row].serial)
        return QModelIndex()

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]
        """The row a row is in."""
        found = self._parents.get(index.internalId())
        if found is None:
            node = self.node(index)
            found = self._parents[index.internalId()] = self._index(node.parent if node else None)
        return found

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many rows are in a row."""
        return 0 if parent.column() > 0 else len(self._children(self.node(parent)))

    def columnCount(self, _parent: Index = QModelIndex()) -> int:
        """Always the same three."""
        return _COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles of the columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return TITLES[Column(section)]
        return _alignment(Column(section)) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every row can be selected, and ticked where there are ticks."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _NAME_FLAGS if index.column() == Column.NAME and self.can_freeze else _FLAGS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says, by role."""
        node = self.node(index)
        if node is None:
            return None
        column = Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(node.cells, column)
        if role == Qt.ItemDataRole.CheckStateRole and column is Column.NAME:
            return TICKS[node.cells.frozen] if self.can_freeze else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(node.cells.tip)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return node.cells.tip
        return {ID_ROLE: node.id, EDITED_ROLE: node.cells.edited, TYPE_ROLE: node.cells.type}.get(role)

    def setData(self, index: Index, _value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A tick: ask for the row's layers to be frozen, or, where all are already, to train."""
        node = self.node(index)
        if node is None or role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.ticked.emit(node.layers, node.cells.frozen != "all")
        return True

    # ------------------------------------------------------------------ rows that come and go

    def _children(self, node: Node | None) -> list[Node]:
        return node.children if node else self._roots

    def _merge(self, parent: Node | None, wanted: list[Node]) -> None:
        self._drop_gone(parent, {node.id for node in wanted})
        present = self._children(parent)
        changed: list[Node] = []
        for row, new in enumerate(wanted):
            if row < len(present) and present[row].id == new.id:
                old = present[row]
                old.layers = new.layers
                if old.cells != new.cells:
                    old.cells = new.cells
                    changed.append(old)
                self._merge(old, new.children)
                continue
            if any(node.id == new.id for node in present[row + 1 :]):
                self._remove(parent, row, len(present))
            self._insert(parent, row, new)
        if changed:
            self.dataChanged.emit(self._index(changed[0]), self._index(changed[-1]).siblingAtColumn(_COLUMNS - 1))

    def _drop_gone(self, parent: Node | None, wanted: set[str]) -> None:
        present = self._children(parent)
        for row in range(len(present) - 1, -1, -1):
            if present[row].id not in wanted:
                self._remove(parent, row, row + 1)

    def _remove(self, parent: Node | None, first: int, end: int) -> None:
        siblings = self._children(parent)
        self.beginRemoveRows(self._index(parent), first, end - 1)
        for node in siblings[first:end]:
            self._forget(node)
        del siblings[first:end]
        self._number(siblings, parent)
        self.endRemoveRows()

    def _insert(self, parent: Node | None, row: int, node: Node) -> None:
        siblings = self._children(parent)
        self.beginInsertRows(self._index(parent), row, row)
        siblings.insert(row, node)
        self._number(siblings, parent)
        self._remember(node)
        self.endInsertRows()

    def _number(self, siblings: list[Node], parent: Node | None) -> None:
        number(siblings, parent)
        self._parents.clear()

    def _remember(self, node: Node) -> None:
        for each in node.walk():
            self._by_serial[each.serial] = each
            self._by_id[each.id] = each

    def _forget(self, node: Node) -> None:
        for each in node.walk():
            self._by_serial.pop(each.serial, None)
            if self._by_id.get(each.id) is each:
                del self._by_id[each.id]

    def _index(self, node: Node | None) -> QModelIndex:
        return self.createIndex(node.row, 0, node.serial) if node else QModelIndex()


def _text(cells: Cells, column: Column) -> str:
    match column:
        case Column.NAME:
            return cells.name
        case Column.OUTPUT:
            return figures.shape(cells.output)
        case Column.PARAMETERS:
            return figures.whole(cells.parameters)


def _alignment(column: Column) -> Qt.AlignmentFlag:
    left = column is Column.NAME
    return (Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignVCenter
