"""Fields that change a recipe, as the window shows them: calm under the wheel, and with the window's undo."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QWidget

Box = TypeVar("Box", bound=QAbstractSpinBox)
Field = TypeVar("Field", bound=QWidget)
_ROOM = 6
_NARROWEST = 56


class _Calm(QObject):
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


def calm(field: Field) -> Field:
    """A field that the wheel changes only when it has the focus: scrolling a panel changes nothing in it."""
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.installEventFilter(_Calm(field))
    return field


def dressed(box: Box, name: str) -> Box:
    """Give a spin box its accessible name and the room at the left that Qt's style sheets do not give it."""
    box.setAccessibleName(name)
    box.setMinimumWidth(_NARROWEST)
    calm(box)
    edit = box.lineEdit()
    if edit is not None:
        edit.setTextMargins(_ROOM, 0, 0, 0)
        edit.installEventFilter(_Calm(edit))
    return box
