"""The text on boxes and lines, laid out once per size and kept; larger in the picture when seen from further away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QPainter, QStaticText

from inspector.drawing.measure import SUBTITLE_PIXELS, TITLE_PIXELS
from inspector.drawing.picture import Box, Line, Picture
from inspector.drawing.shapes import subtitle_middle, text_left, text_right, title_middle, title_right
from inspector.ui.canvas.letters import Face, face
from inspector.ui.canvas.view import WORDS_ZOOM

LEVELS = ((WORDS_ZOOM, TITLE_PIXELS, 12), (0.42, 20, 16), (0.27, 28, 22))
"""For each: from which zoom on, the size of titles in pixels of the picture, and how far it shrinks for a long one."""

_Cut = Callable[[Face, str, float], str]


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
    return next((level for level, (least, _, _) in enumerate(LEVELS) if zoom >= least), None)


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
            found = self._of_boxes[index, level] = _on_box(box, level)
        return found

    def of_line(self, index: int) -> Caption:
        """The label of a line."""
        found = self._of_lines.get(index)
        if found is None:
            found = self._of_lines[index] = _on_line(self._picture.lines[index])
        return found


def _on_box(box: Box, level: int) -> BoxCaptions:
    left, middle = text_left(box), title_middle(box)
    _, size, least = LEVELS[0 if box.kind == "stub" else level]
    bold = box.kind in ("block", "frame")
    if level == 0 or box.kind == "frame":
        title = _title(box.title, (size, least), bold, left, middle, title_right(box) - left)
        subtitle = _subtitle(box.subtitle, left, subtitle_middle(box), text_right(box) - left) if box.subtitle else None
        return BoxCaptions(title, subtitle)
    return BoxCaptions(
        _title(box.title, (size, least), bold, left, box.y + box.height / 2, text_right(box) - left), None
    )


def _on_line(line: Line) -> Caption:
    label = _subtitle(line.label, *line.label_at, float("inf"))
    if label is None:
        raise ValueError(f"Expected a line with a label, found none on {line.source} → {line.target}.")
    return label


def _title(text: str, sizes: tuple[int, int], bold: bool, x: float, middle: float, room: float) -> Caption | None:
    """As large as it fits between two sizes."""
    largest, least = sizes
    natural = face(largest, bold).width(text)
    if natural <= room or not text:
        return _caption(text, natural, face(largest, bold), x, middle)
    return _cut(text, face(max(int(largest * room / natural), least), bold), x, middle, room, Face.cut_in_the_middle)


def _subtitle(text: str, x: float, middle: float, room: float) -> Caption | None:
    return _cut(text, face(SUBTITLE_PIXELS, False), x, middle, room, Face.cut_at_the_end)


def _cut(text: str, letters: Face, x: float, middle: float, room: float, cut: _Cut) -> Caption | None:
    """Cut where it is more than a pixel too long; nothing where there is room for hardly a letter."""
    if room < letters.usual * 2:
        return None
    width = letters.width(text)
    if width > room + 1:
        text = cut(letters, text, room + 1)
        width = letters.width(text)
    return _caption(text, width, letters, x, middle)


def _caption(text: str, width: float, letters: Face, x: float, middle: float) -> Caption | None:
    if not text:
        return None
    static = QStaticText(text)
    static.setTextFormat(Qt.TextFormat.PlainText)
    static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    return Caption(static, letters.font, QPointF(x, middle - letters.height / 2), width, letters.height)
