"""Convolution kernels as pictures: each scaled by itself, side by side, with clear borders."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from inspector.tensors.pictures import Kernels
from inspector.ui import theme
from inspector.ui.weights.scale import colours, image, painted
from inspector.ui.weights.strips import Strips

_WHOLE = 40
_PART = 21
_GAP = 4
_BYTE = 255
_GUTTER_DIGIT = 8


class KernelsView(Strips):
    """Filters of one picture flow like text; those of several channels begin a line each, with their number."""

    def __init__(self, kernels: Kernels, parent: QWidget | None = None) -> None:
        super().__init__("Kernels as pictures", parent)
        self._kernels = kernels
        rows, columns = kernels.values.shape[2:]
        zoom = max(1, (_WHOLE if kernels.tiles == 1 else _PART) // max(rows, columns))
        self._tile: tuple[int, int] = (columns * zoom, rows * zoom)
        self._step: tuple[int, int] = (columns * zoom + _GAP, rows * zoom + _GAP)
        self._gutter: int = 0 if kernels.tiles == 1 else _GUTTER_DIGIT * len(str(kernels.filters)) + _GAP

    def content_height(self, width: int) -> int:
        """The lines of all filters."""
        per_line = self._per_line(width)
        if self._kernels.tiles == 1:
            return math.ceil(self._kernels.filters / per_line) * self._step[1] + _GAP
        return self._kernels.filters * self._filter_height(per_line) + _GAP

    def paint(self, painter: QPainter, seen: QRect) -> None:
        """Paint the tiles that touch the part that is seen."""
        per_line = self._per_line(self.viewport().width())
        scale = colours(theme.current())
        border, muted = QColor(theme.current().border), QColor(theme.current().muted)
        height = self._step[1] if self._kernels.tiles == 1 else self._filter_height(per_line)
        first, last = max(0, seen.top() // height), seen.bottom() // height + 1
        filters = range(first * per_line, last * per_line) if self._kernels.tiles == 1 else range(first, last)
        for number in filters[: max(0, self._kernels.filters - filters.start)]:
            if self._gutter:
                place = QRect(0, number * height, self._gutter - _GAP, self._tile[1] + _GAP)
                painter.setPen(muted)
                painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(number))
            painter.setPen(border)
            if self._kernels.in_colour:
                pictures = [image((self._kernels.coloured(number) * _BYTE).round())]
            else:
                pictures = [painted(channel, scale) for channel in self._kernels.signed(number)]
            for channel, tile in enumerate(pictures):
                place = self._place(number, channel, per_line)
                painter.drawImage(place, tile)
                painter.drawRect(place.adjusted(-1, -1, 0, 0))

    def tip(self, at: QPoint) -> str:
        """Which filter and channel it is, and the value there."""
        per_line = self._per_line(self.viewport().width())
        line, column = at.y() // self._step[1], (at.x() - self._gutter) // self._step[0]
        if not 0 <= column < per_line:
            return ""
        if self._kernels.tiles == 1:
            number, channel = line * per_line + column, 0
        else:
            lines = math.ceil(self._kernels.tiles / per_line)
            number, channel = line // lines, line % lines * per_line + column
        if number >= self._kernels.filters or channel >= self._kernels.tiles:
            return ""
        place = self._place(number, channel, per_line)
        zoom = self._tile[0] // self._kernels.values.shape[3]
        row, cell = (at.y() - place.top()) // zoom, (at.x() - place.left()) // zoom
        if not (0 <= row < self._kernels.values.shape[2] and 0 <= cell < self._kernels.values.shape[3]):
            return ""
        values = self._kernels.values[number, :, row, cell]
        if self._kernels.in_colour:
            return f"filter {number}: red {values[0]:.4g}, green {values[1]:.4g}, blue {values[2]:.4g}"
        of_channel = f", channel {channel}" if self._kernels.tiles > 1 else ""
        return f"filter {number}{of_channel}: {values[channel]:.4g}"

    def _per_line(self, width: int) -> int:
        return max(1, (width - self._gutter - _GAP) // self._step[0])

    def _filter_height(self, per_line: int) -> int:
        return math.ceil(self._kernels.tiles / per_line) * self._step[1]

    def _place(self, number: int, channel: int, per_line: int) -> QRect:
        if self._kernels.tiles == 1:
            line, column = divmod(number, per_line)
        else:
            line, column = divmod(channel, per_line)
            line += number * math.ceil(self._kernels.tiles / per_line)
        left, top = self._gutter + column * self._step[0] + 1, line * self._step[1] + 1
        return QRect(left, top, *self._tile)
