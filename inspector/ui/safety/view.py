"""The window with everything that was found in the opened file, and whether its code may run."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from inspector.formats.safety.verdict import findings, headline
from inspector.ui import theme
from inspector.ui.document import Document
from inspector.ui.names import shown_name
from inspector.ui.safety.findings import Findings
from inspector.ui.safety.shield import shield_icon
from inspector.ui.safety.trusting import Trusting
from inspector.ui.widgets.plain import Plain

_SIZE = 620, 560
_CALM_SIZE = 620, 220
_LOOKED_FOR = (
    "Looked for, at any depth and without running anything: Lambda layers and other Python code, pickles, classes "
    "and functions that are not Keras' own, modules that no model needs, layers that load another model or read a "
    "file, and TensorFlow operations that read or write files, call Python or reach other machines."
)


class SafetyView(QDialog):
    """Stays beside the window and follows what is opened there."""

    def __init__(self, window: QWidget, document: Document, trusting: Trusting) -> None:
        super().__init__(window)
        self._document = document
        self._trusting = trusting
        self.setWindowTitle("Safety")
        self.icon = QLabel()
        self.name = Plain()
        self.name.setProperty("muted", True)
        self.headline = Plain()
        self.headline.setStyleSheet("font-weight: bold")
        self.findings = Findings()
        self.looked_for = Plain(_LOOKED_FOR)
        self.looked_for.setWordWrap(True)
        self.looked_for.setProperty("muted", True)
        self.trust = Plain()
        self.trust.setWordWrap(True)
        self.change = QPushButton()
        self.change.setAutoDefault(False)
        close = QPushButton("Close")
        close.setDefault(True)
        close.clicked.connect(self.close)
        top, words = QHBoxLayout(), QVBoxLayout()
        top.setSpacing(12)
        words.setSpacing(2)
        words.addWidget(self.headline)
        words.addWidget(self.name)
        top.addWidget(self.icon)
        top.addLayout(words, 1)
        bottom = QHBoxLayout()
        bottom.addWidget(self.trust, 1)
        bottom.addWidget(self.change)
        bottom.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.findings, 1)
        column.addWidget(self.looked_for)
        column.addStretch()
        column.addLayout(bottom)
        self.change.clicked.connect(self._change)
        document.loaded.connect(self._refresh)
        trusting.changed.connect(self._show_trust)
        theme.themes.changed.connect(self._show_icon)

    def bring(self) -> None:
        """Show it, or bring it to the front."""
        self._refresh()
        self.resize(*(_SIZE if self.findings.isVisibleTo(self) else _CALM_SIZE))
        self.show()
        self.raise_()
        self.activateWindow()

    def _refresh(self) -> None:
        graph = self._document.graph
        if graph is None:
            return
        found = findings(graph)
        self.headline.setText(headline(graph))
        self.name.setText(shown_name(self._document.path))
        self.findings.show_findings(found)
        self.findings.setVisible(bool(found))
        self.looked_for.setVisible(not found)
        self._show_icon()
        self._show_trust()

    def _show_icon(self) -> None:
        if self._document.graph is not None:
            self.icon.setPixmap(shield_icon(self._document.graph).pixmap(28, 28))

    def _show_trust(self) -> None:
        self.trust.setText(self._trusting.words())
        self.change.setVisible(self._trusting.needed)
        self.change.setText("Trust no more" if self._trusting.trusted else "Trust…")

    def _change(self) -> None:
        if self._trusting.trusted:
            self._trusting.withdraw()
        else:
            self._trusting.ask_again()
