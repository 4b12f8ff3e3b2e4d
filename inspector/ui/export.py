"""A picture as a PNG file, with or without a window."""

from __future__ import annotations

import math
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtWidgets import QApplication

from inspector.drawing.picture import Picture
from inspector.ui import atomic
from inspector.ui.canvas.painter import PicturePainter
from inspector.ui.canvas.tiles import Tiles
from inspector.ui.canvas.view import View
from inspector.ui.colours import LIGHT, Theme

LARGEST_SIDE = 32_767
"""Pixels; Qt paints no further."""

LARGEST_AREA = 120_000_000
"""Pixels; four bytes each while the picture is being painted."""

_LEAST_SCALE = 0.1


class ExportError(Exception):
    """A picture that cannot be written; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What was written: where, its size in pixels, and what is worth saying about it (empty: nothing)."""

    path: Path
    width: int
    height: int
    note: str = ""


def ensure_application() -> QGuiApplication:
    """The application that painting text needs: the running one, else one without a screen."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return QApplication(sys.argv[:1])


def export_png(
    picture: Picture, path: str | os.PathLike[str], theme: Theme = LIGHT, scale: float = 2.0
) -> ExportResult:
    """Write the whole picture as a PNG; the file appears only when it is complete.

    Args:
        picture: what to paint.
        path: the file, replaced if it is there.
        theme: its colours.
        scale: pixels of the file to a pixel of the picture; less where the file would be too large for Qt.

    Raises:
        ExportError: the picture is empty, is too large to be read at any size Qt can paint, or cannot be written.
    """
    target = Path(path)
    if not picture.boxes:
        raise ExportError("Expected a graph with layers to export, found an empty one: open a model first.")
    possible = _possible_scale(picture, scale)
    if possible < _LEAST_SCALE:
        raise ExportError(
            f"Expected a graph that fits into {LARGEST_SIDE:,} pixels a side, found one of "
            f"{picture.width:,.0f} × {picture.height:,.0f}: fold some blocks, then export it again."
        )
    image = _painted(picture, theme, possible)
    _write(image, target)
    return ExportResult(target, image.width(), image.height(), _note(scale, possible))


def _possible_scale(picture: Picture, scale: float) -> float:
    width, height = max(picture.width, 1.0), max(picture.height, 1.0)
    return min(scale, LARGEST_SIDE / max(width, height), math.sqrt(LARGEST_AREA / (width * height)))


def _painted(picture: Picture, theme: Theme, scale: float) -> QImage:
    ensure_application()
    width, height = max(int(picture.width * scale), 1), max(int(picture.height * scale), 1)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    if image.isNull():
        raise ExportError(
            f"Expected memory for a picture of {width:,} × {height:,} pixels, found too little: "
            "close other programs, or fold some blocks, then export it again."
        )
    image.fill(QColor(theme.canvas))
    painter = QPainter(image)
    PicturePainter(picture, theme, Tiles(picture)).paint(painter, View(scale), (0, 0, width, height))
    painter.end()
    return image


def _write(image: QImage, target: Path) -> None:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, b"png").write(image):
        raise ExportError(
            f"Expected Qt to encode {image.width()} × {image.height()} pixels as PNG, found that it cannot."
        )
    try:
        atomic.write(target, bytes(buffer.data().data()))
    except OSError as error:
        raise ExportError(
            f"Expected to write {target}, found: {error.strerror or error}. Choose another file or folder."
        ) from error


def _note(wanted: float, possible: float) -> str:
    if possible >= wanted:
        return ""
    return (
        f"The picture is {possible:.0%} of its natural size instead of {wanted:.0%}: larger would be more than "
        f"{LARGEST_SIDE:,} pixels a side or {LARGEST_AREA // 1_000_000} megapixels. Fold some blocks for a larger one."
    )
