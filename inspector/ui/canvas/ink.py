"""The pens, brushes and fonts of one theme, made once for a painter."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFont, QGuiApplication, QImage, QPainter, QPen, QTransform

from inspector.drawing.palette import PALETTES, BoxColours
from inspector.drawing.picture import Box
from inspector.drawing.ramps import Tint
from inspector.drawing.shapes import HATCH_STEP, HATCH_WIDTH
from inspector.ui.colours import Theme

FAINT = 0.22
"""How much is left of the colour of what fades."""

_colour = cache(QColor)


class Ink:
    """What boxes and lines are painted with in a theme.

    Args:
        theme: the colours.
        tints: of boxes by id, instead of their category's colours.
        transparent: whether there is no ground.
    """

    def __init__(self, theme: Theme, tints: Mapping[str, Tint] | None = None, *, transparent: bool = False) -> None:
        self.theme = theme
        self._boxes = BoxColours(PALETTES[theme.name], tints)
        self.canvas = QColor(theme.canvas)
        self.ground = QColor(Qt.GlobalColor.transparent) if transparent else self.canvas
        self.text = QColor(theme.text)
        self.muted = QColor(theme.muted)
        self.accent = QColor(theme.accent)
        self.edge = QColor(theme.edge)
        self.edited = QColor(theme.edited)
        self.hit = QColor(theme.hit)
        self.glow = QColor(theme.hit)
        self.glow.setAlpha(80)
        self.frozen = QColor(theme.frozen)
        self.frozen_border = QColor(theme.frozen_border)
        self.frozen_mark = QColor(theme.frozen_mark)
        self.frame = QColor(theme.frame)
        self.frame_border = QColor(theme.frame_border)

    def hatch(self, scale: float) -> QBrush:
        """What frozen boxes are filled with, at a number of device pixels to a pixel of the picture."""
        return hatch(self.theme.frozen, self.theme.frozen_hatch, scale)

    def fill(self, box: Box) -> QColor:
        """The colour of a box: its tint, else its category's."""
        return _colour(self._boxes.fill(box))

    def iced(self, box: Box) -> bool:
        """Whether a box has the ground of frozen ones: all of it is frozen, and its colour tells nothing else."""
        return self._boxes.iced(box)

    def behind(self, box: Box) -> QColor:
        """The colour of the second edge behind a folded block: its own, on the way to the canvas'."""
        return _colour(self._boxes.behind(box))

    def title(self, box: Box) -> QColor:
        """The colour of a box's title."""
        return _colour(self._boxes.title(box))

    def subtitle(self, box: Box) -> QColor:
        """The colour of a box's second line, a little weaker than its title where there is contrast to spare."""
        return _colour(self._boxes.subtitle(box))

    def seen_from_far(self, box: Box) -> QColor:
        """The one colour of a box too small for marks and text."""
        return self.frozen_border if self.iced(box) else self.fill(box)


def font(pixels: int, *, bold: bool = False) -> QFont:
    """The application's font at a size in pixels of the picture."""
    made = QFont(QGuiApplication.font())
    made.setPixelSize(pixels)
    made.setBold(bold)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """``share`` of one colour and the rest of another."""
    rest = 1 - share
    return QColor.fromRgbF(
        share * one.redF() + rest * other.redF(),
        share * one.greenF() + rest * other.greenF(),
        share * one.blueF() + rest * other.blueF(),
    )


def line_pen(colour: QColor, width: float) -> QPen:
    """A round pen of a width in pixels of the picture."""
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


@lru_cache(maxsize=8)
def hatch(ground: str, lines: str, scale: float) -> QBrush:
    """A brush of slanted lines for shapes in a picture's coordinates.

    The tile is as large on the device as in memory: a brush that has to be scaled costs ten times as much to fill with.

    Args:
        ground, lines: its two colours.
        scale: device pixels to a pixel of the picture.
    """
    size = max(round(HATCH_STEP * scale), 3)
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(lines), max(HATCH_WIDTH * scale, 0.8)))
    for shift in (-size, 0, size):
        painter.drawLine(shift - 4, size + 4, shift + size + 4, -4)
    painter.end()
    brush = QBrush(image)
    brush.setTransform(QTransform.fromScale(1 / scale, 1 / scale))
    return brush
