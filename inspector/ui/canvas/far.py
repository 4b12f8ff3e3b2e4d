"""Painting from far away: boxes as rectangles batched by colour, straight lines, and in the end a bitmap of it all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import floor

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from inspector.drawing.picture import Line, Picture
from inspector.ui.canvas.ink import FAINT, Ink, font, mixed
from inspector.ui.canvas.view import Area, View

BITMAP_ZOOM = 0.03
_TILE = 2400.0
_SMOOTH_UP_TO = 2500
_BITMAP = (2048, 4096)
_TITLE_SIZE = 11
_TITLE_WIDTH, _TITLE_HEIGHT = 160.0, 15.0
_LEAST_TITLED = 26.0

Tile = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Frame:
    title: str
    rect: QRectF
    outermost: QRectF


class _Batch:
    """What lies in one tile: frames, line parts, and the boxes of each colour."""

    def __init__(self) -> None:
        self.frames: list[QRectF] = []
        self.lines: list[QLineF] = []
        self.boxes: dict[int, list[QRectF]] = {}
        self.count = 0


class Far:
    """Paints one picture without text; every box and every part of a line is in the tile its middle is in."""

    def __init__(self, picture: Picture, ink: Ink, kept: frozenset[str] | None = None) -> None:
        self._ink = ink
        self._whole = QRectF(0, 0, max(picture.width, 1.0), max(picture.height, 1.0))
        self._tiles: dict[Tile, _Batch] = {}
        self._frames: list[_Frame] = []
        self._reach = 0.0
        self._bitmap: QImage | None = None
        for box in picture.boxes:
            rect = QRectF(box.x, box.y, box.width, box.height)
            if box.kind == "frame":
                self._frames.append(_Frame(box.title, rect, self._outermost(rect)))
                continue
            batch = self._batch(rect.center().x(), rect.center().y())
            colour = ink.seen_from_far(box)
            if kept is not None and box.id not in kept:
                colour = mixed(colour, ink.canvas, FAINT)
            batch.boxes.setdefault(colour.rgb(), []).append(rect)
            batch.count += 1
            self._reach = max(self._reach, box.width / 2, box.height / 2)
        for line in picture.lines:
            if kept is not None and not (line.source in kept and line.target in kept):
                continue
            for part in _parts(line):
                batch = self._batch(part.center().x(), part.center().y())
                batch.lines.append(part)
                batch.count += 1
        self._reach = max(self._reach, _TILE / 2)

    def paint(self, painter: QPainter, area: Area, zoom: float) -> None:
        """The part of the picture in ``area``, in the picture's coordinates."""
        if zoom < BITMAP_ZOOM:
            self._paint_bitmap(painter)
        else:
            self._paint_tiles(painter, self._near(area), QRectF(area[0], area[1], area[2] - area[0], area[3] - area[1]))

    def titles(self, painter: QPainter, view: View, pixels: Area) -> None:
        """Titles of frames, left of the outermost frame round them, in pixels of the window; they never overlap."""
        painter.setFont(_measure()[0])
        painter.setPen(self._ink.muted)
        taken: list[QRectF] = []
        for frame in self._frames:
            if frame.rect.height() * view.zoom < _LEAST_TITLED:
                continue
            x, y = view.to_screen(frame.outermost.left(), frame.rect.top())
            if not (pixels[0] < x < pixels[2] + _TITLE_WIDTH and pixels[1] - _TITLE_HEIGHT < y < pixels[3]):
                continue
            place = QRectF(x - _TITLE_WIDTH - 7, y - 2, _TITLE_WIDTH, _TITLE_HEIGHT)
            if not any(place.intersects(other) for other in taken):
                taken.append(place)
                title = _measure()[1].elidedText(frame.title, Qt.TextElideMode.ElideMiddle, _TITLE_WIDTH)
                painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, title)

    def _outermost(self, rect: QRectF) -> QRectF:
        """The frame that holds ``rect`` and is in no other; a frame comes before what it holds."""
        last = self._frames[-1].outermost if self._frames else rect
        return last if last.contains(rect) else rect

    def _paint_tiles(self, painter: QPainter, batches: list[_Batch], area: QRectF) -> None:
        smooth = sum(batch.count for batch in batches) <= _SMOOTH_UP_TO
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
        painter.setPen(QPen(self._ink.frame_border, 0))
        painter.setBrush(self._ink.frame)
        painter.drawRects([frame.rect for frame in self._frames if frame.rect.intersects(area)])
        painter.setPen(QPen(mixed(self._ink.edge, self._ink.canvas, 0.75), 0))
        for batch in batches:
            painter.drawLines(batch.lines)
        painter.setPen(Qt.PenStyle.NoPen)
        for colour, rects in _by_colour(batches):
            painter.setBrush(QColor.fromRgb(colour))
            painter.drawRects(rects)

    def _paint_bitmap(self, painter: QPainter) -> None:
        if self._bitmap is None:
            self._bitmap = self._made_bitmap()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self._whole, self._bitmap)

    def _made_bitmap(self) -> QImage:
        scale = min(_BITMAP[0] / self._whole.width(), _BITMAP[1] / self._whole.height(), BITMAP_ZOOM * 2)
        size = (self._whole.size() * scale).toSize()
        image = QImage(max(size.width(), 1), max(size.height(), 1), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.scale(scale, scale)
        self._paint_tiles(painter, list(self._tiles.values()), self._whole)
        painter.end()
        return image

    def _batch(self, x: float, y: float) -> _Batch:
        return self._tiles.setdefault((floor(x / _TILE), floor(y / _TILE)), _Batch())

    def _near(self, area: Area) -> list[_Batch]:
        first_column, last_column = floor((area[0] - self._reach) / _TILE), floor((area[2] + self._reach) / _TILE)
        first_row, last_row = floor((area[1] - self._reach) / _TILE), floor((area[3] + self._reach) / _TILE)
        return [
            batch
            for (column, row), batch in self._tiles.items()
            if first_column <= column <= last_column and first_row <= row <= last_row
        ]


@cache
def _measure() -> tuple[QFont, QFontMetricsF]:
    face = font(_TITLE_SIZE)
    return face, QFontMetricsF(face)


def _by_colour(batches: list[_Batch]) -> Iterator[tuple[int, list[QRectF]]]:
    for batch in batches:
        yield from batch.boxes.items()


def _parts(line: Line) -> Iterator[QLineF]:
    """The straight parts of a line, cut so that none is longer than a tile."""
    for (x1, y1), (x2, y2) in zip(line.points, line.points[1:], strict=False):
        count = max(1, int(max(abs(x2 - x1), abs(y2 - y1)) / _TILE) + 1)
        for index in range(count):
            start, end = index / count, (index + 1) / count
            yield QLineF(x1 + (x2 - x1) * start, y1 + (y2 - y1) * start, x1 + (x2 - x1) * end, y1 + (y2 - y1) * end)
