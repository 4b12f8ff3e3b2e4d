"""The outlines of a picture's parts as Qt's paths: rounded lines, arrow heads, the snowflake, the sign to fold."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPainterPathStroker, QPolygonF, QTransform

from inspector.drawing import shapes
from inspector.drawing.picture import Box, Line


def rounded(line: Line) -> QPainterPath:
    """A line's way with its bends rounded, up to the back of its arrow head."""
    way = shapes.way(line)
    path = QPainterPath(QPointF(*way.start))
    for bend in way.bends:
        path.lineTo(*bend.start)
        path.quadTo(*bend.corner, *bend.end)
    path.lineTo(*way.end)
    return path


def arrow_head(line: Line) -> QPolygonF:
    """The triangle whose tip is the line's end."""
    return QPolygonF([QPointF(*point) for point in shapes.arrow_head(line)])


def sign_rect(box: Box) -> QRectF:
    """The square in the top right corner of a block or frame that folds it."""
    return QRectF(*shapes.sign_rect(box))


def sign_bars(box: Box) -> QPainterPath:
    """The plus of a folded block, the minus of an open one."""
    return _stroked(shapes.sign_bars(box))


@cache
def snowflake() -> QPainterPath:
    """A snowflake in a circle of radius 1 round the origin; an outline to fill, which is faster."""
    stroker = QPainterPathStroker()
    stroker.setWidth(0.2)
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    return stroker.createStroke(_stroked(shapes.snowflake())).simplified()


def _stroked(strokes: Iterable[shapes.Stroke]) -> QPainterPath:
    path = QPainterPath()
    for first, *rest in strokes:
        path.moveTo(*first)
        for point in rest:
            path.lineTo(*point)
    return path


def left_part(rect: QRectF, width: float, radius: float) -> QPainterPath:
    """The left ``width`` of a rectangle whose corners are rounded."""
    path = QPainterPath(QPointF(rect.left() + width, rect.top()))
    path.lineTo(rect.left() + radius, rect.top())
    path.arcTo(QRectF(rect.left(), rect.top(), 2 * radius, 2 * radius), 90, 90)
    path.lineTo(rect.left(), rect.bottom() - radius)
    path.arcTo(QRectF(rect.left(), rect.bottom() - 2 * radius, 2 * radius, 2 * radius), 180, 90)
    path.lineTo(rect.left() + width, rect.bottom())
    path.closeSubpath()
    return path


def right_part(rect: QRectF, width: float, radius: float) -> QPainterPath:
    """The right ``width`` of a rectangle whose corners are rounded."""
    centre = rect.center()
    mirror = QTransform.fromTranslate(centre.x(), 0).scale(-1, 1).translate(-centre.x(), 0)
    return mirror.map(left_part(rect, width, radius))
