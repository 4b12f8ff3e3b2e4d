"""A small card that lies on a corner of the graph."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QObject, QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inspector.ui import theme

Corner = Literal["bottom left", "bottom right"]
_MARGIN = 10


class Card(QWidget):
    """As large as its content, on a corner of the widget it is laid on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ground: QWidget | None = None
        self._corner: Corner = "bottom left"
        theme.themes.changed.connect(self.update)

    def lie_on(self, ground: QWidget, corner: Corner) -> None:
        """Stay on a corner of ``ground``, a sibling, whatever its size."""
        self._ground, self._corner = ground, corner
        ground.installEventFilter(self)
        self.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the ground."""
        if watched is self._ground and event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show):
            self.place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Take the size the content wants."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.place()
        return done

    def place(self) -> None:
        """Go to the corner."""
        if self._ground is None:
            return
        self.adjustSize()
        area = self._ground.geometry()
        right = self._corner == "bottom right"
        x = area.right() - self.width() - _MARGIN + 1 if right else area.left() + _MARGIN
        self.move(x, area.bottom() - self.height() - _MARGIN + 1)
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Its own ground, a little of the graph shining through."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(theme.current().panel)
        ground.setAlpha(240)
        painter.setBrush(ground)
        painter.setPen(QColor(theme.current().border))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
