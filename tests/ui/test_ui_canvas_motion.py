"""Boxes glide to their new places when a block is opened or folded; nothing jumps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QProxyStyle, QStyle
from shiboken6 import delete

from inspector.drawing.picture import Box, Picture
from inspector.ui.canvas.canvas import Canvas
from inspector.ui.canvas.motion import MILLISECONDS, glide

pytestmark = pytest.mark.window

FOLDED = Picture(
    (Box("block:b", "block", 100, 100, 120, 54, "b"), Box("last", "layer", 100, 200, 120, 54, "last")), (), 400, 300
)
OPEN = Picture(
    (
        Box("block:b", "frame", 60, 100, 200, 300, "b"),
        Box("inner", "layer", 100, 150, 120, 54, "inner"),
        Box("last", "layer", 100, 450, 120, 54, "last"),
    ),
    (),
    400,
    550,
)


class Lively(QProxyStyle):
    """A desktop that wants animations, or none."""

    def __init__(self, milliseconds: int) -> None:
        super().__init__("Fusion")
        self._milliseconds = milliseconds

    def styleHint(self, hint, option=None, widget=None, data=None) -> int:
        if hint == QStyle.StyleHint.SH_Widget_Animation_Duration:
            return self._milliseconds
        return super().styleHint(hint, option, widget, data)


@pytest.fixture
def canvas(qtbot, request) -> Iterator[Canvas]:
    canvas = Canvas()
    style = Lively(getattr(request, "param", 200))
    canvas.setStyle(style)
    canvas.resize(500, 700)
    canvas.show()
    qtbot.waitExposed(canvas)
    canvas.set_picture(FOLDED)
    yield canvas
    delete(canvas)


def test_a_glide_begins_where_boxes_were_and_ends_where_they_are():
    before = {"block:b": (100.0, 100.0, 120.0, 54.0), "last": (100.0, 200.0, 120.0, 54.0)}
    found = glide(before, OPEN.boxes, (), before["block:b"])
    start, end = found.at(0.0), found.at(1.0)
    assert [(box.x, box.y) for box in start.boxes] == [(100, 100), (100, 100), (100, 200)]
    assert end.boxes == OPEN.boxes
    assert found.at(0.5).boxes[2].y == 325


def test_nothing_glides_where_nothing_moves_or_too_much_would():
    still = {box.id: (box.x, box.y, box.width, box.height) for box in OPEN.boxes}
    assert glide(still, OPEN.boxes, (), None) is None
    many = [Box(str(place), "layer", place, 0, 1, 1, "") for place in range(1000)]
    assert glide({}, many, (), (5.0, 5.0, 1.0, 1.0)) is None


def test_opening_a_block_glides_for_a_moment_and_ends_as_if_it_had_not(qtbot, canvas):
    canvas.set_picture(OPEN, "block:b")
    assert canvas.moving
    first = canvas.grab().toImage()
    qtbot.waitUntil(lambda: not canvas.moving, timeout=10 * MILLISECONDS)
    last = canvas.grab().toImage()
    canvas.set_picture(OPEN)
    assert not canvas.moving, "the same picture moves nothing"
    assert first != last == canvas.grab().toImage()


@pytest.mark.parametrize("what", ["press", "key", "pan"])
def test_whatever_a_person_does_ends_the_glide(qtbot, canvas, what):
    canvas.set_picture(OPEN, "block:b")
    if what == "press":
        qtbot.mousePress(canvas, Qt.MouseButton.LeftButton)
    elif what == "key":
        qtbot.keyClick(canvas, Qt.Key.Key_Down)
    else:
        canvas.pan(QPointF(0, 5))
    assert not canvas.moving


@pytest.mark.parametrize("canvas", [0], indirect=True)
def test_a_desktop_without_animations_has_none(canvas):
    canvas.set_picture(OPEN, "block:b")
    assert not canvas.moving


def test_the_box_that_was_clicked_stays_under_the_pointer(canvas):
    x, y, width, _ = canvas.screen_rect("block:b")
    canvas.set_picture(OPEN, "block:b")
    after = canvas.screen_rect("block:b")
    assert after[1] == pytest.approx(y)
    assert after[0] + after[2] / 2 == pytest.approx(x + width / 2)
