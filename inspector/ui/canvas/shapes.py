"""The shapes a picture is made of, as paths: rounded lines, arrow heads, the snowflake, the sign to fold."""

from __future__ import annotations

import math
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPainterPathStroker, QPolygonF, QTransform

from inspector.drawing.picture import Box, Line, Point

PADDING = 11.0
SNOWFLAKE = 6.0
SNOWFLAKE_X = 14.5
"""Where the middle of the snowflake is, from the left edge of a box."""
FROZEN_LEFT = 24.5
"""Where the text of a frozen box begins, from its left edge."""
FROZEN_TAB = 24.0
"""Width of the pale part of a box in which only some layers are frozen."""

ARROW_LENGTH = 9.0
_ARROW_HALF_WIDTH = 4.5
_BEND = 14.0
_SIGN = 15.0
_SIGN_INSET = 7.0


def rounded(line: Line) -> QPainterPath:
    """A line's way with its bends rounded, up to the back of its arrow head."""
    points = _without_head(line.points)
    path = QPainterPath(QPointF(*points[0]))
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        room = min(_BEND, math.dist(before, here) / 2, math.dist(here, after) / 2)
        path.lineTo(QPointF(*_towards(here, before, room)))
        path.quadTo(QPointF(*here), QPointF(*_towards(here, after, room)))
    path.lineTo(QPointF(*points[-1]))
    return path


def arrow_head(line: Line) -> QPolygonF:
    """The triangle whose tip is the line's end."""
    tip = line.points[-1]
    back = _towards(tip, line.points[-2], ARROW_LENGTH)
    length = math.dist(tip, back) or 1.0
    across = (tip[1] - back[1]) / length * _ARROW_HALF_WIDTH, (back[0] - tip[0]) / length * _ARROW_HALF_WIDTH
    return QPolygonF(
        [
            QPointF(*tip),
            QPointF(back[0] + across[0], back[1] + across[1]),
            QPointF(back[0] - across[0], back[1] - across[1]),
        ]
    )


def sign_rect(box: Box) -> QRectF:
    """The square in the top right corner of a block or frame that folds it."""
    return QRectF(box.x + box.width - _SIGN_INSET - _SIGN, box.y + _SIGN_INSET, _SIGN, _SIGN)


def sign_bars(box: Box) -> QPainterPath:
    """The plus of a folded block, the minus of an open one."""
    centre, reach = sign_rect(box).center(), _SIGN * 0.27
    path = QPainterPath(centre - QPointF(reach, 0))
    path.lineTo(centre + QPointF(reach, 0))
    if box.kind == "block":
        path.moveTo(centre - QPointF(0, reach))
        path.lineTo(centre + QPointF(0, reach))
    return path


@cache
def snowflake() -> QPainterPath:
    """Six arms with a fork each, in a circle of radius 1 round the origin; an outline to fill, which is faster."""
    path = QPainterPath()
    for turn in range(6):
        angle = math.radians(30 + 60 * turn)
        path.moveTo(0, 0)
        path.lineTo(_polar(angle, 1))
        path.moveTo(_polar(angle + 0.38, 0.86))
        path.lineTo(_polar(angle, 0.55))
        path.lineTo(_polar(angle - 0.38, 0.86))
    stroker = QPainterPathStroker()
    stroker.setWidth(0.2)
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    return stroker.createStroke(path).simplified()


def _polar(angle: float, radius: float) -> QPointF:
    return QPointF(radius * math.cos(angle), radius * math.sin(angle))


def _towards(start: Point, end: Point, distance: float) -> Point:
    share = min(distance / (math.dist(start, end) or 1.0), 1.0)
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _without_head(points: tuple[Point, ...]) -> tuple[Point, ...]:
    return *points[:-1], _towards(points[-1], points[-2], ARROW_LENGTH - 1)


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
