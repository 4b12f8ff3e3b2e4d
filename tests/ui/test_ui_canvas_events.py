"""The canvas under a person's hands: real mouse, wheel, key and gesture events."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip
from ui_canvas_helpers import shown

from inspector.drawing.picture import Box, Line, Picture
from inspector.ui.canvas.canvas import Canvas
from inspector.ui.canvas.shapes import sign_rect

pytestmark = pytest.mark.window

LEFT, MIDDLE, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton
CTRL, SHIFT, PLAIN = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)

FOLDED = Picture(
    (
        Box("first", "layer", 200, 20, 160, 54, "first", "Dense 4", "core", class_name="Dense"),
        Box("block:body", "block", 200, 120, 160, 54, "body", "3 layers", "convolution"),
        Box("last", "layer", 200, 220, 160, 54, "last", "Dropout", "regularization", class_name="Dropout", edited=True),
    ),
    (
        Line("first", "block:body", ((280, 74), (280, 120)), "4", (288, 90)),
        Line("block:body", "last", ((280, 174), (280, 220))),
    ),
    560,
    300,
)
UNFOLDED = Picture(
    (
        Box("block:body", "frame", 150, 420, 300, 160, "body", "", "convolution"),
        Box("first", "layer", 200, 320, 160, 54, "first", "Dense 4", "core"),
        Box("body/conv", "layer", 200, 470, 160, 54, "conv", "Conv2D", "convolution"),
        Box("last", "layer", 200, 640, 160, 54, "last", "Dropout", "regularization"),
    ),
    (Line("first", "body/conv", ((280, 374), (280, 470))), Line("body/conv", "last", ((280, 524), (280, 640)))),
    600,
    720,
)


@pytest.fixture
def canvas(qtbot) -> Iterator[Canvas]:
    with shown(qtbot, FOLDED) as canvas:
        yield canvas


def centre(canvas: Canvas, box: str) -> QPoint:
    x, y, width, height = canvas.screen_rect(box)
    return QPoint(round(x + width / 2), round(y + height / 2))


def sign(canvas: Canvas, box: str) -> QPoint:
    found = next(found for found in canvas.picture().boxes if found.id == box)
    x, y, _, _ = canvas.screen_rect(box)
    offset = (sign_rect(found).center() - QPointF(found.x, found.y)) * canvas.zoom()
    return QPoint(round(x + offset.x()), round(y + offset.y()))


def empty(canvas: Canvas) -> QPoint:
    return QPoint(canvas.width() - 20, canvas.height() - 20)


def turn_wheel(
    canvas: Canvas, at: QPoint, notches: float, modifiers: Qt.KeyboardModifier = PLAIN, pixels: QPoint | None = None
) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(canvas.mapToGlobal(at)),
        pixels or QPoint(),
        QPoint(0, round(notches * 120)),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def drag(qtbot, canvas: Canvas, start: QPoint, end: QPoint, button: Qt.MouseButton = LEFT) -> None:
    qtbot.mousePress(canvas, button, pos=start)
    for share in (0.3, 0.7, 1.0):
        qtbot.mouseMove(canvas, start + (end - start) * share)
    qtbot.mouseRelease(canvas, button, pos=end)


def test_a_click_selects_a_box_and_says_so(qtbot, canvas):
    with qtbot.waitSignal(canvas.selection_changed) as said:
        qtbot.mouseClick(canvas, LEFT, pos=centre(canvas, "first"))
    assert said.args == [frozenset({"first"})]
    assert canvas.selected() == {"first"}


@pytest.mark.parametrize("modifier", [CTRL, SHIFT])
def test_a_click_with_a_modifier_adds_and_takes_away(qtbot, canvas, modifier):
    qtbot.mouseClick(canvas, LEFT, pos=centre(canvas, "first"))
    qtbot.mouseClick(canvas, LEFT, modifier, pos=centre(canvas, "last"))
    assert canvas.selected() == {"first", "last"}
    qtbot.mouseClick(canvas, LEFT, modifier, pos=centre(canvas, "first"))
    assert canvas.selected() == {"last"}


def test_a_click_on_empty_ground_clears_and_one_with_ctrl_does_not(qtbot, canvas):
    qtbot.mouseClick(canvas, LEFT, pos=centre(canvas, "first"))
    qtbot.mouseClick(canvas, LEFT, CTRL, pos=empty(canvas))
    assert canvas.selected() == {"first"}
    qtbot.mouseClick(canvas, LEFT, pos=empty(canvas))
    assert canvas.selected() == frozenset()


def test_what_a_program_selects_is_shown_but_not_said(qtbot, canvas):
    with qtbot.assertNotEmitted(canvas.selection_changed):
        canvas.set_selected(frozenset({"last"}))
    assert canvas.selected() == {"last"}


def test_the_right_button_selects_what_a_menu_is_about_and_keeps_a_selection_it_is_in(qtbot, canvas):
    qtbot.mouseClick(canvas, RIGHT, pos=centre(canvas, "first"))
    assert canvas.selected() == {"first"}
    canvas.set_selected(frozenset({"first", "last"}))
    qtbot.mouseClick(canvas, RIGHT, pos=centre(canvas, "last"))
    assert canvas.selected() == {"first", "last"}


def test_the_sign_in_the_corner_folds_without_selecting(qtbot, canvas):
    with qtbot.waitSignal(canvas.toggled) as said:
        qtbot.mouseClick(canvas, LEFT, pos=sign(canvas, "block:body"))
    assert said.args == ["block:body"]
    assert canvas.selected() == frozenset()


def test_a_double_click_unfolds_a_block_and_activates_a_layer(qtbot, canvas):
    with qtbot.waitSignal(canvas.toggled) as said:
        qtbot.mouseDClick(canvas, LEFT, pos=centre(canvas, "block:body"))
    assert said.args == ["block:body"]
    with qtbot.waitSignal(canvas.activated) as said, qtbot.assertNotEmitted(canvas.toggled):
        qtbot.mouseDClick(canvas, LEFT, pos=centre(canvas, "first"))
    assert said.args == ["first"]


def test_a_hasty_second_click_on_the_sign_does_not_fold_what_the_first_unfolded(qtbot, canvas):
    canvas.toggled.connect(lambda box: canvas.set_picture(UNFOLDED, keep=box))
    said = []
    canvas.toggled.connect(said.append)
    point = sign(canvas, "block:body")
    qtbot.mouseClick(canvas, LEFT, pos=point)
    qtbot.mouseDClick(canvas, LEFT, pos=point)
    assert said == ["block:body"]


def test_unfolding_keeps_the_top_of_the_block_where_it_was(canvas):
    x, y, width, _ = canvas.screen_rect("block:body")
    canvas.set_picture(UNFOLDED, keep="block:body")
    new_x, new_y, new_width, _ = canvas.screen_rect("block:body")
    assert new_y == pytest.approx(y)
    assert new_x + new_width / 2 == pytest.approx(x + width / 2)


def test_another_picture_without_a_box_to_keep_leaves_the_view_alone(canvas):
    canvas.set_zoom(1.5)
    before = canvas.screen_rect("first")
    canvas.set_picture(FOLDED)
    assert canvas.screen_rect("first") == before


def test_a_frame_is_selected_by_its_title_and_is_empty_ground_inside(qtbot, canvas):
    canvas.set_picture(UNFOLDED)
    canvas.fit()
    x, y, _, height = canvas.screen_rect("block:body")
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(round(x + 30), round(y + 8)))
    assert canvas.selected() == {"block:body"}
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(round(x + 8), round(y + height - 8)))
    assert canvas.selected() == frozenset()


@pytest.mark.parametrize("button", [LEFT, MIDDLE])
def test_dragging_pans_by_as_much_and_selects_nothing(qtbot, canvas, button):
    x, y, _, _ = canvas.screen_rect("first")
    drag(qtbot, canvas, QPoint(60, 400), QPoint(110, 360), button)
    new_x, new_y, _, _ = canvas.screen_rect("first")
    moved = QPointF(new_x - x, new_y - y)
    assert moved.toPoint() == QPoint(50, -40)
    assert canvas.selected() == frozenset()


def test_a_press_that_trembles_is_still_a_click(qtbot, canvas):
    start = centre(canvas, "first")
    before = canvas.screen_rect("first")
    drag(qtbot, canvas, start, start + QPoint(2, 1))
    assert canvas.selected() == {"first"}
    assert canvas.screen_rect("first") == before


def test_the_wheel_scrolls_down_and_with_shift_to_the_side(canvas):
    x, y, _, _ = canvas.screen_rect("first")
    turn_wheel(canvas, QPoint(300, 200), -1)
    assert canvas.screen_rect("first")[1] < y
    assert canvas.screen_rect("first")[0] == pytest.approx(x)
    turn_wheel(canvas, QPoint(300, 200), -1, SHIFT)
    assert canvas.screen_rect("first")[0] < x


def test_a_trackpad_scrolls_by_its_own_pixels(canvas):
    x, y, _, _ = canvas.screen_rect("first")
    turn_wheel(canvas, QPoint(300, 200), -1, pixels=QPoint(7, -13))
    assert canvas.screen_rect("first")[:2] == pytest.approx((x + 7, y - 13))


@pytest.mark.parametrize("notches", [3, -3])
def test_the_wheel_with_ctrl_zooms_and_keeps_what_is_under_the_pointer(canvas, notches):
    pointer = centre(canvas, "last")
    before = canvas.zoom()
    turn_wheel(canvas, pointer, notches, CTRL)
    assert (canvas.zoom() > before) == (notches > 0)
    x, y, width, height = canvas.screen_rect("last")
    assert (x + width / 2, y + height / 2) == pytest.approx((pointer.x(), pointer.y()), abs=1)


def test_pinching_zooms_at_the_fingers(canvas):
    pointer, before = centre(canvas, "last"), canvas.zoom()
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        QPointF(pointer),
        QPointF(pointer),
        QPointF(canvas.mapToGlobal(pointer)),
        0.25,
        QPointF(),
    )
    QApplication.sendEvent(canvas, event)
    assert canvas.zoom() == pytest.approx(before * 1.25)
    assert centre(canvas, "last") == pointer


def test_zoom_has_bounds_and_says_what_it_is(qtbot, canvas):
    with qtbot.waitSignal(canvas.zoom_changed) as said:
        canvas.set_zoom(99)
    assert said.args == [canvas.zoom()] == [4.0]
    canvas.set_zoom(0)
    assert canvas.zoom() == pytest.approx(0.05)


def test_plus_minus_nought_and_home_zoom(qtbot, canvas):
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.zoom() == pytest.approx(1.2)
    qtbot.keyClick(canvas, Qt.Key.Key_Minus)
    qtbot.keyClick(canvas, Qt.Key.Key_Minus)
    assert canvas.zoom() == pytest.approx(1 / 1.2)
    qtbot.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.zoom() == 1.0
    canvas.set_zoom(3.0)
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    for box in ("first", "last"):
        assert canvas.rect().contains(centre(canvas, box))


def test_arrow_keys_walk_along_the_edges_and_bring_the_box_into_view(qtbot, canvas):
    canvas.set_zoom(4.0)
    for expected in ("first", "block:body", "last", "last"):
        qtbot.keyClick(canvas, Qt.Key.Key_Down)
        assert canvas.selected() == {expected}
        assert canvas.rect().contains(QPointF(*canvas.screen_rect(expected)[:2]).toPoint())
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    assert canvas.selected() == {"block:body"}


def test_enter_opens_a_block_and_activates_a_layer_f_freezes_and_escape_clears(qtbot, canvas):
    canvas.set_selected(frozenset({"block:body"}))
    with qtbot.waitSignal(canvas.toggled) as said:
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert said.args == ["block:body"]
    canvas.set_selected(frozenset({"last"}))
    with qtbot.waitSignal(canvas.activated) as said:
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert said.args == ["last"]
    canvas.set_selected(frozenset({"block:body", "last"}))
    with qtbot.waitSignal(canvas.freeze_requested) as said:
        qtbot.keyClick(canvas, Qt.Key.Key_F)
    assert said.args == [frozenset({"block:body", "last"})]
    with qtbot.waitSignal(canvas.selection_changed) as said:
        qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert said.args == [frozenset()]


def test_hovering_says_which_box_and_then_that_there_is_none(qtbot, canvas):
    said = []
    canvas.hovered.connect(said.append)
    qtbot.mouseMove(canvas, centre(canvas, "first"))
    qtbot.mouseMove(canvas, empty(canvas))
    assert said == ["first", ""]


def test_the_tooltip_names_the_layer_says_what_it_does_and_what_was_done_to_it(qtbot, canvas):
    point = centre(canvas, "last")
    QApplication.sendEvent(canvas, QHelpEvent(QEvent.Type.ToolTip, point, canvas.mapToGlobal(point)))
    text = QToolTip.text()
    assert "<b>last</b> · Dropout" in text
    assert "edited" in text
    assert len(text) > len("<qt><b>last</b> · Dropout<br>edited</qt>") + 20
    QToolTip.hideText()


def test_a_name_from_a_file_cannot_smuggle_markup_into_the_tooltip(canvas):
    evil = Box("<img src=x>", "layer", 0, 0, 100, 40, "<img src=x>", "", "core", class_name="<b>Dense")
    canvas.set_picture(Picture((evil,), (), 100, 40))
    canvas.fit()
    point = centre(canvas, "<img src=x>")
    QApplication.sendEvent(canvas, QHelpEvent(QEvent.Type.ToolTip, point, canvas.mapToGlobal(point)))
    assert "<img" not in QToolTip.text()
    QToolTip.hideText()


def test_a_screen_reader_is_told_what_is_selected(canvas):
    assert canvas.accessibleName() == "Model graph"
    assert "3 boxes" in canvas.accessibleDescription()
    canvas.set_selected(frozenset({"last"}))
    assert "Selected: last, Dropout, edited." in canvas.accessibleDescription()


def test_the_first_view_follows_the_size_of_the_window_until_a_person_moves(qtbot, canvas):
    canvas.resize(500, 400)
    x, _, width, _ = canvas.screen_rect("first")
    assert x + width / 2 == pytest.approx(250, abs=1)
    canvas.set_zoom(2.0)
    canvas.resize(700, 500)
    assert canvas.zoom() == 2.0


def test_centring_on_a_box_brings_it_to_the_middle_near_enough_to_read(canvas):
    canvas.set_zoom(0.1)
    canvas.center_on("last")
    assert canvas.zoom() >= 0.45
    assert (centre(canvas, "last") - canvas.rect().center()).manhattanLength() < 4
    canvas.center_on("not there")
