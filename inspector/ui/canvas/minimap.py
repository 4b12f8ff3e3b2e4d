"""The whole graph in small, with a frame round what is seen."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from inspector.ui import theme
from inspector.ui.canvas.card import Card
from inspector.ui.canvas.viewport import Viewport

_LARGEST = QSize(150, 200)
_INSET = 5


class Minimap(Card):
    """A map of ``ground``; a press or drag on it brings that place to the middle."""

    def __init__(self, ground: Viewport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = ground
        self._image: QImage | None = None
        self.setAccessibleName("Map of the graph")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        ground.dressed.connect(self._outdate)
        ground.looked.connect(self.update)
        self.lie_on(ground, "bottom right")

    def sizeHint(self) -> QSize:
        """As the picture is shaped, within bounds."""
        picture, most = self._canvas.picture(), _LARGEST
        scale = min(most.width() / max(picture.width, 1.0), most.height() / max(picture.height, 1.0))
        least = 12
        size = QSize(max(round(picture.width * scale), least), max(round(picture.height * scale), least))
        return size + QSize(2 * _INSET, 2 * _INSET)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, made when it is first seen, and the frame."""
        super().paintEvent(event)
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        inside = self._inside()
        if self._image is None:
            size = inside.size() * ratio
            self._image = self._canvas.thumbnail(round(size.width()), round(size.height()))
        painter.drawImage(inside, self._image)
        scale = self._scale()
        left, top, right, bottom = self._canvas.view().area(self._canvas.width(), self._canvas.height())
        seen = QRectF(inside.left() + left * scale, inside.top() + top * scale, 0, 0)
        seen.setSize(QRectF(0, 0, (right - left) * scale, (bottom - top) * scale).size())
        accent = QColor(theme.current().accent)
        painter.setPen(QPen(accent, 1.5))
        accent.setAlpha(28)
        painter.setBrush(accent)
        painter.drawRect(seen.intersected(QRectF(self.rect()).adjusted(2, 2, -2, -2)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer while a button is down."""
        if event.buttons():
            self._go(event.position())

    def _go(self, place: QPointF) -> None:
        scale = self._scale()
        self._canvas.center_at((place.x() - _INSET) / scale, (place.y() - _INSET) / scale)

    def _inside(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_INSET, _INSET, -_INSET, -_INSET)

    def _scale(self) -> float:
        picture, inside = self._canvas.picture(), self._inside()
        return min(inside.width() / max(picture.width, 1.0), inside.height() / max(picture.height, 1.0))

    def _outdate(self) -> None:
        self._image = None
        self.place()
        self.update()
