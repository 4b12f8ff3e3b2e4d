"""What the canvas' tests share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pytestqt.qtbot import QtBot
from shiboken6 import delete

from inspector.drawing.picture import Picture
from inspector.ui.canvas.canvas import Canvas


@contextmanager
def shown(qtbot: QtBot, picture: Picture) -> Iterator[Canvas]:
    """A canvas of its own, 700 by 500 pixels, that shows a picture and is gone afterwards."""
    canvas = Canvas()
    canvas.resize(700, 500)
    canvas.show()
    qtbot.waitExposed(canvas)
    canvas.set_picture(picture)
    yield canvas
    delete(canvas)
