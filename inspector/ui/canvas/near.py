"""Painting near enough to read: rounded boxes with their text and marks, lines with arrows and labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPolygonF

from inspector.drawing.nest import STRIP
from inspector.drawing.picture import BEHIND, Box, Picture, Point
from inspector.drawing.shapes import (
    BORDER_WIDTH,
    DOT,
    FRAME_RADIUS,
    FROZEN_TAB,
    LINE_WIDTH,
    PADDING,
    RADIUS,
    SNOWFLAKE,
    SNOWFLAKE_X,
    STRIPE,
)
from inspector.ui.canvas.captions import Caption, Captions
from inspector.ui.canvas.ink import Ink, line_pen, mixed
from inspector.ui.canvas.shapes import (
    arrow_head,
    left_part,
    right_part,
    rounded,
    sign_bars,
    sign_rect,
    snowflake,
)
from inspector.ui.canvas.tiles import Tiles

_PLAIN_LEVEL = 2


@dataclass(frozen=True, slots=True)
class _Way:
    path: QPainterPath
    head: QPolygonF


class Near:
    """Paints parts of one picture in full detail, in the picture's coordinates."""

    def __init__(self, picture: Picture, ink: Ink, tiles: Tiles, widths: Mapping[int, float] | None = None) -> None:
        self._picture = picture
        self._widths = widths or {}
        self._ink = ink
        self._tiles = tiles
        self._captions = Captions(picture)
        self._frozen_pen = line_pen(ink.frozen_border, BORDER_WIDTH)
        self._ways: dict[int, _Way] = {}
        self._grounds: dict[Point, QColor] = {}

    def frames(self, painter: QPainter, boxes: Iterable[int]) -> None:
        """The grounds of the open blocks among these boxes."""
        painter.setBrush(self._ink.frame)
        for index in boxes:
            box = self._picture.boxes[index]
            if box.kind == "frame":
                painter.setPen(
                    line_pen(self._ink.frozen_border if box.frozen == "all" else self._ink.frame_border, BORDER_WIDTH)
                )
                painter.drawRoundedRect(_rect(box), FRAME_RADIUS, FRAME_RADIUS)

    def frame_titles(self, painter: QPainter, boxes: Iterable[int], level: int) -> None:
        """Titles and marks of the open blocks among these boxes, over lines that cross their strip."""
        for index in boxes:
            if self._picture.boxes[index].kind == "frame":
                self._frame_title(painter, self._picture.boxes[index], self._captions.of_box(index, level).title)

    def lines(self, painter: QPainter, lines: Iterable[int], colour: QColor, width: float = LINE_WIDTH) -> None:
        """Lines with their arrow heads, as wide as each is, but at least ``width``."""
        by_width: dict[float, list[_Way]] = {}
        for index in lines:
            by_width.setdefault(max(self._widths.get(index, width), width), []).append(self._way(index))
        for own, ways in by_width.items():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(line_pen(colour, own))
            for way in ways:
                painter.drawPath(way.path)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            for way in ways:
                painter.drawPolygon(way.head)

    def boxes(self, painter: QPainter, boxes: Iterable[int], level: int) -> None:
        """Layers and folded blocks."""
        hatch = self._ink.hatch(painter.deviceTransform().m11())
        for index in boxes:
            box = self._picture.boxes[index]
            if box.kind == "frame":
                continue
            if level < _PLAIN_LEVEL:
                self._box(painter, box, hatch)
            else:
                self._plain_box(painter, box)
            self._words(painter, box, index, level)

    def labels(self, painter: QPainter, lines: Iterable[int]) -> None:
        """The labels of lines, on a patch of background so that no line strikes them through."""
        for index in lines:
            if self._picture.lines[index].label:
                label = self._captions.of_line(index)
                self._patch(painter, label, self._ground(self._picture.lines[index].label_at))
                painter.setPen(self._ink.muted)
                label.paint(painter)

    def _way(self, index: int) -> _Way:
        found = self._ways.get(index)
        if found is None:
            line = self._picture.lines[index]
            found = self._ways[index] = _Way(rounded(line), arrow_head(line))
        return found

    def _frame_title(self, painter: QPainter, box: Box, title: Caption | None) -> None:
        end = box.x + PADDING
        if title:
            end = title.at.x() + title.width + 6
            self._patch(painter, title, self._ink.frame)
            painter.setPen(self._ink.text)
            title.paint(painter)
        if box.frozen != "no":
            mark = self._ink.frozen_mark
            colour = mark if box.frozen == "all" else mixed(mark, self._ink.frame, 0.5)
            self._snowflake(painter, QPointF(end + SNOWFLAKE, box.y + STRIP / 2), colour)
        self._sign(painter, box, self._ink.text, self._ink.frame)
        self._edited(painter, box)

    def _patch(self, painter: QPainter, caption: Caption, ground: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        patch = QRectF(caption.at.x() - 3, caption.at.y() + 1, caption.width + 6, caption.height - 2)
        painter.drawRoundedRect(patch, 4, 4)

    def _box(self, painter: QPainter, box: Box, hatch: QBrush) -> None:
        rect = _rect(box)
        if box.kind == "block":
            self._stack(painter, box, rect)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ink.fill(box))
        painter.drawRoundedRect(rect, RADIUS, RADIUS)
        middle = rect.center().y()
        if box.frozen == "some":
            painter.setBrush(hatch)
            painter.drawPath(left_part(rect, FROZEN_TAB, RADIUS))
            self._snowflake(painter, QPointF(box.x + FROZEN_TAB / 2, middle), self._ink.frozen_mark)
        elif self._ink.iced(box):
            painter.setPen(self._frozen_pen)
            painter.setBrush(hatch)
            painter.drawPath(right_part(rect, rect.width() - STRIPE, RADIUS))
            self._snowflake(painter, QPointF(box.x + SNOWFLAKE_X, middle), self._ink.frozen_mark)
        elif box.frozen == "all":
            self._snowflake(painter, QPointF(box.x + SNOWFLAKE_X, middle), self._ink.title(box))

    def _plain_box(self, painter: QPainter, box: Box) -> None:
        """Without what is too small to be seen: the hatch, the snowflake, the second edge of a block."""
        rect = _rect(box)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ink.fill(box))
        painter.drawRoundedRect(rect, RADIUS, RADIUS)
        if box.frozen == "some":
            painter.fillRect(QRectF(box.x, box.y, FROZEN_TAB, box.height), self._ink.frozen_border)
        elif self._ink.iced(box):
            painter.setPen(self._frozen_pen)
            painter.setBrush(self._ink.frozen)
            painter.drawRect(rect.adjusted(STRIPE, 0, 0, 0))

    def _words(self, painter: QPainter, box: Box, index: int, level: int) -> None:
        captions = self._captions.of_box(index, level)
        if captions.title:
            painter.setPen(self._ink.title(box))
            captions.title.paint(painter)
        if captions.subtitle:
            painter.setPen(self._ink.subtitle(box))
            captions.subtitle.paint(painter)
        if box.kind == "block" and level == 0:
            ground = self._ink.frozen if self._ink.iced(box) else self._ink.fill(box)
            self._sign(painter, box, self._ink.title(box), ground)
        self._edited(painter, box)

    def _stack(self, painter: QPainter, box: Box, rect: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ink.behind(box))
        painter.drawRoundedRect(rect.translated(BEHIND, BEHIND), RADIUS, RADIUS)
        painter.setPen(line_pen(self._ground((box.x, box.y)), 1.6))
        painter.setBrush(self._ink.fill(box))
        painter.drawRoundedRect(rect.adjusted(-0.8, -0.8, 0.8, 0.8), RADIUS, RADIUS)

    def _snowflake(self, painter: QPainter, centre: QPointF, colour: QColor) -> None:
        painter.save()
        painter.translate(centre)
        painter.scale(SNOWFLAKE, SNOWFLAKE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPath(snowflake())
        painter.restore()

    def _sign(self, painter: QPainter, box: Box, colour: QColor, ground: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(colour, ground, 0.18))
        painter.drawRoundedRect(sign_rect(box), 4, 4)
        painter.setPen(line_pen(colour, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(sign_bars(box))

    def _ground(self, point: Point) -> QColor:
        found = self._grounds.get(point)
        if found is None:
            at_point = (self._picture.boxes[index] for index in self._tiles.boxes((*point, *point)))
            inside = any(box.kind == "frame" for box in at_point)
            found = self._grounds[point] = self._ink.frame if inside else self._ink.ground
        return found

    def _edited(self, painter: QPainter, box: Box) -> None:
        if box.edited:
            painter.setPen(line_pen(self._ink.ground, 1.6))
            painter.setBrush(self._ink.edited)
            painter.drawEllipse(QPointF(box.x + box.width - 1, box.y + 1), DOT, DOT)


def _rect(box: Box) -> QRectF:
    return QRectF(box.x, box.y, box.width, box.height)
