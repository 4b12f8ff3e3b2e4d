"""A value a person is still changing: told at once while it moves, and once when it has come to rest."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

PAUSE = 500
"""Milliseconds without a change after which a value counts as meant."""


class Late(QObject):
    """``settled`` carries the last value given, after a pause or when asked for; never the same value twice."""

    settled = Signal(object)

    def __init__(self, value: Any = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told = self._value = value
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self.settle)

    def give(self, value: Any, wait: bool = True) -> None:
        """Another value; without ``wait`` it is held until ``settle``."""
        self._value = value
        if wait:
            self._timer.start()
        else:
            self._timer.stop()

    def settle(self) -> None:
        """The value is meant: tell it if it is a new one."""
        self._timer.stop()
        if self._value != self._told:
            self._told = self._value
            self.settled.emit(self._value)

    def reset(self, value: Any) -> None:
        """The value was set from outside: nothing to tell."""
        self._timer.stop()
        self._told = self._value = value

    @property
    def moving(self) -> bool:
        """Whether a value waits to be told."""
        return bool(self._value != self._told)
