"""A picture on any paint device, the window or a file: decides how much detail a zoom shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from inspector.drawing.picture import Box, Picture
from inspector.drawing.ramps import Tint
from inspector.drawing.shapes import FRAME_RADIUS, RADIUS
from inspector.ui.canvas.captions import level_of
from inspector.ui.canvas.far import Far
from inspector.ui.canvas.ink import Ink, line_pen
from inspector.ui.canvas.near import Near
from inspector.ui.canvas.tiles import Tiles
from inspector.ui.canvas.view import Area, View
from inspector.ui.colours import Theme

_OUTLINE_GAP = 3.0
_SMALLEST_OUTLINE = 7.0
_OVERHANG = 12.0  # pixels that marks and shadows reach beyond a box


@dataclass(frozen=True, slots=True)
class Marks:
    """What a person points at: ids of the selected boxes, of the box under the pointer, and of what a search found."""

    selected: frozenset[str] = frozenset()
    hovered: str = ""
    lit: frozenset[str] = frozenset()


class PicturePainter:
    """Paints one picture in one theme. Text and shapes are made when first seen and kept.

    Args:
        picture: what to paint.
        theme: its colours.
        tiles: of this picture.
        tints: colours of boxes by id, instead of those of their categories.
        transparent: whether there is no ground.
    """

    def __init__(
        self,
        picture: Picture,
        theme: Theme,
        tiles: Tiles,
        tints: Mapping[str, Tint] | None = None,
        *,
        transparent: bool = False,
    ) -> None:
        self._picture = picture
        self._ink = Ink(theme, tints, transparent=transparent)
        self._tiles = tiles
        self._near = Near(picture, self._ink, tiles)
        self._far: Far | None = None
        self._boxes = {box.id: box for box in picture.boxes}
        self._touching: dict[str, list[int]] = {}
        for index, line in enumerate(picture.lines):
            self._touching.setdefault(line.source, []).append(index)
            self._touching.setdefault(line.target, []).append(index)

    def paint(self, painter: QPainter, view: View, pixels: Area, marks: Marks = Marks()) -> None:
        """Paint what ``view`` shows in a rectangle of pixels; the background is the caller's."""
        left, top = view.to_picture(pixels[0] - _OVERHANG, pixels[1] - _OVERHANG)
        right, bottom = view.to_picture(pixels[2] + _OVERHANG, pixels[3] + _OVERHANG)
        area = (left, top, right, bottom)
        level = level_of(view.zoom)
        painter.save()
        painter.scale(view.zoom, view.zoom)
        painter.translate(-view.left, -view.top)
        if level is None:
            self._from_afar().paint(painter, area, view.zoom)
        else:
            self._detailed(painter, area, level, marks)
        self._lights(painter, area, view.zoom, marks.lit)
        self._outlines(painter, view.zoom, marks)
        painter.restore()
        if level is None:
            self._from_afar().titles(painter, view, pixels)

    def _from_afar(self) -> Far:
        if self._far is None:
            self._far = Far(self._picture, self._ink)
        return self._far

    def _detailed(self, painter: QPainter, area: Area, level: int, marks: Marks) -> None:
        boxes, lines = self._tiles.boxes(area), self._tiles.lines(area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._near.frames(painter, boxes)
        self._near.lines(painter, lines, self._ink.edge)
        self._near.lines(painter, self._marked_lines(marks, set(lines)), self._ink.accent, 2.0)
        self._near.frame_titles(painter, boxes, level)
        self._near.boxes(painter, boxes, level)
        if level == 0:
            self._near.labels(painter, lines)

    def _marked_lines(self, marks: Marks, visible: set[int]) -> list[int]:
        return [index for box in marks.selected for index in self._touching.get(box, ()) if index in visible]

    def _lights(self, painter: QPainter, area: Area, zoom: float, lit: frozenset[str]) -> None:
        """A glow round what was found, wide enough to be seen from far away."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for index in self._tiles.boxes(area) if lit else ():
            box = self._picture.boxes[index]
            if box.id in lit:
                self._outline(painter, box, zoom, 7.0, self._ink.glow)
                self._outline(painter, box, zoom, 2.4, self._ink.hit)

    def _outlines(self, painter: QPainter, zoom: float, marks: Marks) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        hovered = self._boxes.get(marks.hovered)
        if hovered and marks.hovered not in marks.selected:
            self._outline(painter, hovered, zoom, 1.4, self._ink.edge)
        for box in marks.selected:
            if box in self._boxes:
                self._outline(painter, self._boxes[box], zoom, 2.4, self._ink.accent)

    def _outline(self, painter: QPainter, box: Box, zoom: float, width: float, colour: QColor) -> None:
        scale = max(zoom, 0.35)
        gap = _OUTLINE_GAP / scale * 0.9
        rect = QRectF(box.x, box.y, box.width, box.height).adjusted(-gap, -gap, gap, gap)
        least = _SMALLEST_OUTLINE / zoom
        rect.adjust(*_grown(least - rect.width(), least - rect.height()))
        radius = (FRAME_RADIUS if box.kind == "frame" else RADIUS) + gap
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(line_pen(colour, max(width, width / zoom * 0.75)))
        painter.drawRoundedRect(rect, radius, radius)


def _grown(width: float, height: float) -> tuple[float, float, float, float]:
    x, y = max(width, 0.0) / 2, max(height, 0.0) / 2
    return -x, -y, x, y
