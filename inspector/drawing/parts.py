"""Parts of a picture as pictures of their own: what a rectangle shows, or some of the boxes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from inspector.drawing.measure import SUBTITLE_PIXELS, text_width
from inspector.drawing.picture import BEHIND, Box, Line, Picture
from inspector.drawing.shapes import DOT

Area = tuple[float, float, float, float]
"""A rectangle in a picture: left, top, right, bottom."""

MARGIN = 24.0
"""Pixels of free room round chosen boxes."""


def visible(picture: Picture, area: Area) -> Picture:
    """What a rectangle shows; boxes and lines that are partly in it are there, beyond the edges too.

    Of a rectangle that is larger than the picture, what is outside is left away.
    """
    left, top = max(area[0], 0.0), max(area[1], 0.0)
    right, bottom = min(area[2], picture.width), min(area[3], picture.height)
    if right <= left or bottom <= top:
        return replace(picture, boxes=(), lines=(), width=0.0, height=0.0)
    shown = left, top, right, bottom
    boxes = [box for box in picture.boxes if _touch(_reach(box), shown)]
    lines = [line for line in picture.lines if _touch(_bounds(line), shown)]
    return _moved(picture, boxes, lines, shown)


def chosen(picture: Picture, ids: Iterable[str]) -> Picture:
    """Boxes of these ids, what is in their frames, and the lines between them; ids that are not there are left out."""
    wanted = set(ids)
    kept: list[Box] = []
    frame: Box | None = None  # a chosen one, whose inside follows it
    for box in picture.boxes:
        if frame and not _inside(box, frame):
            frame = None
        if frame or box.id in wanted:
            kept.append(box)
            if frame is None and box.kind == "frame":
                frame = box
    if not kept:
        return replace(picture, boxes=(), lines=(), width=0.0, height=0.0)
    names = {box.id for box in kept}
    lines = [line for line in picture.lines if line.source in names and line.target in names]
    around = [*map(_reach, kept), *map(_bounds, lines)]
    area = (
        min(each[0] for each in around) - MARGIN,
        min(each[1] for each in around) - MARGIN,
        max(each[2] for each in around) + MARGIN,
        max(each[3] for each in around) + MARGIN,
    )
    return _moved(picture, kept, lines, area)


def _moved(picture: Picture, boxes: Iterable[Box], lines: Iterable[Line], area: Area) -> Picture:
    left, top, right, bottom = area
    return replace(
        picture,
        boxes=tuple(replace(box, x=box.x - left, y=box.y - top) for box in boxes),
        lines=tuple(
            replace(
                line,
                points=tuple((x - left, y - top) for x, y in line.points),
                label_at=(line.label_at[0] - left, line.label_at[1] - top),
            )
            for line in lines
        ),
        width=right - left,
        height=bottom - top,
    )


def _reach(box: Box) -> Area:
    """A box with its second edge and its dot."""
    return box.x, box.y - DOT, box.x + box.width + max(BEHIND, DOT), box.y + box.height + BEHIND


def _bounds(line: Line) -> Area:
    """The rectangle round a line and its label."""
    xs, ys = [x for x, _ in line.points], [y for _, y in line.points]
    if line.label:
        x, y = line.label_at
        xs += [x, x + text_width(line.label, SUBTITLE_PIXELS)]
        ys += [y - SUBTITLE_PIXELS / 2, y + SUBTITLE_PIXELS / 2]
    return min(xs), min(ys), max(xs), max(ys)


def _inside(box: Box, frame: Box) -> bool:
    across = frame.x <= box.x and box.x + box.width <= frame.x + frame.width
    return across and frame.y <= box.y and box.y + box.height <= frame.y + frame.height


def _touch(one: Area, other: Area) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
