"""A change in words: a tick that disables it, its layers at a click, a button that takes it back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from inspector.recipe.changes import Change
from inspector.ui import theme
from inspector.ui.panels.rows import Rows
from inspector.ui.widgets.plain import Plain, plain_tip

_INDENT = 22
_CHOOSE = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
_TAKE_BACK = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}


class Sentence(Plain):
    """Words that can be chosen, by click and key, and taken back by key."""

    chosen = Signal()
    taken_back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setMinimumWidth(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setProperty("choice", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip("Select its layers in the graph")

    def look(self, *, muted: bool, struck: bool) -> None:
        """Look as something that is not made."""
        if (bool(self.property("muted")), bool(self.property("struck"))) != (muted, struck):
            self.setProperty("muted", muted)
            self.setProperty("struck", struck)
            self.style().polish(self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space choose, Delete takes back."""
        if event.key() in _CHOOSE:
            self.chosen.emit()
        elif event.key() in _TAKE_BACK:
            self.taken_back.emit()
        else:
            super().keyPressEvent(event)


class ChangeRow(QWidget):
    """One line, and under it those it is made up of, while they are unfolded.

    Signals carry the change that is meant, the line's own or one of its parts.
    """

    switched = Signal(Change, bool)
    taken_back = Signal(Change)
    chosen = Signal(Change)

    def __init__(self, change: Change) -> None:
        super().__init__()
        self.change = change
        self.tick = QCheckBox()
        self.text = Sentence()
        self.more = QToolButton()
        self.more.setCheckable(True)
        self.back = QToolButton()
        self.back.setIcon(theme.icon("undo"))
        self.reason = Plain()
        self.reason.setProperty("note", "warning")
        self.reason.setWordWrap(True)
        self.reason.setMinimumWidth(1)
        self.reason.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.parts: Rows[Change, ChangeRow] = Rows(self._make_part)
        self.parts.setContentsMargins(_INDENT, 0, 0, 0)
        self._lay_out()
        self.tick.clicked.connect(self._switch)
        self.text.chosen.connect(lambda: self.chosen.emit(self.change))
        self.text.taken_back.connect(lambda: self.taken_back.emit(self.change))
        self.back.clicked.connect(lambda: self.taken_back.emit(self.change))
        self.more.clicked.connect(self._show_parts)
        self.show_change(change)

    def show_change(self, change: Change) -> None:
        """Show a change, the same as before or what became of it."""
        self.change = change
        disabled = len(change.disabled) == len(change.places)
        self.text.setText(change.words)
        self.text.look(muted=bool(change.reason) or (bool(change.places) and disabled), struck=bool(change.reason))
        self._show_tick()
        self.reason.setText(change.reason)
        self.reason.setVisible(bool(change.reason))
        for button, what in ((self.back, "Take back"), (self.more, "One by one")):
            button.setToolTip(plain_tip(f"{what}: {change.words}"))
            button.setAccessibleName(f"{what}: {change.words}")
        self.more.setVisible(bool(change.parts))
        self._show_parts()

    def _show_tick(self) -> None:
        change = self.change
        state = Qt.CheckState.Unchecked if change.disabled else Qt.CheckState.Checked
        if 0 < len(change.disabled) < len(change.places):
            state = Qt.CheckState.PartiallyChecked
        self.tick.setTristate(state == Qt.CheckState.PartiallyChecked)
        self.tick.setCheckState(state)
        self.tick.setVisible(bool(change.places))
        self.tick.setAccessibleName(change.words)
        self.tick.setToolTip("Made; without the tick it stays in the list and is not made")

    def _lay_out(self) -> None:
        kept = self.tick.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.tick.setSizePolicy(kept)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.tick)
        line.addWidget(self.text, 1)
        line.addWidget(self.more)
        line.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self.reason)
        column.addWidget(self.parts)

    def _switch(self) -> None:
        self.switched.emit(self.change, bool(self.change.disabled))
        self._show_tick()

    def _show_parts(self) -> None:
        unfolded = self.more.isChecked() and bool(self.change.parts)
        self.more.setIcon(theme.icon("up" if unfolded else "down"))
        wanted = {part.key: part for part in self.change.parts} if unfolded else {}
        for key, row in self.parts.set_rows(wanted).items():
            row.show_change(wanted[key])

    def _make_part(self, _key: str, part: Change) -> ChangeRow:
        row = ChangeRow(part)
        row.switched.connect(self.switched)
        row.taken_back.connect(self.taken_back)
        row.chosen.connect(self.chosen)
        return row
