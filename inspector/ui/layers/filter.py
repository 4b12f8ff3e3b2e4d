"""Which rows of the layer list stay when a person types into the filter."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSortFilterProxyModel

from inspector.ui.layers.model import LayerModel
from inspector.ui.layers.node import Node


class LayerFilter(QSortFilterProxyModel):
    """Keeps rows whose path or type has every word typed, with the blocks they are in and everything in them.

    It decides over the tree itself and remembers, because Qt asks again and again for the same row.
    """

    def __init__(self, model: LayerModel, parent: Any = None) -> None:
        super().__init__(parent)
        self._model = model
        self._words: list[str] = []
        self._within: dict[int, bool] = {}
        self.setSourceModel(model)

    @property
    def active(self) -> bool:
        """Whether anything is typed."""
        return bool(self._words)

    def set_text(self, text: str) -> None:
        """Filter by the words of ``text``, in any case."""
        self._words = text.lower().split()
        self._within.clear()
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:
        """Qt asks this for every row."""
        if not self._words:
            return True
        node: Node | None = self._model.child(parent, row)
        assert node
        if self._has_match(node):
            return True
        while (node := node.parent) is not None:
            if self._matches(node):
                return True
        return False

    def _has_match(self, node: Node) -> bool:
        """Whether the row or one below it matches."""
        if node.serial not in self._within:
            self._within[node.serial] = self._matches(node) or any(self._has_match(child) for child in node.children)
        return self._within[node.serial]

    def _matches(self, node: Node) -> bool:
        text = f"{node.id} {node.cells.name} {node.cells.type}".lower()
        return all(word in text for word in self._words)
