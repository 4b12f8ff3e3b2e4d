"""A value a person is still changing: told at once while it moves, and once when it has come to rest."""

from __future__ import annotations

from typing import Any
from weakref import WeakSet

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

PAUSE = 500
"""Milliseconds without a change after which a value counts as meant."""


_all: WeakSet[Late] = WeakSet()


def settle_all() -> None:
    """What is still being changed anywhere is meant: a command is about to be carried out."""
    for one in list(_all):
        if one.moving and isValid(one):
            one.settle()


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
        _all.add(self)

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

    def forget(self) -> None:
        """The value last told is still the one: what was given since is not meant."""
        self.reset(self._told)

    @property
    def moving(self) -> bool:
        """Whether a value waits to be told."""
        return bool(self._value != self._told)
