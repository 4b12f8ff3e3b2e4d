"""Searching the graph in the window: typing, stepping, leaving."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.ui import theme
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]


def begin(window: Window, qtbot: QtBot, text: str) -> None:
    window.menus.actions["find"].trigger()
    qtbot.keyClicks(window.graph.search_bar.field, text)


def fold_all(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.document.picture_changed):
        window.menus.actions["fold_all"].trigger()


@pytest.mark.parametrize("key", ["/", "ctrl+f"])
def test_a_key_opens_the_search_and_what_is_typed_lights_its_hits(opened: Window, qtbot: QtBot, key: str) -> None:
    opened.canvas.setFocus()
    qtbot.keyClick(
        opened.canvas,
        Qt.Key.Key_Slash if key == "/" else Qt.Key.Key_F,
        Qt.KeyboardModifier.NoModifier if key == "/" else Qt.KeyboardModifier.ControlModifier,
    )
    assert QApplication.focusWidget() is opened.graph.search_bar.field

    qtbot.keyClicks(opened.graph.search_bar.field, "dense")

    assert opened.graph.search.hits == ("head_dense", "predictions")
    assert opened.graph.search_bar.count.text() == "2 found"
    opened.canvas.fit()
    x, y, width, _ = opened.canvas.screen_rect("predictions")
    image = opened.canvas.grab().toImage()
    ring = {image.pixelColor(round(x + width / 2), round(y - gap)).name() for gap in range(6)}
    assert theme.current().hit in ring


def test_enter_and_f3_go_from_hit_to_hit_and_round_again(opened: Window, qtbot: QtBot) -> None:
    begin(opened, qtbot, "dense")
    bar, document = opened.graph.search_bar, opened.document

    qtbot.keyClick(bar.field, Qt.Key.Key_F3)
    assert (document.selection, bar.count.text()) == ({"head_dense"}, "1 of 2")
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert (document.selection, bar.count.text()) == ({"predictions"}, "2 of 2")
    qtbot.keyClick(bar.field, Qt.Key.Key_F3)
    assert document.selection == {"head_dense"}
    qtbot.keyClick(bar.field, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert document.selection == {"predictions"}


def test_a_hit_in_a_folded_block_lights_the_block_and_opens_it_when_gone_to(opened: Window, qtbot: QtBot) -> None:
    fold_all(opened, qtbot)
    begin(opened, qtbot, "stem_conv")
    hit = opened.graph.search.hits[-1]
    assert hit not in {box.id for box in opened.document.picture.boxes}

    with qtbot.waitSignal(opened.document.picture_changed):
        qtbot.keyClick(opened.graph.search_bar.field, Qt.Key.Key_Return)

    assert hit in {box.id for box in opened.document.picture.boxes}
    x, y, width, height = opened.canvas.screen_rect(hit)
    assert opened.canvas.rect().contains(round(x + width / 2), round(y + height / 2))


def test_escape_ends_the_search_and_gives_the_keyboard_back_to_the_graph(opened: Window, qtbot: QtBot) -> None:
    begin(opened, qtbot, "dense")
    qtbot.keyClick(opened.graph.search_bar.field, Qt.Key.Key_Escape)

    assert opened.graph.search_bar.isHidden()
    assert not opened.graph.search.any
    assert not opened.menus.actions["find_next"].isEnabled()
    assert QApplication.focusWidget() is opened.canvas


def test_nothing_found_is_said_in_words(opened: Window, qtbot: QtBot) -> None:
    begin(opened, qtbot, "no such layer")
    assert opened.graph.search_bar.count.text() == "nothing found"
    assert not opened.graph.search_bar.next.isEnabled()


def test_a_step_after_a_click_goes_on_from_what_was_clicked(opened: Window, qtbot: QtBot) -> None:
    begin(opened, qtbot, "conv2d")
    hits = opened.graph.search.hits
    opened.document.select([hits[1]])
    qtbot.keyClick(opened.graph.search_bar.field, Qt.Key.Key_Return)
    assert opened.document.selection == {hits[2]}
