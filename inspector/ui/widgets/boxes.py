"""Spin boxes as the window shows them."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QAbstractSpinBox

Box = TypeVar("Box", bound=QAbstractSpinBox)
_ROOM = 6
_NARROWEST = 56


def dressed(box: Box, name: str) -> Box:
    """Give a spin box its accessible name and the room at the left that Qt's style sheets do not give it."""
    box.setAccessibleName(name)
    box.setMinimumWidth(_NARROWEST)
    edit = box.lineEdit()
    if edit is not None:
        edit.setTextMargins(_ROOM, 0, 0, 0)
    return box
