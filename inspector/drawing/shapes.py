"""Sizes and outlines of what a picture consists of, in its pixels, for every painter."""

from __future__ import annotations

import math
from dataclasses import dataclass

from inspector.drawing.nest import STRIP, TITLE_INDENT
from inspector.drawing.picture import Box, Line, Point

RADIUS = 6.0
FRAME_RADIUS = 10.0
PADDING = 11.0
STRIPE = 5.0
"""Width of the stripe in its category's colour that a frozen box keeps."""
DOT = 5.5
"""Radius of the dot on what was edited."""
LINE_WIDTH = 1.5
BORDER_WIDTH = 1.2
SNOWFLAKE = 6.0
SNOWFLAKE_X = 14.5
"""Where the middle of the snowflake is, from the left edge of a box."""
FROZEN_LEFT = 24.5
"""Where the text of a frozen box begins, from its left edge."""
FROZEN_TAB = 24.0
"""Width of the pale part of a box in which only some layers are frozen."""
HATCH_STEP = 9.0
HATCH_WIDTH = 1.1
LINE_SHIFT = 8.5
"""How far the middles of a box's two lines of text are from its own."""

ARROW_LENGTH = 9.0
_ARROW_HALF_WIDTH = 4.5
_BEND = 14.0
_SIGN = 15.0
_SIGN_INSET = 7.0

Rect = tuple[float, float, float, float]
"""Left, top, width and height."""
Stroke = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Bend:
    """A rounded corner of a line: where it begins, the corner itself, and where it ends."""

    start: Point
    corner: Point
    end: Point


@dataclass(frozen=True, slots=True)
class Way:
    """A line's way with its bends rounded, from its start to the back of its arrow head."""

    start: Point
    bends: tuple[Bend, ...]
    end: Point


def way(line: Line) -> Way:
    """The way of a line."""
    points = (*line.points[:-1], _towards(line.points[-1], line.points[-2], ARROW_LENGTH - 1))
    bends = []
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        room = min(_BEND, math.dist(before, here) / 2, math.dist(here, after) / 2)
        bends.append(Bend(_towards(here, before, room), here, _towards(here, after, room)))
    return Way(points[0], tuple(bends), points[-1])


def arrow_head(line: Line) -> tuple[Point, Point, Point]:
    """The triangle whose tip is the line's end."""
    tip = line.points[-1]
    back = _towards(tip, line.points[-2], ARROW_LENGTH)
    length = math.dist(tip, back) or 1.0
    across = (tip[1] - back[1]) / length * _ARROW_HALF_WIDTH, (back[0] - tip[0]) / length * _ARROW_HALF_WIDTH
    return tip, (back[0] + across[0], back[1] + across[1]), (back[0] - across[0], back[1] - across[1])


def sign_rect(box: Box) -> Rect:
    """The square in the top right corner of a block or frame that folds it."""
    return box.x + box.width - _SIGN_INSET - _SIGN, box.y + _SIGN_INSET, _SIGN, _SIGN


def sign_bars(box: Box) -> tuple[Stroke, ...]:
    """The plus of a folded block, the minus of an open one."""
    left, top, width, height = sign_rect(box)
    x, y, reach = left + width / 2, top + height / 2, _SIGN * 0.27
    across = (x - reach, y), (x + reach, y)
    return (across, ((x, y - reach), (x, y + reach))) if box.kind == "block" else (across,)


def snowflake() -> tuple[Stroke, ...]:
    """Six arms with a fork each, in a circle of radius 1 round the origin, to be drawn 0.2 wide with round ends."""
    strokes: list[Stroke] = []
    for turn in range(6):
        angle = math.radians(30 + 60 * turn)
        strokes.append(((0.0, 0.0), _polar(angle, 1)))
        strokes.append((_polar(angle + 0.38, 0.86), _polar(angle, 0.55), _polar(angle - 0.38, 0.86)))
    return tuple(strokes)


def text_left(box: Box) -> float:
    """Where a box's text begins, right of the snowflake it may wear; on a frame, where its title does."""
    if box.kind == "frame":
        return box.x + TITLE_INDENT
    return box.x + {"no": PADDING, "some": FROZEN_TAB + 5, "all": FROZEN_LEFT}[box.frozen]


def text_right(box: Box) -> float:
    """Where the second line of a box ends at the latest."""
    return box.x + box.width - PADDING / 2


def title_right(box: Box) -> float:
    """Where a title ends at the latest, left of the sign and, on a frame, of the snowflake."""
    if box.kind in ("layer", "stub"):
        return text_right(box)
    left = sign_rect(box)[0]
    return left - 4 if box.kind == "block" else left - 2 * SNOWFLAKE - 8


def title_middle(box: Box) -> float:
    """How far down the middle of a title is."""
    if box.kind == "frame":
        return box.y + STRIP / 2
    return box.y + box.height / 2 - (LINE_SHIFT if box.subtitle else 0.0)


def subtitle_middle(box: Box) -> float:
    """How far down the middle of a second line is."""
    return box.y + box.height / 2 + LINE_SHIFT + 1


def _polar(angle: float, radius: float) -> Point:
    return radius * math.cos(angle), radius * math.sin(angle)


def _towards(start: Point, end: Point, distance: float) -> Point:
    share = min(distance / (math.dist(start, end) or 1.0), 1.0)
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
