"""Rows of a panel that belong to layers: kept while their layers stay, made and taken away as layers come and go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.ui.widgets.focus import visit_after

W = TypeVar("W", bound=QWidget)


class Rows(QWidget, Generic[W]):
    """One widget per key, in the order of the keys; ``make(key)`` builds one that is new.

    A row that stays is not touched, so that a person's cursor stays in it.
    """

    def __init__(self, make: Callable[[str], W], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._rows: dict[str, W] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)

    def set_keys(self, keys: Iterable[str]) -> dict[str, W]:
        """Have exactly these rows; the rows, by key."""
        wanted = list(dict.fromkeys(keys))
        for key in self._rows.keys() - set(wanted):
            row = self._rows.pop(key)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, key in enumerate(wanted):
            row = self._rows.get(key) or self._make(key)
            self._rows[key] = row
            if self._column.indexOf(row) != place:
                self._column.insertWidget(place, row)
        self.setVisible(bool(wanted))
        rows = {key: self._rows[key] for key in wanted}
        visit_after(self, rows.values())
        return rows

    def row(self, key: str) -> W:
        """The row of a key that is there."""
        return self._rows[key]
