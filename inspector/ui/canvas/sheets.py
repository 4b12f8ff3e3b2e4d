"""What was painted, kept in square sheets: panning moves them, zooming stretches them until there is time to paint."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap

from inspector.ui.canvas.view import View

SIDE = 256
"""Pixels of a sheet's side."""

_MOST = 400

Place = tuple[int, int]
Paint = Callable[[QPainter, View, QRect], None]
"""Paints what a view shows in a rectangle of pixels, ground and all."""


@dataclass(slots=True)
class _Layer:
    """The sheets of one zoom on devices of one ratio of pixels."""

    zoom: float
    ratio: float
    sheets: dict[Place, QPixmap] = field(default_factory=dict)


class Sheets:
    """The sheets of one picture in one theme.

    Args:
        paint: paints the picture.
        ground: the colour of what is not painted yet.
    """

    def __init__(self, paint: Paint, ground: QColor) -> None:
        self._paint = paint
        self._ground = ground
        self._sharp = _Layer(0.0, 1.0)
        self._stale: _Layer | None = None

    def show(self, painter: QPainter, view: View, size: QRect, ratio: float, budget: float | None) -> bool:
        """Put on ``painter`` what a view shows; whether all of it is sharp.

        Args:
            painter: of the window.
            view: which part.
            size: the window's pixels.
            ratio: device pixels to a pixel.
            budget: seconds that painting missing sheets may take; ``None`` for as long as it takes.
        """
        if (self._sharp.zoom, self._sharp.ratio) != (view.zoom, ratio):
            if self._sharp.sheets:
                self._stale = self._sharp
            self._sharp = _Layer(view.zoom, ratio)
        left, top = _whole(view.left * view.zoom, ratio), _whole(view.top * view.zoom, ratio)
        wanted = _wanted(left, top, size)
        missing = [place for place in wanted if place not in self._sharp.sheets]
        late = self._fill(missing, budget)
        self._forget(set(wanted))
        if late:
            self._stretch(painter, view, size)
        for place in wanted:
            sheet = self._sharp.sheets.get(place)
            if sheet:
                painter.drawPixmap(QPointF(place[0] * SIDE - left, place[1] * SIDE - top), sheet)
        return not late

    def _fill(self, missing: list[Place], budget: float | None) -> bool:
        """Paint missing sheets while there is time; whether some are still missing."""
        begun = time.perf_counter()
        for number, place in enumerate(missing):
            if budget is not None and (budget <= 0 or (number and time.perf_counter() - begun > budget)):
                return True
            self._sharp.sheets[place] = self._painted(place)
        return False

    def _painted(self, place: Place) -> QPixmap:
        zoom, ratio = self._sharp.zoom, self._sharp.ratio
        sheet = QPixmap(math.ceil(SIDE * ratio), math.ceil(SIDE * ratio))
        sheet.setDevicePixelRatio(ratio)
        painter = QPainter(sheet)
        self._paint(painter, View(zoom, place[0] * SIDE / zoom, place[1] * SIDE / zoom), QRect(0, 0, SIDE, SIDE))
        painter.end()
        return sheet

    def _stretch(self, painter: QPainter, view: View, size: QRect) -> None:
        """What was seen before at another zoom, as large as it is now."""
        painter.fillRect(size, self._ground)
        if self._stale is None:
            return
        scale = view.zoom / self._stale.zoom
        side = SIDE * scale
        for (column, row), sheet in self._stale.sheets.items():
            x, y = column * side - view.left * view.zoom, row * side - view.top * view.zoom
            if x < size.right() + 1 and y < size.bottom() + 1 and x + side > 0 and y + side > 0:
                painter.drawPixmap(QRectF(x, y, side, side), sheet, QRectF(sheet.rect()))

    def _forget(self, wanted: set[Place]) -> None:
        """Drop what was painted first when there is too much of it."""
        sheets = self._sharp.sheets
        for place in list(sheets):
            if len(sheets) <= max(_MOST, 2 * len(wanted)):
                return
            if place not in wanted:
                del sheets[place]


def _whole(pixels: float, ratio: float) -> float:
    return round(pixels * ratio) / ratio


def _wanted(left: float, top: float, size: QRect) -> list[Place]:
    """The sheets under a window, those in its middle first."""
    columns = range(math.floor(left / SIDE), math.floor((left + size.width() - 1) / SIDE) + 1)
    rows = range(math.floor(top / SIDE), math.floor((top + size.height() - 1) / SIDE) + 1)
    middle = (left + size.width() / 2) / SIDE - 0.5, (top + size.height() / 2) / SIDE - 0.5
    places = [(column, row) for row in rows for column in columns]
    return sorted(places, key=lambda place: abs(place[0] - middle[0]) + abs(place[1] - middle[1]))
