"""Rows of a panel, kept while what they show stays, made and taken away as it comes and goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.ui.widgets.focus import visit_after, visit_next

V = TypeVar("V")
W = TypeVar("W", bound=QWidget)

AT_ONCE = 6
"""Rows made in one go; the others follow while the window lives on."""


class Rows(QWidget, Generic[V, W]):
    """One widget per key, in the order of the keys; ``make(key, value)`` builds one that is new.

    A row that stays is not touched, so that a person's cursor stays in it.
    """

    def __init__(self, make: Callable[[str, V], W], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._wanted: Mapping[str, V] = {}
        self._rows: dict[str, W] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._make_some)

    def set_rows(self, wanted: Mapping[str, V]) -> dict[str, W]:
        """Have exactly these rows; those that are there already, by key."""
        for key in self._rows.keys() - wanted.keys():
            row = self._rows.pop(key)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        kept = dict(self._rows)
        self._wanted = wanted
        self._make_some()
        self.setVisible(bool(wanted))
        return kept

    def row(self, key: str) -> W:
        """The row of a key that is there."""
        return self._rows[key]

    def _make_some(self) -> None:
        missing = [key for key in self._wanted if key not in self._rows]
        for key in missing[:AT_ONCE]:
            self._rows[key] = self._make(key, self._wanted[key])
        self._put_in_order(missing)
        if len(missing) > AT_ONCE:
            self._timer.start()

    def _put_in_order(self, made: list[str]) -> None:
        rows = [self._rows[key] for key in self._wanted if key in self._rows]
        new = {id(self._rows[key]) for key in made if key in self._rows}
        moved = False
        for place, row in enumerate(rows):
            if self._column.indexOf(row) == place:
                continue
            self._column.insertWidget(place, row)
            if id(row) in new and place:
                visit_next(rows[place - 1], row)
            else:
                moved = True
        if moved:
            visit_after(self, rows)
