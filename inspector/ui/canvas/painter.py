"""A picture on any paint device, the window or a file: decides how much detail a zoom shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from inspector.drawing.picture import Box, Picture
from inspector.drawing.ramps import Tint
from inspector.drawing.shapes import FRAME_RADIUS, RADIUS
from inspector.ui.canvas.captions import level_of
from inspector.ui.canvas.far import Far
from inspector.ui.canvas.ink import FAINT, Ink, line_pen
from inspector.ui.canvas.near import Near
from inspector.ui.canvas.tiles import Tiles, bounds, touch
from inspector.ui.canvas.view import Area, View
from inspector.ui.canvas.widths import widths
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
        kept: ids of the boxes that do not fade; ``None`` are all.
        transparent: whether there is no ground.
        weighted: whether lines are the wider the more goes along them.
    """

    def __init__(
        self,
        picture: Picture,
        theme: Theme,
        tiles: Tiles,
        tints: Mapping[str, Tint] | None = None,
        kept: frozenset[str] | None = None,
        *,
        transparent: bool = False,
        weighted: bool = False,
    ) -> None:
        self._picture = picture
        self._kept = kept
        self._ink = Ink(theme, tints, transparent=transparent)
        self._tiles = tiles
        self._near = Near(picture, self._ink, tiles, widths(picture) if weighted else None)
        self._far: Far | None = None
        self._boxes = {box.id: box for box in picture.boxes}
        self._touching: dict[str, list[int]] = {}
        for index, line in enumerate(picture.lines):
            self._touching.setdefault(line.source, []).append(index)
            self._touching.setdefault(line.target, []).append(index)

    def paint(self, painter: QPainter, view: View, pixels: Area, marks: Marks = Marks()) -> None:
        """Paint what ``view`` shows in a rectangle of pixels, with marks; the background is the caller's."""
        self.paint_picture(painter, view, pixels)
        self.paint_marks(painter, view, pixels, marks)

    def paint_picture(self, painter: QPainter, view: View, pixels: Area) -> None:
        """Boxes and lines, which are the same whatever a person points at."""
        area, level = _seen(view, pixels), level_of(view.zoom)
        painter.save()
        painter.scale(view.zoom, view.zoom)
        painter.translate(-view.left, -view.top)
        if level is None:
            self._from_afar().paint(painter, area, view.zoom)
        else:
            self._detailed(painter, area, level)
        painter.restore()

    def paint_marks(self, painter: QPainter, view: View, pixels: Area, marks: Marks) -> None:
        """What is laid over boxes and lines: marks, and from far away titles that keep clear of each other."""
        area, level = _seen(view, pixels), level_of(view.zoom)
        painter.save()
        painter.scale(view.zoom, view.zoom)
        painter.translate(-view.left, -view.top)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if level is not None:
            self._near.lines(painter, self._marked_lines(marks, area), self._ink.accent, 2.0)
        self._lights(painter, area, view.zoom, marks.lit)
        self._outlines(painter, area, view.zoom, marks)
        painter.restore()
        if level is None:
            self._from_afar().titles(painter, view, pixels)

    def _from_afar(self) -> Far:
        if self._far is None:
            self._far = Far(self._picture, self._ink, self._kept)
        return self._far

    def thumbnail(self, width: int, height: int) -> QImage:
        """The whole picture without text, no larger than this many pixels."""
        scale = min(width / max(self._picture.width, 1.0), height / max(self._picture.height, 1.0))
        size = round(self._picture.width * scale), round(self._picture.height * scale)
        image = QImage(max(size[0], 1), max(size[1], 1), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.scale(scale, scale)
        self._from_afar().paint(painter, (0.0, 0.0, self._picture.width, self._picture.height), scale)
        painter.end()
        return image

    def _detailed(self, painter: QPainter, area: Area, level: int) -> None:
        boxes, lines = self._tiles.boxes(area), self._tiles.lines(area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._near.frames(painter, boxes)
        if self._kept is not None:
            faint = [index for index in boxes if self._picture.boxes[index].id not in self._kept]
            crossing = [index for index in lines if not self._joins(index, self._kept)]
            painter.setOpacity(FAINT)
            self._near.lines(painter, crossing, self._ink.edge)
            self._near.boxes(painter, faint, level)
            painter.setOpacity(1.0)
            boxes = [index for index in boxes if index not in set(faint) or self._picture.boxes[index].kind == "frame"]
            lines = [index for index in lines if index not in set(crossing)]
        self._near.lines(painter, lines, self._ink.edge)
        self._near.frame_titles(painter, boxes, level)
        self._near.boxes(painter, boxes, level)
        if level == 0:
            self._near.labels(painter, lines)

    def _joins(self, index: int, kept: frozenset[str]) -> bool:
        line = self._picture.lines[index]
        return line.source in kept and line.target in kept

    def _marked_lines(self, marks: Marks, area: Area) -> list[int]:
        touching = (index for box in marks.selected for index in self._touching.get(box, ()))
        return [index for index in touching if self._tiles.line_in(index, area)]

    def _lights(self, painter: QPainter, area: Area, zoom: float, lit: frozenset[str]) -> None:
        """A glow round what was found, wide enough to be seen from far away."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for box in self._seen_of(lit, area):
            self._outline(painter, box, zoom, 7.0, self._ink.glow)
            self._outline(painter, box, zoom, 2.4, self._ink.hit)

    def _outlines(self, painter: QPainter, area: Area, zoom: float, marks: Marks) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for box in self._seen_of(self._likes(marks), area):
            self._outline(painter, box, zoom, 1.4, self._ink.accent)
        hovered = self._boxes.get(marks.hovered)
        if hovered and hovered.ends:
            for box in self._seen_of(frozenset(hovered.ends), area):
                self._outline(painter, box, zoom, 2.4, self._ink.accent)
        if hovered and marks.hovered not in marks.selected:
            self._outline(painter, hovered, zoom, 1.4, self._ink.edge)
        for box in self._seen_of(marks.selected, area):
            self._outline(painter, box, zoom, 2.4, self._ink.accent)

    def _likes(self, marks: Marks) -> frozenset[str]:
        """The boxes that are built like those a person points at."""
        pointed = (self._boxes[box] for box in {*marks.selected, marks.hovered} if box in self._boxes)
        return frozenset(like for box in pointed for like in box.alike) - marks.selected - {marks.hovered}

    def _seen_of(self, ids: frozenset[str], area: Area) -> list[Box]:
        boxes = (self._boxes[box] for box in ids if box in self._boxes)
        return [box for box in boxes if touch(bounds(box), area)]

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


def _seen(view: View, pixels: Area) -> Area:
    """The part of the picture in a rectangle of pixels, and what reaches into it."""
    left, top = view.to_picture(pixels[0] - _OVERHANG, pixels[1] - _OVERHANG)
    return left, top, *view.to_picture(pixels[2] + _OVERHANG, pixels[3] + _OVERHANG)


def _grown(width: float, height: float) -> tuple[float, float, float, float]:
    x, y = max(width, 0.0) / 2, max(height, 0.0) / 2
    return -x, -y, x, y
