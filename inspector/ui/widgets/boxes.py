"""Fields that change a recipe, as the window shows them: calm under the wheel, and with the window's undo."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inspector.ui.widgets.calm import Calm
from inspector.ui.widgets.number import NumberBox

Box = TypeVar("Box", bound=NumberBox)
Field = TypeVar("Field", bound=QWidget)
_ROOM = 6
_NARROWEST = 56


def calm(field: Field) -> Field:
    """A field that the wheel changes only when it has the focus: scrolling a panel changes nothing in it."""
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.installEventFilter(Calm(field))
    return field


def dressed(box: Box, name: str) -> Box:
    """Give a number field its accessible name and the room at the left that Qt's style sheets do not give it."""
    box.setAccessibleName(name)
    box.setMinimumWidth(_NARROWEST)
    box.lineEdit().setTextMargins(_ROOM, 0, 0, 0)
    return box
