"""The field to search in, with the count of what was found and the ways from hit to hit."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from inspector.ui import theme

_TIP = (
    "Name, type, shape or setting, in any order: conv 14x14x64.\n"
    "Only in one of them: type:dense, name:block1, shape:7x7, setting:relu. One setting exactly: units=64."
)


class SearchBar(QWidget):
    """Where a person types what to look for.

    Signals:
        typed: the text is another.
        stepped: 1 for the next hit, -1 for the one before.
        left: the search is over.
    """

    typed = Signal(str)
    stepped = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setPlaceholderText("Search by name, type, shape or setting")
        self.field.setAccessibleName("Search the graph")
        self.field.setToolTip(_TIP)
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self.typed)
        self.count = QLabel()
        self.count.setProperty("muted", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 8, 3)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addWidget(self.count)
        self.previous = self._button("up", "Previous hit (Shift+F3)", lambda: self.stepped.emit(-1))
        self.next = self._button("down", "Next hit (F3)", lambda: self.stepped.emit(1))
        self.close_search = self._button("close", "Close the search (Esc)", self.left.emit)
        for button in (self.previous, self.next, self.close_search):
            row.addWidget(button)

    def say(self, count: str, *, found: bool) -> None:
        """What was found, in few words, and whether there is anything to step through."""
        self.count.setText(count)
        self.previous.setEnabled(found)
        self.next.setEnabled(found)

    def begin(self) -> None:
        """Put the cursor into the field, with what was typed before ready to be typed over."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and the arrows go from hit to hit, Esc ends the search."""
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(-1 if back else 1)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _button(self, icon: str, name: str, use: object) -> QToolButton:
        button = QToolButton()
        button.setIcon(theme.icon(icon))
        button.setToolTip(name)
        button.setAccessibleName(name.partition(" (")[0])
        button.clicked.connect(use)
        return button
