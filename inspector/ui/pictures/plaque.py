"""A legend painted above a picture that leaves the program."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPen

from inspector.drawing.plaque import ROUND, Patch, Plaque
from inspector.ui.canvas.ink import font
from inspector.ui.colours import Theme


def paint_plaque(painter: QPainter, plaque: Plaque, theme: Theme) -> None:
    """Paint it at the painter's origin, a pixel to each of the picture's."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.frame_border), 1))
    for patch in plaque.patches:
        painter.setBrush(_brush(patch))
        painter.drawRoundedRect(QRectF(*patch.rect), ROUND, ROUND)
    painter.setPen(QColor(theme.text))
    for words in plaque.words:
        painter.setFont(font(round(words.pixels), bold=words.bold))
        painter.drawText(QPointF(words.x, words.y), words.text)
    painter.restore()


def _brush(patch: Patch) -> QBrush:
    rect = QRectF(*patch.rect)
    gradient = QLinearGradient(rect.topLeft(), rect.topRight())
    last = max(len(patch.colours) - 1, 1)
    for place, colour in enumerate(patch.colours):
        gradient.setColorAt(place / last, QColor(colour))
    return QBrush(gradient)
