"""The dotted ground under a picture; the dots move with it and keep their distance on the screen."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap

from inspector.ui.canvas.view import View
from inspector.ui.colours import Theme

_SPACING = 22.0
_RADIUS = 1.0


class Ground:
    """Paints the background of a canvas in one theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._tiles: dict[tuple[int, float], QPixmap] = {}

    def paint(self, painter: QPainter, view: View, width: int, height: int, ratio: float) -> None:
        """Fill ``width`` × ``height`` pixels of a device with ``ratio`` device pixels to a pixel."""
        spacing = round(_SPACING * 2 ** (math.log2(view.zoom) % 1.0))
        offset = QPointF((view.left * view.zoom) % spacing, (view.top * view.zoom) % spacing)
        painter.drawTiledPixmap(QRectF(0, 0, width, height), self._tile(spacing, ratio), offset)

    def _tile(self, spacing: int, ratio: float) -> QPixmap:
        found = self._tiles.get((spacing, ratio))
        if found is None:
            size = round(spacing * ratio)
            found = QPixmap(size, size)
            found.setDevicePixelRatio(size / spacing)
            found.fill(QColor(self._theme.canvas))
            painter = QPainter(found)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(0, 0, 0, 0))
            painter.setBrush(QColor(self._theme.canvas_dots))
            painter.drawEllipse(QPointF(spacing / 2, spacing / 2), _RADIUS, _RADIUS)
            painter.end()
            self._tiles[spacing, ratio] = found
        return found
