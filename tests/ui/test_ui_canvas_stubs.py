"""Stubs of cut lines under a person's hands: they light and lead to the other end, and are no layers themselves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from ui_canvas_helpers import shown

from inspector.drawing.picture import Box, Line, Picture
from inspector.ui.canvas.canvas import Canvas
from inspector.ui.canvas.words import tooltip

pytestmark = pytest.mark.window

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
CUT = Picture(
    (
        Box("mask", "layer", 100, 20, 160, 54, "mask", "Input", "core"),
        Box("under", "stub", 100, 110, 100, 24, "→ 2 places", ends=("near", "far")),
        Box("above", "stub", 400, 110, 100, 24, "← mask", ends=("mask",)),
        Box("near", "layer", 400, 170, 160, 54, "near", "Dense 4", "core"),
        Box("far", "layer", 400, 3000, 160, 54, "far", "Dense 4", "core"),
    ),
    (Line("mask", "under", ((180, 74), (150, 110))), Line("above", "near", ((450, 134), (480, 170)))),
    700,
    3100,
)


@pytest.fixture
def canvas(qtbot) -> Iterator[Canvas]:
    with shown(qtbot, CUT) as canvas:
        canvas.set_zoom(1.0)
        canvas.center_at(300, 200)
        yield canvas


def centre(canvas: Canvas, box: str) -> QPoint:
    x, y, width, height = canvas.screen_rect(box)
    return QPoint(round(x + width / 2), round(y + height / 2))


def test_a_click_on_a_stub_jumps_to_where_the_line_comes_from(qtbot, canvas):
    with qtbot.waitSignals([canvas.jumping, canvas.selection_changed]):
        qtbot.mouseClick(canvas, LEFT, pos=centre(canvas, "above"))
    assert canvas.selected() == {"mask"}


def test_a_click_on_the_stub_of_a_hub_selects_all_it_feeds_and_shows_the_first(qtbot, canvas):
    qtbot.mouseClick(canvas, LEFT, pos=centre(canvas, "under"))
    assert canvas.selected() == {"near", "far"}
    assert abs(centre(canvas, "near").y() - canvas.height() / 2) < 40


def test_pointing_at_a_stub_lights_its_other_end(qtbot, canvas):
    before = canvas.grab().toImage()
    qtbot.mouseMove(canvas, centre(canvas, "above"))
    qtbot.waitUntil(lambda: canvas.grab().toImage() != before)
    after, (x, y, _, height) = canvas.grab().toImage(), canvas.screen_rect("mask")
    row = round(y + height / 2)
    assert [after.pixel(round(x) - away, row) for away in range(5)] != [
        before.pixel(round(x) - away, row) for away in range(5)
    ]


def test_a_stub_is_neither_opened_nor_what_a_menu_is_about(qtbot, canvas):
    canvas.set_selected(frozenset({"near"}))
    with qtbot.assertNotEmitted(canvas.activated), qtbot.assertNotEmitted(canvas.toggled):
        qtbot.mouseDClick(canvas, LEFT, pos=centre(canvas, "above"))
    qtbot.mousePress(canvas, RIGHT, pos=centre(canvas, "above"))
    assert canvas.selected() == {"near"}


def test_arrow_keys_go_on_at_the_other_end(qtbot, canvas):
    canvas.set_selected(frozenset({"near"}))
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    assert canvas.selected() == {"mask"}


def test_the_tooltip_names_the_other_ends(canvas):
    stubs = {box.id: tooltip(box) for box in CUT.boxes if box.kind == "stub"}
    assert "Comes from <b>mask</b>" in stubs["above"]
    assert "Goes to <b>near<br>far</b>" in stubs["under"]
    assert "3 boxes" in canvas.accessibleDescription()
