"""A picture as a PDF, painted by the canvas' own painter: on one page of its size, or on as many sheets as it takes."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPdfWriter

from inspector import __version__
from inspector.drawing.overlays import Legend, Overlay
from inspector.drawing.pages import Sheets, sheets
from inspector.drawing.parts import Area
from inspector.drawing.picture import Picture
from inspector.drawing.plaque import Plaque, plaque, sheet
from inspector.drawing.scene import Style
from inspector.ui.canvas.ink import font
from inspector.ui.canvas.painter import PicturePainter
from inspector.ui.canvas.tiles import Tiles
from inspector.ui.canvas.view import View
from inspector.ui.colours import DARK, LIGHT, Theme
from inspector.ui.pictures.application import ensure_application
from inspector.ui.pictures.plaque import paint_plaque

_POINTS = 72 / 96
"""To a pixel at natural size."""
_RESOLUTION = 288
_SHEET = (595.0, 842.0)
_MARGIN, _FOOT, _CLEAR = 34.0, 16.0, 10.0
_FOOT_PIXELS = 10


@dataclass(frozen=True, slots=True)
class Pdf:
    """A document and how many pages it has."""

    content: bytes
    sheets: int


@dataclass(frozen=True, slots=True)
class _Paper:
    """A page and where on it the picture goes, in points; the legend above it and how large that is."""

    width: float
    height: float
    margin: float
    foot: float
    plaque: Plaque | None
    scale: float

    @property
    def head(self) -> float:
        """The height that the legend takes, on a sheet with some room to where the picture was cut."""
        clear = _CLEAR if self.foot else 0.0
        return self.plaque.height * self.scale + clear if self.plaque else 0.0

    @property
    def room(self) -> tuple[float, float]:
        """Width and height that are left for the picture."""
        return self.width - 2 * self.margin, self.height - 2 * self.margin - self.foot - self.head


def to_pdf(picture: Picture, style: Style, title: str, overlay: Overlay | None = None) -> Pdf:
    """The whole picture: on a page cut to its size where A4 would hold it, else on A4 sheets that are numbered.

    A legend stands above the picture on every page.
    """
    ensure_application()
    wanted = style.scale or 1.0
    paper = _paper(picture, overlay.legend if overlay else Legend(), wanted)
    divided = sheets(picture, paper.room[0] / _POINTS, paper.room[1] / _POINTS, wanted)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator(f"Model Inspector {__version__}")
    writer.setResolution(_RESOLUTION)
    size = QPageSize(QSizeF(paper.width, paper.height), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
    theme = DARK if style.theme == "dark" else LIGHT
    painter = QPainter(writer)
    tints = overlay.tints if overlay else None
    made = PicturePainter(picture, theme, Tiles(picture), tints, transparent=style.transparent)
    for number, area in enumerate(divided.areas):
        if number:
            writer.newPage()
        painter.save()
        painter.scale(_RESOLUTION / 72, _RESOLUTION / 72)
        if not style.transparent:
            painter.fillRect(QRectF(0, 0, paper.width, paper.height), QColor(theme.canvas))
        if paper.plaque:
            _paint_head(painter, paper.plaque, paper, theme)
        if paper.foot:
            _write_foot(painter, paper, theme, _foot(title, number, divided))
        _paint(painter, made, area, paper, divided.scale * _POINTS)
        painter.restore()
    painter.end()
    return Pdf(bytes(buffer.data().data()), len(divided.areas))


def _paper(picture: Picture, legend: Legend, scale: float) -> _Paper:
    laid, points = sheet(picture, legend), scale * _POINTS
    width, height = laid.width * points, laid.height * points
    short, long = _SHEET
    if min(width, height) <= short and max(width, height) <= long:
        return _Paper(width, height, 0.0, 0.0, laid.plaque, points)
    wide, high = (short, long) if height >= width else (long, short)
    return _Paper(wide, high, _MARGIN, _FOOT, plaque(legend, (wide - 2 * _MARGIN) / _POINTS), _POINTS)


def _paint(painter: QPainter, made: PicturePainter, area: Area, paper: _Paper, scale: float) -> None:
    left, top, right, bottom = area
    aside = 0.0 if paper.foot else (paper.width - (right - left) * scale) / 2
    painter.translate(paper.margin + aside, paper.margin + paper.head)
    painter.scale(scale, scale)
    painter.setClipRect(QRectF(0, 0, right - left, bottom - top))
    made.paint(painter, View(1.0, left, top), (0, 0, right - left, bottom - top))


def _paint_head(painter: QPainter, head: Plaque, paper: _Paper, theme: Theme) -> None:
    painter.save()
    painter.translate(paper.margin, paper.margin)
    painter.scale(paper.scale, paper.scale)
    paint_plaque(painter, head, theme)
    painter.restore()


def _write_foot(painter: QPainter, paper: _Paper, theme: Theme, text: str) -> None:
    painter.setFont(font(_FOOT_PIXELS))
    painter.setPen(QColor(theme.muted))
    place = QRectF(paper.margin, paper.height - paper.margin - paper.foot / 2, paper.width - 2 * paper.margin, 16)
    painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)


def _foot(title: str, number: int, divided: Sheets) -> str:
    place = f"{number + 1} of {len(divided.areas)}"
    if divided.columns > 1:
        row, column = divmod(number, divided.columns)
        place += f" (row {row + 1}, column {column + 1})"
    return " · ".join(filter(None, (title, place)))
