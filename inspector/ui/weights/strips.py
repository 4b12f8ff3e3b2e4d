"""A picture that may be far higher than the screen: only the strip of it that is seen is painted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from inspector.ui import theme

_HIGHEST = 280


class Strips(QAbstractScrollArea):
    """As high as its content up to a limit, beyond which it scrolls.

    A kind of picture defines `content_height`, `paint` and `tip`, in pixels of the content. Here they raise
    NotImplementedError: Qt's metaclass leaves no room for abc's.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(name)
        theme.themes.changed.connect(self.viewport().update)

    # ------------------------------------------------------------------ what a kind of picture must define

    def content_height(self, width: int) -> int:
        """How high all of it is at a width."""
        raise NotImplementedError

    def paint(self, painter: QPainter, seen: QRect) -> None:
        """Paint this part of it."""
        raise NotImplementedError

    def tip(self, at: QPoint) -> str:
        """What there is to say about a place; empty for nothing."""
        raise NotImplementedError

    # ------------------------------------------------------------------ what all do

    def fit(self) -> None:
        """Take the height the content needs, after it became another or the width did."""
        width = self.viewport().width()
        height = self.content_height(width)
        scrolls = height > _HIGHEST
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOn if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        self.setFixedHeight(max(1, min(height, _HIGHEST)))
        self.verticalScrollBar().setRange(0, max(0, height - self.height()))
        self.verticalScrollBar().setPageStep(self.height())
        self.verticalScrollBar().setSingleStep(20)
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """No wider than the panel makes it."""
        return QSize(1, self.height())

    def minimumSizeHint(self) -> QSize:
        """As narrow as need be."""
        return QSize(1, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is seen."""
        top = self.verticalScrollBar().value()
        painter = QPainter(self.viewport())
        painter.translate(0, -top)
        self.paint(painter, event.rect().translated(0, top))
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, and at an end let the panel scroll on."""
        bar = self.verticalScrollBar()
        before = bar.value()
        super().wheelEvent(event)
        event.setAccepted(bar.value() != before)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what is under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            words = self.tip(event.pos() + QPoint(0, self.verticalScrollBar().value()))
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().viewportEvent(event)
