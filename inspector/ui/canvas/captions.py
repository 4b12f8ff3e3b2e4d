"""The text on boxes and lines, laid out once per size and kept; larger in the picture when seen from further away."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QStaticText

from inspector.drawing.measure import SUBTITLE_PIXELS, TITLE_PIXELS
from inspector.drawing.picture import Box, Line, Picture
from inspector.ui.canvas.ink import font
from inspector.ui.canvas.shapes import FRAME_STRIP, FROZEN_TAB, PADDING, SNOWFLAKE_ROOM, sign_rect

LEVELS = ((0.66, 1.0), (0.42, 1.5), (0.27, 2.1))
"""From which zoom on, and by which factor titles are larger than at 100 %."""


@dataclass(frozen=True, slots=True)
class Caption:
    """A line of text laid out: where its top left is, and its size."""

    text: QStaticText
    font: QFont
    at: QPointF
    width: float
    height: float

    def paint(self, painter: QPainter) -> None:
        """Put it down in the painter's pen."""
        painter.setFont(self.font)
        painter.drawStaticText(self.at, self.text)


@dataclass(frozen=True, slots=True)
class BoxCaptions:
    """What stands on a box: its title, its second line where there is room for one."""

    title: Caption | None
    subtitle: Caption | None


def level_of(zoom: float) -> int | None:
    """Which of `LEVELS` text is shown in; None where the boxes are too small for text."""
    return next((level for level, (least, _) in enumerate(LEVELS) if zoom >= least), None)


class Captions:
    """The captions of one picture, made when they are first seen."""

    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._of_boxes: dict[tuple[int, int], BoxCaptions] = {}
        self._of_lines: dict[int, Caption] = {}

    def of_box(self, index: int, level: int) -> BoxCaptions:
        """The captions of a box at a level, cut with "…" where they do not fit."""
        found = self._of_boxes.get((index, level))
        if found is None:
            box = self._picture.boxes[index]
            found = _on_frame(box, level) if box.kind == "frame" else _on_box(box, level)
            self._of_boxes[index, level] = found
        return found

    def of_line(self, index: int) -> Caption:
        """The label of a line."""
        found = self._of_lines.get(index)
        if found is None:
            found = self._of_lines[index] = _on_line(self._picture.lines[index])
        return found


def text_left(box: Box) -> float:
    """Where a box's text begins, right of the snowflake it may wear."""
    if box.frozen == "no":
        return box.x + PADDING
    return box.x + (FROZEN_TAB + 7 if box.frozen == "some" else PADDING + SNOWFLAKE_ROOM)


def _on_box(box: Box, level: int) -> BoxCaptions:
    left = text_left(box)
    right = box.x + box.width - PADDING / 2
    title_right = sign_rect(box).left() - 4 if box.kind == "block" else right
    bold = box.kind == "block"
    middle = box.y + box.height / 2
    if level > 0 or not box.subtitle:
        size = _fitting(box.title, bold, TITLE_PIXELS * LEVELS[level][1], (right if level else title_right) - left)
        return BoxCaptions(_caption(box.title, size, bold, left, middle, right - left), None)
    lines = (TITLE_PIXELS + SUBTITLE_PIXELS) * 0.62
    return BoxCaptions(
        _caption(box.title, TITLE_PIXELS, bold, left, middle - lines + TITLE_PIXELS * 0.62, title_right - left),
        _caption(box.subtitle, SUBTITLE_PIXELS, False, left, middle + lines - SUBTITLE_PIXELS * 0.62, right - left),
    )


def _on_frame(box: Box, level: int) -> BoxCaptions:
    left = box.x + PADDING + (SNOWFLAKE_ROOM if box.frozen != "no" else 0)
    room = sign_rect(box).left() - 6 - left
    middle = box.y + FRAME_STRIP / 2
    title = _caption(box.title, TITLE_PIXELS * min(LEVELS[level][1], 1.6), True, left, middle, room)
    if title is None or level > 0 or not box.subtitle:
        return BoxCaptions(title, None)
    after = left + title.width + 10
    subtitle = _caption(box.subtitle, SUBTITLE_PIXELS, False, after, middle, room - title.width - 10)
    return BoxCaptions(title, subtitle)


def _on_line(line: Line) -> Caption:
    x, y = line.label_at
    label = _caption(line.label, SUBTITLE_PIXELS, False, x, y, float("inf"))
    if label is None:
        raise ValueError(f"Expected a line with a label, found none on {line.source} → {line.target}.")
    return label


def _fitting(text: str, bold: bool, wanted: float, room: float) -> float:
    """The size up to ``wanted`` in which the text fits, but never smaller than at 100 %."""
    natural = _measure(TITLE_PIXELS, bold)[1].horizontalAdvance(text) or 1.0
    return max(min(wanted, TITLE_PIXELS * room / natural), TITLE_PIXELS)


def _caption(text: str, pixels: float, bold: bool, x: float, middle: float, room: float) -> Caption | None:
    face, metrics = _measure(round(pixels), bold)
    if room < metrics.averageCharWidth() * 2 or not text:
        return None
    shown = text
    if metrics.horizontalAdvance(text) > room:
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room)
    static = QStaticText(shown)
    static.setTextFormat(Qt.TextFormat.PlainText)
    static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    height = metrics.height()
    return Caption(static, face, QPointF(x, middle - height / 2), metrics.horizontalAdvance(shown), height)


@lru_cache(maxsize=128)
def _measure(pixels: int, bold: bool) -> tuple[QFont, QFontMetricsF]:
    face = font(pixels, bold=bold)
    return face, QFontMetricsF(face)
