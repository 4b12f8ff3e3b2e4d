"""Which boxes and lines of a picture are near a rectangle or a point: a grid, so that only what is seen costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import floor

from inspector.drawing.nest import STRIP
from inspector.drawing.picture import Box, Line, Picture
from inspector.ui.canvas.view import Area

_SIZE = 1200.0
_LABEL_HEIGHT, _LABEL_ADVANCE = 20.0, 10.0

Tile = tuple[int, int]


class Tiles:
    """The grid over one picture. What it finds are indices into ``picture.boxes`` and ``picture.lines``."""

    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._boxes: dict[Tile, list[int]] = {}
        self._lines: dict[Tile, list[int]] = {}
        self._bounds: dict[int, Area] = {}
        for index, box in enumerate(picture.boxes):
            _enter(self._boxes, index, _tiles(bounds(box)))
        for index, line in enumerate(picture.lines):
            _enter(self._lines, index, {tile for part in line_parts(line) for tile in _tiles(part)})

    def boxes(self, area: Area) -> list[int]:
        """The boxes that touch an area, in the order to paint them."""
        found = _collect(self._boxes, area)
        return sorted(index for index in found if touch(bounds(self._picture.boxes[index]), area))

    def lines(self, area: Area) -> list[int]:
        """The lines that may touch an area: their bounds do."""
        return sorted(index for index in _collect(self._lines, area) if self.line_in(index, area))

    def line_in(self, index: int, area: Area) -> bool:
        """Whether a line's bounds touch an area."""
        return touch(self._line_bounds(index), area)

    def _line_bounds(self, index: int) -> Area:
        found = self._bounds.get(index)
        if found is None:
            parts = list(line_parts(self._picture.lines[index]))
            found = self._bounds[index] = (
                min(part[0] for part in parts),
                min(part[1] for part in parts),
                max(part[2] for part in parts),
                max(part[3] for part in parts),
            )
        return found

    def box_at(self, x: float, y: float, slack: float = 0.0) -> int | None:
        """The layer or folded block at a point, or the nearest within ``slack`` of it; else the frame by its title.

        Inside, an open block is as good as empty: only its title strip counts.
        """
        near = self.boxes((x - slack, y - slack, x + slack, y + slack))
        solid = [index for index in near if self._picture.boxes[index].kind != "frame"]
        if solid:
            return min(solid, key=lambda index: _distance(self._picture.boxes[index], x, y))
        strips = [index for index in near if 0 <= y - self._picture.boxes[index].y <= STRIP]
        return strips[-1] if strips else None


def bounds(box: Box) -> Area:
    """The rectangle of a box."""
    return box.x, box.y, box.x + box.width, box.y + box.height


def line_parts(line: Line) -> Iterator[Area]:
    """The rectangle round each straight part of a line, and round its label's place."""
    for (x1, y1), (x2, y2) in zip(line.points, line.points[1:], strict=False):
        yield min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)
    if line.label:
        x, y = line.label_at
        yield x, y - _LABEL_HEIGHT / 2, x + len(line.label) * _LABEL_ADVANCE, y + _LABEL_HEIGHT / 2


def _distance(box: Box, x: float, y: float) -> float:
    return max(box.x - x, x - box.x - box.width, 0.0) + max(box.y - y, y - box.y - box.height, 0.0)


def touch(one: Area, other: Area) -> bool:
    """Whether two rectangles have a point in common."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _tiles(area: Area) -> Iterator[Tile]:
    for column in range(floor(area[0] / _SIZE), floor(area[2] / _SIZE) + 1):
        for row in range(floor(area[1] / _SIZE), floor(area[3] / _SIZE) + 1):
            yield column, row


def _enter(table: dict[Tile, list[int]], index: int, tiles: Iterable[Tile]) -> None:
    for tile in tiles:
        table.setdefault(tile, []).append(index)


def _collect(table: dict[Tile, list[int]], area: Area) -> set[int]:
    found: set[int] = set()
    for tile in _tiles(area):
        found.update(table.get(tile, ()))
    return found
