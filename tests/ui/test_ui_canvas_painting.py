"""What is on the canvas, looked at pixel by pixel."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from inspector import catalogue
from inspector.drawing.picture import Box, Line, Picture
from inspector.drawing.ramps import Tint
from inspector.ui import theme
from inspector.ui.canvas.canvas import Canvas
from inspector.ui.colours import DARK, LIGHT

pytestmark = pytest.mark.window

KINDS = {kind.id: kind for kind in catalogue.categories()}


def picture(**marks) -> Picture:
    first = Box("a", "layer", 60, 30, 160, 54, "first", "Dense 4", "core", **marks)
    second = Box("b", "layer", 60, 180, 160, 54, "second", "Conv2D", "convolution")
    return Picture((first, second), (Line("a", "b", ((140, 84), (140, 180)), "4×4", (148, 130)),), 280, 264)


@pytest.fixture
def canvas(qtbot):
    theme.apply(QApplication.instance(), LIGHT)
    canvas = Canvas()
    canvas.resize(480, 420)
    canvas.show()
    qtbot.waitExposed(canvas)
    yield canvas
    delete(canvas)
    theme.apply(QApplication.instance(), LIGHT)


def image(canvas: Canvas) -> QImage:
    return canvas.grab().toImage()


def pixels(canvas: Canvas, box: str, margin: float = 0.0) -> Counter[str]:
    """Colours and how often they are there, in a box and ``margin`` pixels round it."""
    shown = image(canvas)
    x, y, width, height = canvas.screen_rect(box)
    return Counter(
        shown.pixelColor(column, row).name()
        for column in range(max(round(x - margin), 0), min(round(x + width + margin), shown.width()))
        for row in range(max(round(y - margin), 0), min(round(y + height + margin), shown.height()))
    )


def is_near(colour: str, wanted: str, distance: int = 24) -> bool:
    one, other = QColor(colour), QColor(wanted)
    return max(abs(a - b) for a, b in zip(one.getRgb(), other.getRgb(), strict=True)) <= distance


def count(found: Counter[str], wanted: str) -> int:
    return sum(number for colour, number in found.items() if is_near(colour, wanted))


def test_a_box_has_the_colour_of_its_category(canvas):
    canvas.set_picture(picture())
    assert pixels(canvas, "a").most_common(1)[0][0] == KINDS["core"].light_fill
    assert pixels(canvas, "b").most_common(1)[0][0] == KINDS["convolution"].light_fill


def test_a_frozen_box_is_pale_blue_hatched_and_keeps_a_stripe_of_its_category(canvas):
    canvas.set_picture(picture(frozen="all"))
    found = pixels(canvas, "a")
    assert found.most_common(1)[0][0] == LIGHT.frozen
    assert count(found, LIGHT.frozen_hatch) > 100
    assert count(found, LIGHT.frozen_mark) > 10
    assert count(found, KINDS["core"].light_fill) > 100


def test_a_partly_frozen_box_is_partly_pale(canvas):
    canvas.set_picture(picture(frozen="some"))
    found = pixels(canvas, "a")
    assert found.most_common(1)[0][0] == KINDS["core"].light_fill
    assert count(found, LIGHT.frozen) > 300


def test_an_edited_box_wears_a_dot(canvas):
    canvas.set_picture(picture())
    assert count(pixels(canvas, "a", 6), LIGHT.edited) == 0
    canvas.set_picture(picture(edited=True))
    assert count(pixels(canvas, "a", 6), LIGHT.edited) > 40


@pytest.mark.parametrize("zoom", [2.0, 1.0, 0.5, 0.3, 0.1])
def test_a_selected_box_has_an_outline_at_every_zoom(canvas, zoom):
    canvas.set_picture(picture())
    canvas.set_zoom(zoom)
    assert count(pixels(canvas, "b", 7), LIGHT.accent) == 0
    canvas.set_selected(frozenset({"b"}))
    assert count(pixels(canvas, "b", 7), LIGHT.accent) > 30


def test_the_lines_of_a_selected_box_are_lit(canvas):
    canvas.set_picture(picture())
    shown = image(canvas)
    x, y, width, height = canvas.screen_rect("a")
    on_line = round(x + width / 2), round(y + height + 20)
    assert is_near(shown.pixelColor(*on_line).name(), LIGHT.edge, 60)
    canvas.set_selected(frozenset({"a"}))
    assert is_near(image(canvas).pixelColor(*on_line).name(), LIGHT.accent, 60)


@pytest.mark.parametrize("zoom", [1.0, 0.5, 0.3])
def test_titles_are_written_at_every_zoom_they_can_be_read_at(canvas, zoom):
    canvas.set_picture(picture())
    canvas.set_zoom(zoom)
    written = sum(
        number for colour, number in pixels(canvas, "a").items() if is_near(colour, KINDS["core"].light_text, 48)
    )
    assert written > 5


def test_no_line_strikes_through_its_label(canvas):
    crossing = Line("a", "b", ((0, 100), (280, 100)), "28×28×512", (100, 100))
    bare = Line("a", "b", ((0, 100), (280, 100)))
    boxes = (Box("a", "layer", 0, 0, 20, 20, ""), Box("b", "layer", 260, 200, 20, 20, ""))
    canvas.set_picture(Picture(boxes, (bare, crossing), 280, 220))
    x, y, _, _ = canvas.screen_rect("a")
    row = round(y + 100 * canvas.zoom())
    shown = image(canvas)
    along = [shown.pixelColor(round(x) + column, row).name() for column in range(98, 160)]
    assert sum(is_near(colour, LIGHT.canvas, 6) for colour in along) > len(along) / 3


def test_another_theme_paints_everything_anew(canvas):
    canvas.set_picture(picture())
    canvas.set_selected(frozenset({"b"}))
    theme.apply(QApplication.instance(), DARK)
    shown = image(canvas)
    assert is_near(shown.pixelColor(2, 2).name(), DARK.canvas, 6)
    assert pixels(canvas, "a").most_common(1)[0][0] == KINDS["core"].dark_fill
    assert count(pixels(canvas, "b", 7), DARK.accent) > 30


def test_a_picture_of_20_000_boxes_paints_at_every_zoom(canvas):
    boxes = tuple(
        Box(f"n{i}", "layer", i % 40 * 220, i // 40 * 90, 180, 54, f"layer_{i}", "", "core") for i in range(20_000)
    )
    lines = tuple(
        Line(f"n{i}", f"n{i + 40}", ((i % 40 * 220 + 90, i // 40 * 90 + 54), (i % 40 * 220 + 90, i // 40 * 90 + 90)))
        for i in range(19_960)
    )
    canvas.set_picture(Picture(boxes, lines, 8780, 45_000))
    for zoom in (1.0, 0.5, 0.3, 0.1, 0.04):
        canvas.set_zoom(zoom)
        canvas.center_on("n10020")
        canvas.set_zoom(zoom)
        assert count(pixels(canvas, "n10020"), KINDS["core"].light_fill) > 0, zoom
    canvas.fit()
    found = Counter(image(canvas).pixelColor(x, 210).name() for x in range(480))
    assert any(not is_near(colour, LIGHT.canvas, 30) for colour in found)


def test_many_boxes_are_stretched_while_zooming_and_painted_sharply_afterwards(qtbot, canvas):
    boxes = tuple(
        Box(f"n{i}", "layer", i % 40 * 220, i // 40 * 90, 180, 54, f"layer_{i}", "", "core") for i in range(2000)
    )
    canvas.set_picture(Picture(boxes, (), 8780, 4500))
    canvas.center_on("n1020")
    canvas.set_zoom(1.0)
    qtbot.wait(200)
    canvas.zoom_in(2)
    hurried = image(canvas)
    qtbot.wait(300)
    settled = image(canvas)
    canvas.set_tints({"n0": Tint("#000000", "#ffffff")})

    assert hurried != settled
    assert settled == image(canvas), "as if painted anew"


def test_frames_are_named_from_far_away(canvas):
    frame = Box("block:f", "frame", 0, 0, 600, 2000, "encoder")
    layers = tuple(Box(f"l{i}", "layer", 100, 60 + i * 90, 180, 54, f"l{i}", "", "core") for i in range(20))
    canvas.set_picture(Picture((frame, *layers), (), 600, 2000))
    canvas.fit()
    assert canvas.zoom() < 0.27
    x, y, _, _ = canvas.screen_rect("block:f")
    shown = image(canvas)
    beside = Counter(
        shown.pixelColor(column, row).name()
        for column in range(round(x) - 70, round(x) - 4)
        for row in range(round(y) - 2, round(y) + 14)
    )
    assert count(beside, LIGHT.muted) > 10


def test_an_empty_picture_is_plain_ground(canvas):
    canvas.set_picture(Picture((), (), 0, 0))
    canvas.fit()
    assert is_near(image(canvas).pixelColor(1, 1).name(), LIGHT.canvas, 6)


def test_what_is_left_on_the_screen_after_panning_is_what_painting_anew_gives(canvas):
    canvas.set_picture(picture(frozen="all", edited=True))
    canvas.set_selected(frozenset({"a"}))
    canvas.set_zoom(1.3)
    for step in (QPointF(0, -31), QPointF(17, 0), QPointF(-40, 12), QPointF(3, 60)):
        canvas.pan(step)
        QApplication.processEvents()
    on_screen = canvas.screen().grabWindow(canvas.winId()).toImage().convertToFormat(QImage.Format.Format_RGB32)
    anew = image(canvas).convertToFormat(QImage.Format.Format_RGB32)
    assert on_screen.size() == anew.size()
    assert on_screen == anew


def test_a_border_shows_where_the_keyboard_is_only_when_it_came_by_the_tab_key(qtbot, canvas):
    canvas.set_picture(picture())
    canvas.activateWindow()
    canvas.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not is_near(image(canvas).pixelColor(0, 200).name(), LIGHT.accent)
    canvas.clearFocus()
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(canvas.hasFocus, timeout=2000)
    assert is_near(image(canvas).pixelColor(0, 200).name(), LIGHT.accent)
