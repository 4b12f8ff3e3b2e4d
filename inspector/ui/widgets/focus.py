"""The order in which Tab visits widgets that are made later than the rest of the window."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QWidget


def visit_after(anchor: QWidget, groups: Iterable[QWidget]) -> None:
    """Let Tab visit everything in ``groups``, in order, where ``anchor`` stands, which need not take the focus."""
    widgets = [widget for group in groups for widget in _stops(group)]
    previous = _before(anchor)
    while previous is not anchor and (previous in widgets or not _takes_focus(previous)):
        previous = _before(previous)
    _visit(previous, widgets)


def visit_next(group: QWidget, new: QWidget) -> None:
    """Let Tab visit everything in ``new`` right after what is in ``group``, which takes the focus somewhere."""
    _visit(_stops(group)[-1], _stops(new))


def _visit(previous: QWidget, widgets: Iterable[QWidget]) -> None:
    for widget in widgets:
        QWidget.setTabOrder(previous, widget)
        previous = widget


def _stops(group: QWidget) -> list[QWidget]:
    """Not the list that a choice drops down, which is a window of its own."""
    window = group.window()
    return [each for each in group.findChildren(QWidget) if _takes_focus(each) and each.window() is window]


def _before(widget: QWidget) -> QWidget:
    return widget.previousInFocusChain() or widget


def _takes_focus(widget: QWidget) -> bool:
    inner = isinstance(widget.parent(), QAbstractSpinBox)  # the line edit of a spin box
    return not inner and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
