"""A picture on the clipboard, as an image and as SVG: each program takes the one it can use."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from inspector.drawing.overlays import Overlay
from inspector.drawing.palette import PALETTES
from inspector.drawing.picture import Picture
from inspector.drawing.plaque import sheet
from inspector.drawing.scene import Style
from inspector.drawing.svg import to_svg
from inspector.ui.pictures.errors import PictureError
from inspector.ui.pictures.png import USUAL_SCALE, painted, possible_scale

SVG_MIME = "image/svg+xml"


def copy_picture(picture: Picture, style: Style, overlay: Overlay) -> None:
    """Put the picture and the legend of its colours on the clipboard; the image is smaller where Qt cannot paint more.

    Raises:
        PictureError: there is nothing in the picture, or too little memory.
    """
    if not picture.boxes:
        raise PictureError("Expected layers in view to copy, found none: move the graph into view.")
    laid = sheet(picture, overlay.legend)
    data = QMimeData()
    data.setImageData(painted(laid, style, possible_scale(laid, style.scale or USUAL_SCALE), overlay.tints))
    data.setData(SVG_MIME, to_svg(picture, PALETTES[style.theme], overlay=overlay).encode())
    QGuiApplication.clipboard().setMimeData(data)
