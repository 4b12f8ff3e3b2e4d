"""A picture on sheets of paper: how large it is printed and where it is cut, between boxes where it can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspector.drawing.parts import Area
from inspector.drawing.picture import BEHIND, Picture

_LEAST_SCALE = 0.5
"""Titles are five points high then; what is wider still is cut instead."""
_CLEAR = 6.0  # pixels between a cut and the box after it
_SHORTEST = 0.6  # part of a sheet that is filled at least

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sheets:
    """What is printed: the scale, and for every sheet the part of the picture on it, row by row."""

    scale: float
    areas: tuple[Area, ...]
    rows: int
    columns: int


def sheets(picture: Picture, width: float, height: float, scale: float = 1.0) -> Sheets:
    """Divide a picture among sheets.

    The shorter way of the picture is made to fit a sheet as far as that stays legible; the longer one is cut.

    Args:
        picture: what to print.
        width, height: the printed area of a sheet, in the picture's pixels at a scale of 1.
        scale: the largest wanted.
    """
    needed = width / picture.width if picture.height >= picture.width else height / picture.height
    scale = min(scale, max(needed, min(_LEAST_SCALE, scale)))
    boxes = picture.boxes
    rows = _cut(picture.height, height / scale, [(box.y, box.y + box.height + BEHIND, box.kind) for box in boxes])
    columns = _cut(picture.width, width / scale, [(box.x, box.x + box.width + BEHIND, box.kind) for box in boxes])
    areas = tuple((left, top, right, bottom) for top, bottom in rows for left, right in columns)
    return Sheets(scale, areas, len(rows), len(columns))


def _cut(length: float, room: float, boxes: Sequence[tuple[float, float, str]]) -> list[Span]:
    """Spans of at most ``room``, cut in front of a box and through no other where there is such a place."""
    solid = sorted((start, end) for start, end, kind in boxes if kind != "frame")
    fronts = sorted({start - _CLEAR for start, _, _ in boxes})
    spans: list[Span] = []
    start = 0.0
    while length - start > room + 0.01:
        least, most = start + _SHORTEST * room, start + room
        near = [span for span in solid if span[0] < most and span[1] > least]
        places = (at for at in reversed(fronts) if least <= at <= most)
        end = next((at for at in places if not any(before < at < after for before, after in near)), most)
        spans.append((start, end))
        start = end
    return [*spans, (start, length)]
