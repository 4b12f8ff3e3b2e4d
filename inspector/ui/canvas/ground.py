"""The dotted ground under a picture; the dots move with it and keep their distance on the screen."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QPainter, QPixmap

from inspector.ui.canvas.view import View
from inspector.ui.colours import Theme

_SPACING = 22.0
_RADIUS = 1.0
_DOTS = 8


class Ground:
    """Paints the background of a canvas in one theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._tiles: dict[tuple[int, float], QPixmap] = {}

    def paint(self, painter: QPainter, view: View, part: QRect, ratio: float) -> None:
        """Fill a part of the canvas, on a device with ``ratio`` pixels to a pixel."""
        spacing = round(_SPACING * 2 ** (math.log2(view.zoom) % 1.0))
        whole = spacing * _DOTS
        tile = self._tile(spacing, ratio)
        start_x = part.left() - round(view.left * view.zoom + part.left()) % whole
        start_y = part.top() - round(view.top * view.zoom + part.top()) % whole
        for x in range(start_x, part.right() + 1, whole):
            for y in range(start_y, part.bottom() + 1, whole):
                painter.drawPixmap(x, y, tile)

    def _tile(self, spacing: int, ratio: float) -> QPixmap:
        """A square of several dots: a larger tile costs less to fill with."""
        found = self._tiles.get((spacing, ratio))
        if found is None:
            size = round(spacing * _DOTS * ratio)
            found = QPixmap(size, size)
            found.setDevicePixelRatio(size / (spacing * _DOTS))
            found.fill(QColor(self._theme.canvas))
            painter = QPainter(found)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(0, 0, 0, 0))
            painter.setBrush(QColor(self._theme.canvas_dots))
            for place in range(_DOTS * _DOTS):
                row, column = divmod(place, _DOTS)
                painter.drawEllipse(QPointF((column + 0.5) * spacing, (row + 0.5) * spacing), _RADIUS, _RADIUS)
            painter.end()
            self._tiles[spacing, ratio] = found
        return found
