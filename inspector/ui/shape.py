"""The window's size and how it is divided, kept from one session to the next."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QSplitter, QWidget

_LEFT, _RIGHT, _STRIP = 370, 330, 250
LEAST_RIGHT = 320
"""Pixels the tabs of the panels take."""
_SHARE = 0.31
_STRIP_SHARE = 0.28


class Shape:
    """Divides the window by its size until a person moves a splitter; from then on as they left it.

    Args:
        window: what is divided.
        settings: where size and division are kept.
        splitters: ``"columns"`` and ``"strip"``, three parts each from left to right, and ``"rows"``, two.
    """

    def __init__(self, window: QWidget, settings: QSettings, splitters: Mapping[str, QSplitter]) -> None:
        self._window = window
        self._settings = settings
        self._splitters = splitters
        self._by_hand = False
        for splitter in splitters.values():
            splitter.splitterMoved.connect(self._moved)

    def restore(self) -> None:
        """Give the window the size it had, or a first one."""
        self._window.resize(1440, 900)
        geometry = self._settings.value("geometry")
        if isinstance(geometry, QByteArray):
            self._window.restoreGeometry(geometry)

    def restore_division(self) -> None:
        """Divide it as it was divided, or by its size."""
        for name, splitter in self._splitters.items():
            state = self._settings.value(f"splitters/{name}")
            if isinstance(state, QByteArray) and splitter.restoreState(state):
                self._by_hand = True
        self.divide()

    def divide(self) -> None:
        """Give columns, rows and strip their parts of the present size, unless a person did."""
        if self._by_hand:
            return
        width, height = self._window.width(), self._window.height()
        left, right = min(_LEFT, round(width * _SHARE)), max(LEAST_RIGHT, min(_RIGHT, round(width * _SHARE)))
        for name in ("columns", "strip"):
            self._splitters[name].setSizes([left, width - left - right, right])
        strip = min(_STRIP, round(height * _STRIP_SHARE))
        self._splitters["rows"].setSizes([height - strip, strip])

    def keep(self) -> None:
        """Remember it all."""
        self._settings.setValue("geometry", self._window.saveGeometry())
        if self._by_hand:
            for name, splitter in self._splitters.items():
                self._settings.setValue(f"splitters/{name}", splitter.saveState())

    def _moved(self) -> None:
        self._by_hand = True
