"""The verdict on the opened file in a few words, beside its layers."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QToolButton, QWidget

from inspector.formats.safety.verdict import findings, headline, verdict
from inspector.graph.model import ModelGraph
from inspector.ui import theme
from inspector.ui.document import Document


def shield_icon(graph: ModelGraph) -> QIcon:
    """A shield that is green, or in the colour of the gravest finding."""
    levels = {note.level for note in findings(graph)}
    if not levels:
        return theme.icon("shield", "success")
    return theme.icon("shield_code", "error" if "error" in levels else "warning")


class Shield(QToolButton):
    """A shield and a few words; a click asks for the whole."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.setObjectName("shield")
        self.setAccessibleName("Safety of the file")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(16, 16))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        document.loaded.connect(self._judge)

    def _judge(self) -> None:
        graph = self._document.graph
        if graph is None:
            return
        self.setIcon(shield_icon(graph))
        self.setText(headline(graph))
        self.setToolTip(
            f"{verdict(graph).replace(', see the notes.', '.')} Click to see what was looked for and found."
        )
