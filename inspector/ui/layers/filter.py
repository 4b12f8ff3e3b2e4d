"""Which rows of the layer list stay when a person types into the filter."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSortFilterProxyModel

from inspector.ui.layers.model import ID_ROLE, Column


class LayerFilter(QSortFilterProxyModel):
    """Keeps rows whose path or type has every word typed, with the blocks they are in and everything in them."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self.setRecursiveFilteringEnabled(True)
        self.setAutoAcceptChildRows(True)

    @property
    def active(self) -> bool:
        """Whether anything is typed."""
        return bool(self._words)

    def set_text(self, text: str) -> None:
        """Filter by the words of ``text``, in any case."""
        self._words = text.lower().split()
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:
        """Qt asks this for every row."""
        if not self._words:
            return True
        source = self.sourceModel()
        name = source.index(row, Column.NAME, parent)
        kind = source.index(row, Column.TYPE, parent)
        text = f"{name.data(ID_ROLE)} {name.data()} {kind.data()}".lower()
        return all(word in text for word in self._words)
