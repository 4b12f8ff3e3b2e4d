"""Keeps fields calm: the wheel changes only what has the focus, and undo and redo are the window's."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget


class Calm(QObject):
    """Keeps the wheel from what has no focus, and undo and redo for the window."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ignored and withheld: the event goes on to the parent, or becomes the window's shortcut."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and any(event.matches(keys) for keys in (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo))
        ):
            event.ignore()
            return True
        return False
