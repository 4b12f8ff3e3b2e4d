"""The Qt item model over the tree of blocks and layers: what each cell says, and ticks that freeze."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from inspector.graph.facts import FrozenState, frozen_state, parameters
from inspector.graph.model import Layer, ModelGraph
from inspector.ui import figures
from inspector.ui.layers.node import Node, number

Index = QModelIndex | QPersistentModelIndex
ID_ROLE = Qt.ItemDataRole.UserRole
EDITED_ROLE = Qt.ItemDataRole.UserRole + 1
COUNT_ROLE = Qt.ItemDataRole.UserRole + 2


class Column(IntEnum):
    """The columns, in order."""

    NAME = 0
    TYPE = 1
    OUTPUT = 2
    PARAMETERS = 3


_TICKS: dict[FrozenState, Qt.CheckState] = {
    "no": Qt.CheckState.Unchecked,
    "some": Qt.CheckState.PartiallyChecked,
    "all": Qt.CheckState.Checked,
}
TITLES = {Column.NAME: "name", Column.TYPE: "type", Column.OUTPUT: "output", Column.PARAMETERS: "params"}


@dataclass(frozen=True)
class State:
    """What the cells tell beside the tree: the graph as it will be, and edits in words by leaf path."""

    graph: ModelGraph | None = None
    edited: Mapping[str, str] = field(default_factory=dict)


class LayerModel(QAbstractItemModel):
    """Rows for blocks and layers. ``ticked(paths, frozen)`` asks for leaves to be frozen or to train.

    ``show`` changes only the rows that differ, so that what is open and selected in a view stays so.
    """

    ticked = Signal(object, bool)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._roots: list[Node] = []
        self._by_serial: dict[int, Node] = {}
        self._by_id: dict[str, Node] = {}
        self._state = State()

    def show(self, roots: Sequence[Node], state: State) -> None:
        """Show the same model in another state: rows come, go and change."""
        old, self._state = self._state, state
        self._merge(None, list(roots))
        if old != state:
            self._tell_all_changed(None)

    def replace(self, roots: Sequence[Node], state: State) -> None:
        """Forget everything and show another model."""
        self.beginResetModel()
        self._roots = list(roots)
        self._by_serial.clear()
        self._by_id.clear()
        for root in self._roots:
            self._remember(root)
        self._state = state
        self.endResetModel()

    def index_of(self, box: str) -> QModelIndex:
        """The row of a box id; an invalid index where there is none."""
        node = self._by_id.get(box)
        return self.createIndex(node.row, 0, node.serial) if node else QModelIndex()

    def node(self, index: Index) -> Node | None:
        """The node of a row; ``None`` for an invalid index."""
        return self._by_serial.get(index.internalId()) if index.isValid() else None

    # ------------------------------------------------------------------ Qt's questions

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:
        """The index of a cell."""
        siblings = self._children(self.node(parent))
        if 0 <= row < len(siblings) and 0 <= column < len(Column):
            return self.createIndex(row, column, siblings[row].serial)
        return QModelIndex()

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]
        """The row a row is in."""
        node = self.node(index)
        above = node.parent if node else None
        return self.createIndex(above.row, 0, above.serial) if above else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many rows are in a row."""
        return 0 if parent.column() > 0 else len(self._children(self.node(parent)))

    def columnCount(self, _parent: Index = QModelIndex()) -> int:
        """Always the same four."""
        return len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles of the columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return TITLES[Column(section)]
        return _alignment(Column(section)) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every row can be selected and ticked."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == Column.NAME else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says, by role."""
        node = self.node(index)
        if node is None:
            return None
        column = Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(node, column)
        if role == Qt.ItemDataRole.CheckStateRole and column is Column.NAME:
            return self._tick(node)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._tip(node)
        own = {ID_ROLE: node.id, EDITED_ROLE: self._edited(node), COUNT_ROLE: len(node.layers) if node.children else 0}
        return own.get(role)

    def setData(self, index: Index, _value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A tick: ask for the row's layers to be frozen, or, where all are already, to train."""
        node = self.node(index)
        if node is None or role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.ticked.emit(node.layers, self._tick(node) != Qt.CheckState.Checked)
        return True

    # ------------------------------------------------------------------ cells

    def _text(self, node: Node, column: Column) -> str:
        match column:
            case Column.NAME:
                return node.label
            case Column.TYPE:
                return _type_of(node)
            case Column.OUTPUT:
                return figures.shape(_output_of(node))
            case Column.PARAMETERS:
                return figures.whole(self._parameters(node))

    def _parameters(self, node: Node) -> int | None:
        assert self._state.graph
        counts = [parameters(self._state.graph, path) for path in node.layers]
        known = [count for count in counts if count is not None]
        return sum(known) if len(known) == len(counts) else None

    def _tick(self, node: Node) -> Qt.CheckState:
        assert self._state.graph
        return _TICKS[frozen_state(self._state.graph, node.layers)]

    def _edited(self, node: Node) -> bool:
        return any(path in self._state.edited for path in node.layers)

    def _tip(self, node: Node) -> str:
        what = f"{node.label}: {figures.plural(len(node.layers), 'layer')}" if node.children else _leaf_tip(node)
        told = dict.fromkeys(self._state.edited[path] for path in node.layers if path in self._state.edited)
        return "\n".join((what, *_first(told, 6)))

    # ------------------------------------------------------------------ rows that come and go

    def _children(self, node: Node | None) -> list[Node]:
        return node.children if node else self._roots

    def _merge(self, parent: Node | None, wanted: list[Node]) -> None:
        self._drop_gone(parent, {node.id for node in wanted})
        present = self._children(parent)
        for row, new in enumerate(wanted):
            if row < len(present) and present[row].id == new.id:
                old = present[row]
                old.label, old.layers, old.layer = new.label, new.layers, new.layer
                self._merge(old, new.children)
                continue
            if any(node.id == new.id for node in present[row + 1 :]):
                self._remove(parent, row, len(present))
            self._insert(parent, row, new)

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
        number(siblings, parent)
        self.endRemoveRows()

    def _insert(self, parent: Node | None, row: int, node: Node) -> None:
        siblings = self._children(parent)
        self.beginInsertRows(self._index(parent), row, row)
        siblings.insert(row, node)
        number(siblings, parent)
        self._remember(node)
        self.endInsertRows()

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

    def _tell_all_changed(self, parent: Node | None) -> None:
        children = self._children(parent)
        if not children:
            return
        last = self.createIndex(children[-1].row, len(Column) - 1, children[-1].serial)
        self.dataChanged.emit(self._index(children[0]), last)
        for child in children:
            self._tell_all_changed(child)


def _first(items: Mapping[str, None], count: int) -> list[str]:
    """The first few lines of many, and that there are more."""
    lines = list(items)
    return lines if len(lines) <= count else [*lines[:count], f"… and {len(lines) - count} more"]


def _alignment(column: Column) -> Qt.AlignmentFlag:
    right = column in (Column.OUTPUT, Column.PARAMETERS)
    return (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter


def _type_of(node: Node) -> str:
    if node.layer is not None:
        return node.layer.class_name
    return figures.plural(len(node.layers), "layer")


def _output_of(node: Node) -> Any:
    layer = node.layer if node.layer is not None and node.layer.output_shapes else _last_layer(node)
    return layer.output_shape if layer else None


def _last_layer(node: Node) -> Layer | None:
    while node.children:
        node = node.children[-1]
    return node.layer


def _leaf_tip(node: Node) -> str:
    return f"{node.id}: {node.layer.class_name}" if node.layer else node.id
