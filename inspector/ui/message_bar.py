"""A bar across the window for what a person should know now, with something to do about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from inspector.graph.model import Level, Note
from inspector.ui import theme
from inspector.ui.widgets.plain import Plain

_MOST_NOTES = 8


class MessageBar(QWidget):
    """Hidden until it has something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = Plain()
        self.text.setWordWrap(True)
        self.text.setProperty("note", True)  # a label that gets its padding later draws its words at the edge
        self.action = QPushButton()
        self.more = QPushButton()
        self._show_more: Callable[[], object] = self.hide
        self._do: Callable[[], object] = self.hide
        close = QToolButton()
        close.setIcon(theme.icon("close"))
        close.setToolTip("Close this message")
        close.setAccessibleName("Close this message")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.addWidget(self.text, 1)
        row.addWidget(self.more)
        row.addWidget(self.action)
        row.addWidget(close)
        self.action.clicked.connect(self._act)
        self.more.clicked.connect(lambda: self._show_more())
        close.clicked.connect(self.hide)
        self.hide()

    def tell(self, text: str, level: Level = "error", action: str = "", do: Callable[[], object] | None = None) -> None:
        """Show a sentence, and a button that does something about it where ``action`` names it."""
        self.text.setText(text)
        self.text.setProperty("note", {"info": True, "warning": "warning", "error": "error"}[level])
        self.text.style().unpolish(self.text)
        self.text.style().polish(self.text)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self._do = do or self.hide
        self.more.hide()
        self.show()

    def tell_notes(
        self,
        notes: Sequence[Note],
        first: Note | None = None,
        action: str = "",
        do: Callable[[], object] | None = None,
    ) -> None:
        """Show the worst of some notes, and a button for the others.

        Args:
            notes: all of them.
            first: the one to show instead of the worst: that which a button does something about.
            action, do: what is on that button, and what it does.
        """
        worst = sorted(notes, key=lambda note: (note is not first, note.level != "error"))
        if not worst:
            return
        text, level = worst[0].text, worst[0].level
        self.tell(text, level, action, do)
        if len(worst) == 1:
            return
        lines = [note.text for note in worst[:_MOST_NOTES]]
        if len(worst) > _MOST_NOTES:
            lines.append(f"… and {len(worst) - _MOST_NOTES} more")
        self._show_more = lambda: self.tell("\n".join(lines), level, action, do)
        self.more.setText(f"All {len(worst)} notes")
        self.more.show()

    def is_telling(self, text: str) -> bool:
        """Whether this is what is being told now."""
        return not self.isHidden() and self.text.text() == text

    def withdraw(self, text: str) -> None:
        """Hide if this is what is being told."""
        if self.is_telling(text):
            self.hide()

    def _act(self) -> None:
        self.hide()
        self._do()
