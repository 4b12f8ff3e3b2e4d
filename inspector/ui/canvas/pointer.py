"""What a mouse button means on the canvas: a click, or a drag that pans, told apart by how far it went."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication


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
