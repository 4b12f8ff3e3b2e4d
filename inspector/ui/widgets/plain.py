"""Words that may come from a file, shown as they are: Qt takes text that looks like HTML for markup."""

from __future__ import annotations

import re
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


class Plain(QLabel):
    """A label whose text is never markup; where it wraps, long names break too."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._text = text
        self.setTextFormat(Qt.TextFormat.PlainText)

    def text(self) -> str:
        """The words, without the places where they may break."""
        return self._text

    def setText(self, text: str) -> None:
        """Show other words."""
        self._text = text
        super().setText(_breakable(text) if self.wordWrap() else text)

    def setWordWrap(self, on: bool) -> None:
        """Break lines, or do not."""
        super().setWordWrap(on)
        self.setText(self._text)


def plain_tip(text: str) -> str:
    """A tooltip that shows ``text`` as it is."""
    return escape(text) if "<" in text else text


def _breakable(text: str) -> str:
    return re.sub(r"\S{20,}", lambda word: re.sub(r"[_/\\.-]|[^\W_]{12}", "\\g<0>\u200b", word[0]), text)
