"""From one picture to the next: boxes glide to their new places, so that the eye can follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QEasingCurve, QVariantAnimation
from PySide6.QtWidgets import QStyle, QWidget

from inspector.drawing.picture import Box, Line, Picture
from inspector.ui.canvas.view import Area

MILLISECONDS = 170
_MOST = 300
"""Boxes in the window above which nothing glides."""
_LINES_FROM = 0.6
"""The part of the way after which lines are drawn, when boxes are nearly where they end."""


@dataclass(frozen=True, slots=True)
class Glide:
    """Boxes with the rectangles they come from, and the lines between them where they end."""

    boxes: tuple[tuple[Box, Area], ...]
    lines: tuple[Line, ...]

    def at(self, share: float) -> Picture:
        """The picture at a part of the way, 0 to 1."""
        boxes = tuple(_between(box, start, share) for box, start in self.boxes)
        return Picture(boxes, self.lines if share >= _LINES_FROM else (), 0.0, 0.0)


def glide(before: Mapping[str, Area], boxes: Iterable[Box], lines: Iterable[Line], origin: Area | None) -> Glide | None:
    """How boxes get to where they are.

    Args:
        before: where boxes were, by id, in the coordinates of the new picture.
        boxes: those that will be seen.
        lines: those that will be seen.
        origin: where new boxes come from; they are at their places from the start where there is no such rectangle.

    Returns:
        ``None`` where nothing moves, or too much would.
    """
    shown = list(boxes)
    starts = [(box, before.get(box.id, origin or _rect(box))) for box in shown]
    if len(shown) > _MOST or all(_rect(box) == start for box, start in starts):
        return None
    return Glide(tuple(starts), tuple(lines))


class Motion(QVariantAnimation):
    """Runs a glide; ``valueChanged`` carries the part of the way."""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.glide: Glide | None = None
        self.setDuration(MILLISECONDS)
        self.setStartValue(0.0)
        self.setEndValue(1.0)
        self.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.valueChanged.connect(lambda _share: canvas.update())
        self.finished.connect(self.end)

    def begin(self, found: Glide | None) -> None:
        """Run, unless the desktop asks for no animations."""
        self.end()
        if found and self._canvas.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self._canvas):
            self.glide = found
            self.start()

    def end(self) -> None:
        """Everything is where it belongs, at once."""
        self.stop()
        self.glide = None
        self._canvas.update()


def _between(box: Box, start: Area, share: float) -> Box:
    x, y, width, height = (first + (last - first) * share for first, last in zip(start, _rect(box), strict=True))
    return replace(box, x=x, y=y, width=width, height=height)


def _rect(box: Box) -> Area:
    """Left, top, width, height."""
    return box.x, box.y, box.width, box.height
