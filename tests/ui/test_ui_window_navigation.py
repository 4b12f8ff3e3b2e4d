"""Moving about in the graph: detail, back and forward, crumbs, input and output, the map."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from inspector.graph.blocks import Block
from inspector.ui.canvas.places import Place, Places
from inspector.ui.levels import level_of, levels, opened_to
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]

DEEP = (
    Block("a", "a", ("1", "2"), (Block("a/b", "b", ("1",), (Block("a/b/c", "c", ("1",)),)),)),
    Block("d", "d", ("3",)),
)


def test_a_level_of_detail_opens_the_blocks_above_it() -> None:
    assert levels(DEEP) == 3
    assert opened_to(DEEP, 0) == frozenset()
    assert opened_to(DEEP, 2) == {"a", "d", "a/b"}
    assert [level_of(DEEP, opened_to(DEEP, level)) for level in range(4)] == [0, 1, 2, 3]
    assert level_of(DEEP, {"a", "a/b"}) == 0, "d is folded"


def test_places_go_back_and_forward_until_another_jump() -> None:
    one, two, three = (Place(frozenset(), name, 0, 0, 1) for name in ("one", "two", "three"))
    places = Places()
    places.leave(one)
    assert places.back(two) == one
    assert places.back(one) is None
    assert places.forward(one) == two
    assert places.back(two) == one
    places.leave(three)
    assert places.forward(one) is None


def redrawn(window: Window, qtbot: QtBot):
    return qtbot.waitSignal(window.document.picture_changed)


def seen(window: Window, box: str) -> tuple[int, int]:
    x, y, _, _ = window.canvas.screen_rect(box)
    return round(x), round(y)


def test_the_slider_goes_from_the_whole_model_to_every_layer(opened: Window, qtbot: QtBot) -> None:
    slider = opened.graph.way_bar.detail
    assert slider.value() == slider.maximum() > 0, "a small model opens unfolded"

    with redrawn(opened, qtbot):
        qtbot.keyClick(slider, Qt.Key.Key_Home)
    assert not opened.document.opened
    with redrawn(opened, qtbot):
        opened.menus.actions["more_detail"].trigger()
    assert slider.value() == 1
    assert {block.id for block in opened.document.blocks} <= opened.document.opened


def test_back_returns_to_what_was_seen_with_its_blocks_as_they_were(opened: Window, qtbot: QtBot) -> None:
    opened.canvas.center_on("stem_conv")
    place, zoom = seen(opened, "stem_conv"), opened.canvas.zoom()
    assert not opened.menus.actions["back"].isEnabled()

    with redrawn(opened, qtbot):
        opened.graph.way_bar.detail.setValue(0)
    opened.canvas.fit()
    assert not opened.canvas.shows("stem_conv")
    opened.menus.actions["back"].trigger()
    with redrawn(opened, qtbot):
        opened.menus.actions["back"].trigger()

    assert (seen(opened, "stem_conv"), opened.canvas.zoom()) == (place, zoom)
    with redrawn(opened, qtbot):
        opened.menus.actions["forward"].trigger()
    assert not opened.document.opened


def test_input_and_output_are_a_key_away(opened: Window, qtbot: QtBot) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(opened.canvas, Qt.Key.Key_End, control)
    assert opened.document.selection == set(opened.document.graph.outputs)
    qtbot.keyClick(opened.canvas, Qt.Key.Key_Home, control)
    assert opened.document.selection == set(opened.document.graph.inputs)
    x, y, width, height = opened.canvas.screen_rect(opened.document.graph.inputs[0])
    assert opened.canvas.rect().contains(QPoint(round(x + width / 2), round(y + height / 2)))


def test_the_crumbs_say_where_the_selected_layer_is_and_lead_to_its_blocks(opened: Window, qtbot: QtBot) -> None:
    opened.document.select(["stem_conv"])
    crumbs = opened.graph.way_bar.crumbs
    assert crumbs.shown[0][0] == ""
    assert crumbs.shown[-1] == ("stem_conv", "stem_conv")
    block = crumbs.shown[-2][0]
    assert block.startswith("block:")

    crumbs.linkActivated.emit(str(len(crumbs.shown) - 2))
    assert opened.document.selection == {block}


def test_crumbs_without_room_are_left_out_from_the_middle(opened: Window) -> None:
    crumbs = opened.graph.way_bar.crumbs
    crumbs.resize(120, 20)
    crumbs.show_way([("", "model"), *((f"block:{name}", name * 12) for name in "abc")])
    assert "…" in crumbs.text()
    assert "c" * 12 in crumbs.text()
    assert "a" * 12 not in crumbs.text()


def test_a_press_on_the_map_goes_there(opened: Window, qtbot: QtBot) -> None:
    opened.menus.actions["map"].trigger()
    minimap = opened.graph.minimap
    assert minimap.isVisible()
    assert opened.graph.way_bar.map.isChecked()
    opened.canvas.set_zoom(2.0)

    qtbot.mouseClick(minimap, Qt.MouseButton.LeftButton, pos=QPoint(minimap.width() // 2, minimap.height() - 8))

    view, canvas = opened.canvas.view(), opened.canvas
    middle = (view.area(canvas.width(), canvas.height())[1] + view.area(canvas.width(), canvas.height())[3]) / 2
    assert middle > canvas.picture().height * 0.9
    opened.menus.actions["map"].trigger()
    assert minimap.isHidden()


def test_a_picture_that_comes_leaves_the_box_in_the_middle_where_it_is(opened: Window, qtbot: QtBot) -> None:
    opened.canvas.set_zoom(1.0)
    opened.canvas.center_on("predictions")
    before = seen(opened, "predictions")
    with redrawn(opened, qtbot):
        opened.graph.way_bar.detail.setValue(0)
    block = next(box for box in opened.canvas.picture().boxes if "predictions" in box.layers)
    assert abs(seen(opened, block.id)[1] - before[1]) <= 1
