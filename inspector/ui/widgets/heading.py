"""A heading with a figure at its right: ``DROPOUT … 3 LAYERS``."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget


class Heading(QWidget):
    """Small capitals left, and right of it what ``set_figure`` was given."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figure = QLabel()
        self._title = QLabel(text.upper())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for label in (self._title, self._figure):
            label.setProperty("heading", True)
            row.addWidget(label)
        self._figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._figure.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._figure.setMinimumWidth(1)

    def set_title(self, text: str) -> None:
        """Change the heading itself."""
        self._title.setText(text.upper())

    def set_figure(self, text: str) -> None:
        """Say something at the right, empty for nothing."""
        self._figure.setText(text.upper())

    def set_markup(self, markup: str) -> None:
        """Say something with colours in it at the right, as Qt's rich text."""
        self._figure.setText(markup)

    def title(self) -> str:
        """The heading itself, as it is shown."""
        return self._title.text()

    def figure(self) -> str:
        """What stands at the right."""
        return self._figure.text()
