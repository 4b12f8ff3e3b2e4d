"""Which rows of the layer list stay when a person types into the filter, and what the rows that stay stand for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt

from inspector.ui.layers.model import TICKS, Column, LayerModel
from inspector.ui.layers.node import Node, frozen_state_of

Index = QModelIndex | QPersistentModelIndex


class LayerFilter(QSortFilterProxyModel):
    """Keeps rows whose path or type has every word typed, with the blocks they are in and everything in them.

    A block of which some layers are hidden stands for those that are shown: its tick is theirs.
    """

    def __init__(self, model: LayerModel, parent: Any = None) -> None:
        super().__init__(parent)
        self._model = model
        self._words: list[str] = []
        self._kept: set[int] = set()
        model.rowsInserted.connect(self._sift)  # before the proxy's own, which asks what is kept
        model.modelReset.connect(self._sift)
        self.setSourceModel(model)

    @property
    def active(self) -> bool:
        """Whether anything is typed."""
        return bool(self._words)

    def set_text(self, text: str) -> None:
        """Filter by the words of ``text``, in any case."""
        self._words = text.lower().split()
        self._sift()
        self.invalidate()

    def boxes(self, index: Index) -> Sequence[str]:
        """Ids of what a row stands for: its own, or those of its layers that are shown."""
        node = self._node(index)
        shown = self._shown(node)
        return [node.id] if len(shown) == len(node.layers) else [leaf.id for leaf in shown]

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Qt asks this for every row."""
        return not self._words or self._model.child(parent, row).serial in self._kept

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """As in the model, but for ticks of blocks of which only some layers are shown."""
        if role == Qt.ItemDataRole.CheckStateRole and self._words and index.column() == Column.NAME:
            return TICKS[frozen_state_of(self._shown(self._node(index)))]
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """As in the model, but a tick is about the layers that are shown."""
        if role != Qt.ItemDataRole.CheckStateRole or not self._words:
            return super().setData(index, value, role)
        shown = self._shown(self._node(index))
        self._model.ticked.emit(tuple(leaf.id for leaf in shown), frozen_state_of(shown) != "all")
        return True

    def _node(self, index: Index) -> Node:
        node = self._model.node(self.mapToSource(index))
        assert node
        return node

    def _shown(self, node: Node) -> list[Node]:
        """The leaves that are shown of a row that is shown."""
        leaves = (each for each in node.walk() if not each.children)
        return [leaf for leaf in leaves if not self._words or leaf.serial in self._kept]

    def _sift(self) -> None:
        """Work out once what is kept: Qt asks again and again for the same row."""
        self._kept = set()
        if self._words:
            for root in self._model.roots():
                self._kept.update(self._keep(root, False))

    def _keep(self, node: Node, inside: bool) -> Iterator[int]:
        """The row and those below it that stay; all of them ``inside`` a row that matches."""
        inside = inside or self._matches(node)
        below = [serial for child in node.children for serial in self._keep(child, inside)]
        if inside or below:
            yield node.serial
            yield from below

    def _matches(self, node: Node) -> bool:
        text = f"{node.id} {node.cells.name} {node.cells.type}".lower()
        return all(word in text for word in self._words)
