"""Tracing a layer, selecting what is like it, and what the menu of a layer does with it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QTextBrowser
from pytestqt.qtbot import QtBot

from inspector.graph.model import Layer, ModelGraph
from inspector.ui.hover import facts
from inspector.ui.likeness import same_settings, same_type
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]


def test_a_trace_fades_what_the_layer_has_nothing_to_do_with(opened: Window, qtbot: QtBot) -> None:
    opened.document.select(["head_dense"])
    opened.canvas.center_on("predictions")
    x, y, width, _ = opened.canvas.screen_rect("predictions")
    corner = round(x + width * 0.8), round(y + 4)
    clear = opened.canvas.grab().toImage().pixelColor(*corner)

    opened.menus.actions["trace_back"].trigger()

    assert opened.graph.tracing.traced >= {"image", "stem_conv", "head_dense"}
    assert "predictions" not in opened.graph.tracing.traced
    faded = opened.canvas.grab().toImage().pixelColor(*corner)
    assert faded.lightness() > clear.lightness() + 40
    opened.menus.actions["trace_forward"].trigger()
    assert opened.canvas.grab().toImage().pixelColor(*corner) == clear


def test_t_traces_both_ways_and_escape_ends_it(opened: Window, qtbot: QtBot) -> None:
    opened.document.select(["head_dense"])
    qtbot.keyClick(opened.canvas, Qt.Key.Key_T)
    assert {"image", "predictions"} <= opened.graph.tracing.traced
    assert opened.menus.actions["trace_end"].isEnabled()

    qtbot.keyClick(opened.canvas, Qt.Key.Key_Escape)
    qtbot.keyClick(opened.canvas, Qt.Key.Key_Escape)
    assert not opened.graph.tracing.traced
    assert not opened.menus.actions["trace_end"].isEnabled()


def test_shift_and_a_drag_select_all_that_the_band_touches(opened: Window, qtbot: QtBot) -> None:
    canvas = opened.canvas
    canvas.fit()
    first = canvas.screen_rect("head_dense")
    last = canvas.screen_rect("predictions")
    start = QPoint(round(first[0]) - 8, round(first[1]) - 3)
    end = QPoint(round(last[0] + last[2]) + 8, round(last[1] + last[3]) + 3)
    before = canvas.view()

    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, start)
    qtbot.mouseMove(canvas, QPoint((start.x() + end.x()) // 2, (start.y() + end.y()) // 2))
    qtbot.mouseMove(canvas, end)
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, end)

    assert {"head_dense", "predictions"} <= opened.document.selection
    assert "stem_conv" not in opened.document.selection
    assert canvas.view() == before, "the graph stays where it is"


def test_layers_are_alike_by_type_or_by_all_settings_but_the_name() -> None:
    layers = tuple(
        Layer(name, name, kind, config={"name": name, **config})
        for name, kind, config in (
            ("a", "Dense", {"units": 4}),
            ("b", "Dense", {"units": 4}),
            ("c", "Dense", {"units": 5}),
            ("d", "Dropout", {"rate": 4}),
        )
    )
    graph = ModelGraph("m", "Functional", layers, ())
    assert same_type(graph, ["a"]) == ("a", "b", "c")
    assert same_settings(graph, ["a", "d"]) == ("a", "b", "d")


def test_what_is_like_the_selected_layer_is_selected_by_the_menu(opened: Window) -> None:
    opened.document.select(["head_dense"])
    opened.menus.actions["same_type"].trigger()
    assert opened.document.selection == {"head_dense", "predictions"}
    opened.menus.actions["same_settings"].trigger()
    assert {"head_dense", "predictions"} == opened.document.selection


def test_freezing_the_block_of_a_layer_leaves_the_others_alone(opened: Window) -> None:
    opened.document.select(["stem_conv"])
    block = opened.commands.block_round_selection()
    assert "stem_conv" in block
    opened.menus.actions["freeze_block"].trigger()
    assert set(block) == opened.document.preview.frozen


def test_names_are_copied_a_line_each(opened: Window) -> None:
    opened.document.select(["predictions", "stem_conv"])
    opened.menus.actions["copy_names"].trigger()
    assert QGuiApplication.clipboard().text() == "stem_conv\npredictions"


def test_code_is_copied_that_makes_the_layers_again(opened: Window) -> None:
    opened.document.select(["predictions", "stem_conv"])
    opened.menus.actions["copy_code"].trigger()
    conv, dense = QGuiApplication.clipboard().text().splitlines()
    assert conv.startswith("layers.Conv2D(")
    assert dense.startswith("layers.Dense(")
    assert 'name="predictions"' in dense


def test_a_layer_is_made_the_end_of_the_body_in_the_head_panel(opened: Window) -> None:
    opened.document.select(["stem_conv"])
    assert not opened.menus.actions["end_body"].isEnabled() or opened.head.layers_behind("stem_conv")
    opened.document.select(["predictions"])
    assert not opened.menus.actions["end_body"].isEnabled(), "nothing comes after it"
    opened.document.select(["head_dense"])
    behind = opened.head.layers_behind("head_dense")
    assert behind

    opened.menus.actions["end_body"].trigger()

    assert opened.panels.currentWidget() is opened.head
    assert opened.head.drop.isChecked()
    assert opened.head.count.whole() == behind
    assert not opened.document.recipe.edits, "it is looked at before it is made"


def test_the_card_under_the_pointer_tells_shapes_and_parameters(opened: Window) -> None:
    picture, graph = opened.canvas.picture(), opened.document.preview.graph
    dense = next(box for box in picture.boxes if box.id == "head_dense")
    told = dict(facts(graph, dense))
    assert set(told) == {"takes", "gives", "parameters"}
    assert told["gives"] == str(graph.by_path["head_dense"].config["units"])


def test_every_key_is_listed_in_the_keyboard_window(opened: Window, qtbot: QtBot) -> None:
    opened.menus.actions["keyboard"].trigger()
    dialog = next(each for each in opened.findChildren(QDialog) if each.windowTitle() == "Keyboard")
    words = dialog.findChild(QTextBrowser).toPlainText()
    for name, action in opened.menus.actions.items():
        for key in action.shortcuts():
            assert key.toString(key.SequenceFormat.NativeText) in words, name
    assert "Arrows" in words
    dialog.close()


def test_parameters_in_boxes_and_the_width_of_lines_are_switches(opened: Window, qtbot: QtBot) -> None:
    def subtitle() -> str:
        return next(box.subtitle for box in opened.canvas.picture().boxes if box.id == "head_dense")

    assert subtitle().endswith(" params")
    with qtbot.waitSignal(opened.document.picture_changed):
        opened.menus.actions["parameters"].trigger()
    assert "params" not in subtitle()
    qtbot.waitUntil(lambda: not opened.canvas.moving)

    plain = opened.canvas.grab().toImage()
    opened.menus.actions["line_widths"].trigger()
    assert opened.canvas.grab().toImage() != plain
    opened.menus.actions["line_widths"].trigger()
    assert opened.canvas.grab().toImage() == plain
