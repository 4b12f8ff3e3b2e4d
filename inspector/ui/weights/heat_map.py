"""A matrix as a field of colours: zero is the middle, the largest magnitude the end of either hue."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from inspector.tensors.pictures import Field
from inspector.ui import theme
from inspector.ui.weights.scale import colours, painted
from inspector.ui.weights.strips import Strips

_LARGEST_CELL = 12


class HeatMap(Strips):
    """One row of the picture is one row of the matrix, or of its squares."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__("Values as colours", parent)
        self._field = field

    def content_height(self, width: int) -> int:
        """The rows, a cell high each."""
        return int(self._field.cells.shape[0] * self._cell(width))

    def paint(self, painter: QPainter, seen: QRect) -> None:
        """Paint the rows that touch the part that is seen."""
        rows, columns = self._field.cells.shape
        cell = self._cell(self.viewport().width())
        first, last = max(0, int(seen.top() / cell)), min(rows, int(seen.bottom() / cell) + 2)
        if first < last:
            part = painted(self._field.cells[first:last] / (self._field.largest or 1.0), colours(theme.current()))
            top, bottom = round(first * cell), round(last * cell)
            painter.drawImage(QRect(0, top, max(1, round(columns * cell)), bottom - top), part)

    def tip(self, at: QPoint) -> str:
        """Row and column, and the value there."""
        cell = self._cell(self.viewport().width())
        row, column = int(at.y() / cell), int(at.x() / cell)
        rows, columns = self._field.cells.shape
        if not (0 <= row < rows and 0 <= column < columns):
            return ""
        span, value = self._field.span, self._field.cells[row, column]
        if span == 1:
            return f"row {row}, column {column}: {value:.4g}"
        return f"from row {row * span}, column {column * span}, the largest of {span}×{span}: {value:.4g}"

    def _cell(self, width: int) -> float:
        """Pixels of a cell: whole ones, unless not even one each has room."""
        room = width / self._field.cells.shape[1]
        return min(_LARGEST_CELL, int(room)) if room >= 1 else room
