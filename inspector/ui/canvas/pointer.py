"""What a mouse button means on the canvas: a click, or a drag that pans or selects, told apart by how far it went."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtWidgets import QApplication, QRubberBand, QWidget


@dataclass(slots=True)
class Press:
    """A button that is down: where it went down, where the pointer was last, and whether it pans by now."""

    button: Qt.MouseButton
    start: QPointF
    last: QPointF
    panning: bool = False

    def moved_to(self, position: QPointF) -> QPointF:
        """How far to pan, in whole pixels: nothing until the pointer has gone a drag's distance."""
        if not self.panning:
            gone = (position - self.start).manhattanLength()
            self.panning = self.button == Qt.MouseButton.MiddleButton or gone >= QApplication.startDragDistance()
        if not self.panning:
            return QPointF()
        step = (position - self.last).toPoint().toPointF()
        self.last = self.last + step
        return step


class Band:
    """The band a person pulls over what is to be selected."""

    def __init__(self, canvas: QWidget) -> None:
        self._shape = QRubberBand(QRubberBand.Shape.Rectangle, canvas)
        self._start: QPoint | None = None

    @property
    def pulled(self) -> bool:
        """Whether the button is down."""
        return self._start is not None

    def begin(self, place: QPoint) -> None:
        """The button went down."""
        self._start = place

    def pull(self, place: QPoint) -> None:
        """The pointer moved; nothing is seen until it has gone a drag's distance."""
        if self._start is None:
            return
        if (place - self._start).manhattanLength() >= QApplication.startDragDistance():
            self._shape.show()
        self._shape.setGeometry(QRect(self._start, place).normalized())

    def end(self) -> QRect | None:
        """The button is up: what the band is over, ``None`` where it was only a click."""
        self._start = None
        found = self._shape.geometry() if self._shape.isVisible() else None
        self._shape.hide()
        return found


def wheel_step(pixels: QPointF, angle: QPointF, sideways: bool) -> QPointF:
    """How far a turn of the wheel or two fingers on a trackpad scroll, in pixels.

    Args:
        pixels: the trackpad's own distance, null for a wheel.
        angle: in eighths of a degree; a notch is 120.
        sideways: shift is down: a wheel scrolls to the side.
    """
    step = pixels if not pixels.isNull() else angle * (_NOTCH / 120)
    return QPointF(step.y(), step.x()) if sideways and pixels.isNull() and not step.x() else step


_NOTCH = 70.0
