"""What every panel at the right is: a column that scrolls, over one document."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, SignalInstance
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from inspector.ui.document import Document
from inspector.ui.widgets.heading import Heading
from inspector.ui.widgets.plain import Plain


class Panel(QScrollArea):
    """Put widgets into ``column``; ``refresh`` is called when the model or its edits changed and the panel is seen.

    What a panel must define raises NotImplementedError here: Qt's metaclass leaves no room for abc's.

    Args:
        follows: what else than another model makes the panel outdated; the edits where nothing is given.
    """

    def __init__(self, document: Document, follows: SignalInstance | None = None) -> None:
        super().__init__()
        self.document = document
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = _Content()
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(12, 14, 12, 14)
        self.column.setSpacing(9)
        self.column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setWidget(content)
        self._stale = False
        document.loaded.connect(self.outdate)
        document.looked_anew.connect(self.outdate)
        (follows or document.preview_changed).connect(self.outdate)

    def outdate(self) -> None:
        """What is shown is no longer true: show it anew, now or when the panel is next seen."""
        self._stale = True
        if self.isVisible():
            self._renew()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while another panel was in front."""
        super().showEvent(event)
        self._renew()

    def _renew(self) -> None:
        if self._stale and self.document.preview is not None:
            self._stale = False
            self.refresh()

    def refresh(self) -> None:
        """Show the document as it is now."""
        raise NotImplementedError

    def add_heading(self, text: str) -> Heading:
        """A heading, set apart from what is above it."""
        if self.column.count():
            self.column.addSpacing(8)
        heading = Heading(text)
        self.column.addWidget(heading)
        return heading

    def add_text(self, text: str = "") -> Plain:
        """A muted sentence that wraps."""
        label = Plain(text)
        label.setWordWrap(True)
        label.setMinimumWidth(1)
        label.setProperty("muted", True)
        self.column.addWidget(label)
        return label


class _Content(QWidget):
    """What scrolls: as high as its words need at its width, not at the least width they could have."""

    def minimumSizeHint(self) -> QSize:
        """The width only; how high that makes it, the layout tells by the width."""
        return QSize(super().minimumSizeHint().width(), 0)
