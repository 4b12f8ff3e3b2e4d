"""One selection for the list, the graph and the panels; the filter; folding."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot
from ui_window_helpers import show_panel

from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]


def click_row(window: Window, qtbot: QtBot, box: str) -> None:
    index = window.layers.filter.mapFromSource(window.layers.model.index_of(box))
    window.layers.tree.scrollTo(index)
    place = window.layers.tree.visualRect(index).center()
    qtbot.mouseClick(window.layers.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)


def visible_rows(window: Window) -> list[str]:
    tree, rows = window.layers.tree, []
    index = window.layers.filter.index(0, 0)
    while index.isValid():
        rows.append(index.data())
        index = tree.indexBelow(index)
    return rows


def test_a_row_selects_the_box_and_fills_the_layer_panel(opened: Window, qtbot: QtBot) -> None:
    click_row(opened, qtbot, "predictions")

    assert opened.canvas.selected() == {"predictions"}
    assert "predictions" in opened.layer_panel.title.text()
    facts, layer = opened.layer_panel.facts, opened.document.graph.by_path["predictions"]
    shown = {facts.item(row, 0).text(): facts.item(row, 1).text() for row in range(facts.rowCount())}
    assert shown["output"] == "10"
    assert shown["parameters"] == str(sum(weight.parameters for weight in layer.weights))
    assert shown["takes from"] == "head_dropout"
    weights = opened.layer_panel.weights
    assert [weights.item(row, 0).text() for row in range(weights.rowCount())] == ["kernel", "bias"]


def test_a_box_selects_the_row_and_opens_its_block(opened: Window, qtbot: QtBot) -> None:
    left, top, width, height = opened.canvas.screen_rect("stem_bn")

    qtbot.mouseClick(opened.canvas, Qt.MouseButton.LeftButton, pos=QPoint(int(left + width / 2), int(top + height / 2)))

    assert [row.data() for row in opened.layers.tree.selectionModel().selectedRows()] == ["stem_bn"]
    assert "stem_bn" in visible_rows(opened)


def test_a_layer_inside_a_folded_block_marks_the_block(opened: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(opened.document.picture_changed):
        opened.menus.actions["fold_all"].trigger()

    opened.document.select(["stem_bn"])

    assert opened.canvas.selected() == {"block:stem"}
    assert opened.document.selection == {"stem_bn"}


def test_folding_and_unfolding_all_changes_the_picture(opened: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(opened.document.picture_changed):
        opened.menus.actions["fold_all"].trigger()
    folded = {box.id for box in opened.canvas.picture().boxes}
    assert "block:stem" in folded
    assert "stem_conv" not in folded

    with qtbot.waitSignal(opened.document.picture_changed):
        opened.menus.actions["unfold_all"].trigger()
    assert {"stem_conv", "block1_conv1"} <= {box.id for box in opened.canvas.picture().boxes}


def test_a_double_click_folds_a_block_and_leaves_the_edits_alone(opened: Window, qtbot: QtBot) -> None:
    left, top, _, _ = opened.canvas.screen_rect("block:stem")

    with qtbot.waitSignal(opened.document.picture_changed):
        qtbot.mouseDClick(opened.canvas, Qt.MouseButton.LeftButton, pos=QPoint(int(left + 20), int(top + 12)))

    assert "stem" not in opened.document.opened
    assert opened.document.recipe.edits == ()


def test_the_filter_keeps_matching_rows_with_their_blocks(opened: Window, qtbot: QtBot) -> None:
    qtbot.keyClick(opened, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert opened.layers.filter_box.hasFocus()

    qtbot.keyClicks(opened.layers.filter_box, "conv2d block1")

    rows = visible_rows(opened)
    assert {"block1", "block1_conv1", "block1_conv2"} <= set(rows)
    assert not {"stem", "stem_conv", "block1_bn1", "head_dense"} & set(rows)


def test_clearing_the_filter_brings_back_what_was_open(opened: Window, qtbot: QtBot) -> None:
    tree = opened.layers.tree
    tree.collapseAll()
    tree.expand(opened.layers.filter.mapFromSource(opened.layers.model.index_of("block:block2")))
    before = visible_rows(opened)

    qtbot.keyClicks(opened.layers.filter_box, "bn")
    assert visible_rows(opened) != before
    opened.layers.filter_box.clear()

    assert visible_rows(opened) == before


def test_the_graph_can_lie_down(opened: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(opened.document.picture_changed):
        opened.menus.actions["sideways"].trigger()
    picture = opened.canvas.picture()
    assert picture.width > picture.height
    assert opened.menus.actions["sideways"].isChecked()
    with qtbot.waitSignal(opened.document.picture_changed):
        opened.menus.actions["sideways"].trigger()
    assert opened.canvas.picture().width < opened.canvas.picture().height


def test_shapes_and_names_are_switches_of_the_picture(opened: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(opened.document.picture_changed):
        opened.menus.actions["shapes"].trigger()
    assert not any(line.label for line in opened.canvas.picture().lines)
    assert not opened.menus.actions["shapes"].isChecked()

    with qtbot.waitSignal(opened.document.picture_changed):
        opened.menus.actions["names"].trigger()
    titles = {box.id: box.title for box in opened.canvas.picture().boxes}
    assert titles["head_dense"] == "Dense"


def test_the_layer_panel_reads_several_layers_as_one(opened: Window, qtbot: QtBot) -> None:
    opened.document.select(["stem_conv", "stem_bn"])
    show_panel(opened, qtbot, opened.layer_panel)

    assert "2 layers" in opened.layer_panel.title.text()
    assert opened.layer_panel.frozen.checkState() == Qt.CheckState.Unchecked
    opened.layer_panel.frozen.click()
    assert opened.document.preview.frozen == {"stem_conv", "stem_bn"}
