"""How good a layout is, whoever made it: crossings, length of lines, size, lines through boxes, overlaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]
Floats = NDArray[np.float64]

_STRIP = 120.0  # height in pixels of the strips that pairs are looked for in
_INSIDE = 2.0  # a line this near to a box's edge does not run through it
_CHUNK = 400


@dataclass(frozen=True, slots=True)
class Laid:
    """What an engine answered: boxes (left, top, right, bottom) and lines (source, target, points), in pixels."""

    boxes: Mapping[str, Rectangle]
    lines: Sequence[tuple[str, str, Sequence[Point]]]
    seconds: float


@dataclass(frozen=True, slots=True)
class Quality:
    """Of one layout; lengths in pixels.

    ``crossings``: points in which lines cross that share neither source nor target. Lines that run one on the other,
    as those of one tensor do before they part, are seen as one.
    ``through``: lines that run through a box they do not belong to.
    """

    crossings: int
    length: float
    width: float
    height: float
    through: int
    overlaps: int

    @property
    def area(self) -> float:
        """Square pixels of the whole."""
        return self.width * self.height


def quality(laid: Laid) -> Quality:
    """Measure a layout."""
    numbers = {name: number for number, name in enumerate(laid.boxes)}
    boxes = np.array(list(laid.boxes.values()), float).reshape(-1, 4)
    pieces, lines, ends = [], [], []
    for line, (source, target, points) in enumerate(laid.lines):
        for first, second in pairwise(points):
            pieces.append((*first, *second))
            lines.append(line)
            ends.append((numbers[source], numbers[target]))
    segments = np.array(pieces, float).reshape(-1, 4)
    line_of, end_of = np.array(lines, int), np.array(ends, int).reshape(-1, 2)
    xs = np.concatenate([boxes[:, [0, 2]].ravel(), segments[:, [0, 2]].ravel()])
    ys = np.concatenate([boxes[:, [1, 3]].ravel(), segments[:, [1, 3]].ravel()])
    return Quality(
        crossings=_crossings(segments, end_of),
        length=float(np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1]).sum()),
        width=float(np.ptp(xs)),
        height=float(np.ptp(ys)),
        through=_through(segments, line_of, end_of, boxes),
        overlaps=_overlaps(boxes),
    )


def _strips(low: Floats, high: Floats) -> Iterator[tuple[float, NDArray[np.intp]]]:
    """Strips from top to bottom: where each begins, and what reaches into it."""
    if not len(low):
        return
    for top in np.arange(low.min(), high.max() + _STRIP, _STRIP):
        yield float(top), np.flatnonzero((low < top + _STRIP) & (high >= top))


def _crossings(segments: Floats, end_of: NDArray[np.int_]) -> int:
    low, high = np.minimum(segments[:, 1], segments[:, 3]), np.maximum(segments[:, 1], segments[:, 3])
    points: set[tuple[float, float]] = set()
    for top, inside in _strips(low, high):
        for start in range(0, len(inside), _CHUNK):
            first = inside[start : start + _CHUNK, None]
            second = inside[None, start:]
            own = end_of[first]
            other = end_of[second]
            shared = (own[..., :, None] == other[..., None, :]).any(axis=(-1, -2))
            highest = np.maximum(low[first], low[second])  # a pair counts in the strip in which it begins
            counted = (first < second) & ~shared & (highest < top + _STRIP) & (highest >= top)
            rows, columns = np.nonzero(counted)
            one, two = segments[inside[start + rows]], segments[inside[start + columns]]
            near, far = _sides(one, two)
            begin, end = _sides(two, one)
            hit = (near * far < 0) & (begin * end < 0)
            part = (near / (near - far + (near == far)))[hit, None]
            where = two[hit, :2] + part * (two[hit, 2:] - two[hit, :2])
            points.update(map(tuple, np.round(where, 0).tolist()))
    return len(points)


def _sides(line: Floats, other: Floats) -> tuple[Floats, Floats]:
    """On which side of ``line`` the two ends of ``other`` lie, and how far."""
    x, y = line[:, 2] - line[:, 0], line[:, 3] - line[:, 1]
    near = x * (other[:, 1] - line[:, 1]) - y * (other[:, 0] - line[:, 0])
    far = x * (other[:, 3] - line[:, 1]) - y * (other[:, 2] - line[:, 0])
    return near, far


def _through(segments: Floats, line_of: NDArray[np.int_], end_of: NDArray[np.int_], boxes: Floats) -> int:
    low, high = np.minimum(segments[:, 1], segments[:, 3]), np.maximum(segments[:, 1], segments[:, 3])
    found: set[tuple[int, int]] = set()
    for number, box in enumerate(boxes):
        left, top, right, bottom = box + np.array([_INSIDE, _INSIDE, -_INSIDE, -_INSIDE])
        near = np.flatnonzero((low < bottom) & (high > top) & (end_of != number).all(axis=1))
        hit = _clipped(segments[near], (left, top, right, bottom))
        found.update((int(line), number) for line in line_of[near[hit]])
    return len(found)


def _clipped(segments: Floats, area: Rectangle) -> NDArray[np.bool_]:
    """Which segments have a part inside a rectangle (Liang and Barsky)."""
    enter, leave = np.zeros(len(segments)), np.ones(len(segments))
    with np.errstate(divide="ignore", invalid="ignore"):
        for axis in (0, 1):
            start, step = segments[:, axis], segments[:, axis + 2] - segments[:, axis]
            one, two = (area[axis] - start) / step, (area[axis + 2] - start) / step
            still = step == 0
            outside = still & ((start <= area[axis]) | (start >= area[axis + 2]))
            enter = np.maximum(enter, np.where(still, np.where(outside, 2.0, 0.0), np.minimum(one, two)))
            leave = np.minimum(leave, np.where(still, 1.0, np.maximum(one, two)))
    return np.asarray(leave - enter > 1e-9)


def _overlaps(boxes: Floats) -> int:
    count = 0
    for index, (left, top, right, bottom) in enumerate(boxes):
        rest = boxes[index + 1 :]
        wide = np.minimum(rest[:, 2], right) - np.maximum(rest[:, 0], left)
        high = np.minimum(rest[:, 3], bottom) - np.maximum(rest[:, 1], top)
        count += int(((wide > 0.5) & (high > 0.5)).sum())
    return count
