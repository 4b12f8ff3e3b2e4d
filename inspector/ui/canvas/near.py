"""Painting near enough to read: rounded boxes with their text and marks, lines with arrows and labels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPolygonF

from inspector.drawing.picture import Box, Picture
from inspector.ui.canvas.captions import Captions
from inspector.ui.canvas.ink import Ink, line_pen, mixed
from inspector.ui.canvas.shapes import (
    FRAME_STRIP,
    FROZEN_TAB,
    PADDING,
    arrow_head,
    left_part,
    right_part,
    rounded,
    sign_bars,
    sign_rect,
    snowflake,
)
from inspector.ui.canvas.tiles import Tiles

RADIUS = 6.0
FRAME_RADIUS = 10.0
_STACK = 4.0
_STRIPE = 5.0
_DOT = 5.5
_LINE = 1.5
_SNOWFLAKE = 6.5


@dataclass(frozen=True, slots=True)
class _Way:
    path: QPainterPath
    head: QPolygonF
    background: QColor


class Near:
    """Paints parts of one picture in full detail, in the picture's coordinates."""

    def __init__(self, picture: Picture, ink: Ink, tiles: Tiles) -> None:
        self._picture = picture
        self._ink = ink
        self._tiles = tiles
        self._captions = Captions(picture)
        self._ways: dict[int, _Way] = {}

    def frames(self, painter: QPainter, boxes: Iterable[int], level: int) -> None:
        """The open blocks among these boxes, with their titles."""
        for index in boxes:
            box = self._picture.boxes[index]
            if box.kind == "frame":
                self._frame(painter, box, index, level)

    def lines(self, painter: QPainter, lines: Iterable[int], colour: QColor, width: float = _LINE) -> None:
        """Lines with their arrow heads."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(line_pen(colour, width))
        ways = [self._way(index) for index in lines]
        for way in ways:
            painter.drawPath(way.path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for way in ways:
            painter.drawPolygon(way.head)

    def boxes(self, painter: QPainter, boxes: Iterable[int], level: int) -> None:
        """Layers and folded blocks."""
        for index in boxes:
            box = self._picture.boxes[index]
            if box.kind != "frame":
                self._box(painter, box, index, level)

    def labels(self, painter: QPainter, lines: Iterable[int]) -> None:
        """The labels of lines, on a patch of background so that no line strikes them through."""
        for index in lines:
            if self._picture.lines[index].label:
                label = self._captions.of_line(index)
                patch = QRectF(label.at.x() - 3, label.at.y() + 1, label.width + 6, label.height - 2)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._way(index).background)
                painter.drawRoundedRect(patch, 4, 4)
                painter.setPen(self._ink.muted)
                label.paint(painter)

    def _way(self, index: int) -> _Way:
        found = self._ways.get(index)
        if found is None:
            line = self._picture.lines[index]
            frames = self._tiles.boxes((*line.label_at, *line.label_at)) if line.label else []
            inside = any(self._picture.boxes[box].kind == "frame" for box in frames)
            background = self._ink.frame if inside else self._ink.canvas
            found = self._ways[index] = _Way(rounded(line), arrow_head(line), background)
        return found

    def _frame(self, painter: QPainter, box: Box, index: int, level: int) -> None:
        border = self._ink.frozen_border if box.frozen == "all" else self._ink.frame_border
        painter.setPen(line_pen(border, 1.2))
        painter.setBrush(self._ink.frame)
        painter.drawRoundedRect(_rect(box), FRAME_RADIUS, FRAME_RADIUS)
        if box.frozen != "no":
            centre = QPointF(box.x + PADDING + _SNOWFLAKE, box.y + FRAME_STRIP / 2)
            self._snowflake(painter, centre, box.frozen == "all")
        captions = self._captions.of_box(index, level)
        if captions.title:
            painter.setPen(self._ink.text)
            captions.title.paint(painter)
        if captions.subtitle:
            painter.setPen(self._ink.muted)
            captions.subtitle.paint(painter)
        self._sign(painter, box, self._ink.text)
        self._edited(painter, box)

    def _box(self, painter: QPainter, box: Box, index: int, level: int) -> None:
        rect = _rect(box)
        if box.kind == "block":
            self._stack(painter, box, rect)
        self._body(painter, box, rect)
        captions = self._captions.of_box(index, level)
        if captions.title:
            painter.setPen(self._ink.title(box))
            captions.title.paint(painter)
        if captions.subtitle:
            painter.setPen(self._ink.subtitle(box))
            captions.subtitle.paint(painter)
        if box.kind == "block" and level == 0:
            self._sign(painter, box, self._ink.title(box))
        self._edited(painter, box)

    def _stack(self, painter: QPainter, box: Box, rect: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ink.behind(box))
        painter.drawRoundedRect(rect.translated(_STACK, _STACK), RADIUS, RADIUS)
        painter.setPen(line_pen(self._ink.canvas, 1.6))
        painter.setBrush(self._ink.fill(box))
        painter.drawRoundedRect(rect.adjusted(-0.8, -0.8, 0.8, 0.8), RADIUS, RADIUS)

    def _body(self, painter: QPainter, box: Box, rect: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ink.fill(box))
        painter.drawRoundedRect(rect, RADIUS, RADIUS)
        if box.frozen == "no":
            return
        painter.setBrush(self._ink.hatch)
        middle = rect.center().y()
        if box.frozen == "some":
            painter.drawPath(left_part(rect, FROZEN_TAB, RADIUS))
            self._snowflake(painter, QPointF(box.x + FROZEN_TAB / 2 + 0.5, middle), True)
        else:
            painter.drawPath(right_part(rect, rect.width() - _STRIPE, RADIUS))
            painter.setPen(line_pen(self._ink.frozen_border, 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(right_part(rect, rect.width() - _STRIPE, RADIUS))
            self._snowflake(painter, QPointF(box.x + PADDING + _SNOWFLAKE, middle), True)

    def _snowflake(self, painter: QPainter, centre: QPointF, whole: bool) -> None:
        colour = self._ink.frozen_mark if whole else mixed(self._ink.frozen_mark, self._ink.frame, 0.5)
        painter.save()
        painter.translate(centre)
        painter.scale(_SNOWFLAKE, _SNOWFLAKE)
        painter.setPen(line_pen(colour, 0.19))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(snowflake())
        painter.restore()

    def _sign(self, painter: QPainter, box: Box, colour: QColor) -> None:
        ground = QColor(colour)
        ground.setAlphaF(0.16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(sign_rect(box), 4, 4)
        painter.setPen(line_pen(colour, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(sign_bars(box))

    def _edited(self, painter: QPainter, box: Box) -> None:
        if box.edited:
            painter.setPen(line_pen(self._ink.canvas, 1.6))
            painter.setBrush(self._ink.edited)
            painter.drawEllipse(QPointF(box.x + box.width - 1, box.y + 1), _DOT, _DOT)


def _rect(box: Box) -> QRectF:
    return QRectF(box.x, box.y, box.width, box.height)
