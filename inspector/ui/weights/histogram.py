"""How the values of a weight are spread over their range."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from inspector.tensors.figures import Figures
from inspector.ui import theme

_HEIGHT = 56


class Histogram(QWidget):
    """Bars over the range of the values, and a line where zero is."""

    def __init__(self, figures: Figures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures = figures
        self.setFixedHeight(_HEIGHT)
        self.setAccessibleName("Histogram of the values")
        theme.themes.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(1, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint bars, ground line and zero."""
        del event
        colours, bins = theme.current(), self._figures.bins
        painter = QPainter(self)
        width, ground = float(self.width()), self.height() - 1.0
        step, tallest = width / len(bins), max(bins)
        for place, count in enumerate(bins):
            if count:
                height = max(1.0, (ground - 2) * count / tallest)
                bar = QRectF(place * step, ground - height, max(1.0, step - 1), height)
                painter.fillRect(bar, QColor(colours.plot_train))
        painter.setPen(QColor(colours.border))
        painter.drawLine(0, int(ground), int(width), int(ground))
        if self._figures.minimum < 0 < self._figures.maximum:
            zero = round(-self._figures.minimum / (self._figures.maximum - self._figures.minimum) * width)
            painter.setPen(QColor(colours.muted))
            painter.drawLine(zero, 0, zero, int(ground))
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Say how many values a bar stands for."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            bins, low, high = self._figures.bins, self._figures.minimum, self._figures.maximum
            place = min(len(bins) - 1, max(0, event.pos().x() * len(bins) // max(1, self.width())))
            step = (high - low) / len(bins)
            words = f"{bins[place]:,} values from {low + place * step:.4g} to {low + (place + 1) * step:.4g}"
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)
