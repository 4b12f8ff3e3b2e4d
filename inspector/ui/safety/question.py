"""The question whether the code in a file may run, with the code."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from inspector.graph.model import Note
from inspector.ui import theme
from inspector.ui.safety.findings import Findings
from inspector.ui.widgets.plain import Plain

_SIZE = 640, 600


class TrustQuestion(QDialog):
    """Accepted only by the button that says so; Enter, Escape and closing it all mean no.

    Args:
        name: of the file.
        found: what would run or be read.
        digest: the SHA-256 of the file.
    """

    def __init__(self, name: str, found: Sequence[Note], digest: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Run the code in this file?")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        icon = QLabel()
        icon.setPixmap(theme.icon("shield_code", "warning").pixmap(32, 32))
        title = Plain(f"Do you trust whoever made “{name}”?")
        title.setStyleSheet("font-weight: bold")
        title.setWordWrap(True)
        text = Plain(
            "To check, train or save this model, the engine must run or read what is listed here. It runs with your "
            "rights, and on Linux without network. Looking at the model and previewing edits needs none of it."
        )
        text.setWordWrap(True)
        self.findings = Findings()
        self.findings.show_findings(found)
        kept = Plain(
            f"Your answer is remembered for this very file (SHA-256 {digest[:16]}…). You are asked again if it changes."
        )
        kept.setProperty("muted", True)
        kept.setWordWrap(True)
        self.yes, self.no = QPushButton("Trust and run it"), QPushButton("Do not run it")
        self.yes.setAutoDefault(False)
        self.no.setDefault(True)
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        top, words, buttons = QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        top.setSpacing(14)
        words.setSpacing(6)
        words.addWidget(title)
        words.addWidget(text)
        top.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        buttons.addStretch(1)
        buttons.addWidget(self.yes)
        buttons.addWidget(self.no)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.findings, 1)
        column.addWidget(kept)
        column.addLayout(buttons)
        self.resize(*_SIZE)
        self.no.setFocus()
