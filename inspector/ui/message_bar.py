"""A bar across the window for what a person should know now, with something to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from inspector.graph.model import Level
from inspector.ui import theme
from inspector.ui.widgets.plain import Plain


class MessageBar(QWidget):
    """Hidden until it has something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = Plain()
        self.text.setWordWrap(True)
        self.action = QPushButton()
        self._do: Callable[[], object] = self.hide
        close = QToolButton()
        close.setIcon(theme.icon("close"))
        close.setToolTip("Close this message")
        close.setAccessibleName("Close this message")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.addWidget(self.text, 1)
        row.addWidget(self.action)
        row.addWidget(close)
        self.action.clicked.connect(self._act)
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
        self.show()

    def _act(self) -> None:
        self.hide()
        self._do()
