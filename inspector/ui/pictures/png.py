"""A picture as a PNG, painted by the canvas' own painter, with or without a window."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter

from inspector.drawing.overlays import Overlay
from inspector.drawing.picture import Picture
from inspector.drawing.plaque import Sheet, sheet
from inspector.drawing.ramps import Tint
from inspector.drawing.scene import Style
from inspector.ui.canvas.captions import LEVELS
from inspector.ui.canvas.painter import PicturePainter
from inspector.ui.canvas.tiles import Tiles
from inspector.ui.canvas.view import View
from inspector.ui.colours import DARK, LIGHT
from inspector.ui.pictures.application import ensure_application
from inspector.ui.pictures.errors import PictureError
from inspector.ui.pictures.plaque import paint_plaque

LARGEST_SIDE = 32_767
"""Pixels; Qt paints no further."""

LARGEST_AREA = 120_000_000
"""Pixels; four bytes each while the picture is being painted."""

USUAL_SCALE = 2.0
LEAST_SCALE = LEVELS[-1][0]
"""Nothing can be read below."""

_INCHES_PER_METRE = 1 / 0.0254
_NATURAL_DPI = 96


@dataclass(frozen=True, slots=True)
class Png:
    """An encoded image, its size in pixels, and what is worth saying about it (empty: nothing)."""

    content: bytes
    width: int
    height: int
    note: str = ""


def to_png(picture: Picture, style: Style, overlay: Overlay | None = None) -> Png:
    """The whole picture, smaller than asked for where Qt cannot paint so much; the note says so.

    Raises:
        PictureError: it is too large to be read at any size Qt can paint.
    """
    wanted = style.scale or USUAL_SCALE
    laid = sheet(picture, overlay.legend if overlay else None)
    possible = possible_scale(laid, wanted)
    if possible < min(LEAST_SCALE, wanted):
        raise PictureError(
            f"Expected a graph that fits into {LARGEST_SIDE:,} pixels a side, found one of "
            f"{laid.width:,.0f} × {laid.height:,.0f}: write it as .svg or .pdf, which know no limit, "
            "or fold some blocks."
        )
    image = painted(laid, style, possible, overlay.tints if overlay else None)
    return Png(_encoded(image), image.width(), image.height(), _note(wanted, possible))


def possible_scale(laid: Sheet, wanted: float) -> float:
    """The scale that was asked for, or the largest Qt can paint."""
    width, height = max(laid.width, 1.0), max(laid.height, 1.0)
    return min(wanted, LARGEST_SIDE / max(width, height), math.sqrt(LARGEST_AREA / (width * height)))


def painted(laid: Sheet, style: Style, scale: float, tints: Mapping[str, Tint] | None) -> QImage:
    """The picture as an image with so many pixels to one of its own; raises PictureError where memory is short."""
    ensure_application()
    theme = DARK if style.theme == "dark" else LIGHT
    width, height = max(int(laid.width * scale), 1), max(int(laid.height * scale), 1)
    format_ = QImage.Format.Format_ARGB32_Premultiplied if style.transparent else QImage.Format.Format_RGB32
    image = QImage(width, height, format_)
    if image.isNull():
        raise PictureError(
            f"Expected memory for a picture of {width:,} × {height:,} pixels, found too little: "
            "close other programs, or fold some blocks, then export it again."
        )
    image.setDotsPerMeterX(round(scale * _NATURAL_DPI * _INCHES_PER_METRE))
    image.setDotsPerMeterY(image.dotsPerMeterX())
    image.fill(Qt.GlobalColor.transparent if style.transparent else QColor(theme.canvas))
    painter = QPainter(image)
    if laid.plaque:
        painter.scale(scale, scale)
        paint_plaque(painter, laid.plaque, theme)
        painter.resetTransform()
    picture, (left, top) = laid.picture, laid.origin
    room = left * scale, top * scale, (left + picture.width) * scale, height
    painter.setClipRect(QRectF(room[0], room[1], room[2] - room[0], room[3] - room[1]))
    made = PicturePainter(picture, theme, Tiles(picture), tints, transparent=style.transparent)
    made.paint(painter, View(scale, -left, -top), room)
    painter.end()
    return image


def _encoded(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, b"png").write(image):
        raise PictureError(
            f"Expected Qt to encode {image.width()} × {image.height()} pixels as PNG, found that it cannot."
        )
    return bytes(buffer.data().data())


def _note(wanted: float, possible: float) -> str:
    if possible >= wanted:
        return ""
    return (
        f"The picture is {possible:.0%} of its natural size instead of {wanted:.0%}: larger would be more than "
        f"{LARGEST_SIDE:,} pixels a side or {LARGEST_AREA // 1_000_000} megapixels. "
        "Fold some blocks, or write it as .svg or .pdf, for a larger one."
    )
