"""Freezing by tick, key and menu: the recipe, the list, the graph and the counts agree."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from ui_window_helpers import state, tick

from inspector.recipe.edits import Freeze, Unfreeze
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]

CHECKED, PARTLY, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.PartiallyChecked, Qt.CheckState.Unchecked


def frozen_boxes(window: Window) -> dict[str, str]:
    return {box.id: box.frozen for box in window.canvas.picture().boxes}


def test_a_tick_freezes_a_layer_everywhere(opened: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(opened.document.picture_changed):
        tick(qtbot, opened, "head_dense")

    assert opened.document.recipe.edits == (Freeze(("head_dense",)),)
    assert state(opened, "head_dense") == CHECKED
    assert frozen_boxes(opened)["head_dense"] == "all"
    leaves = opened.document.graph.leaves
    trained = sum(bool(leaf.weights) for leaf in leaves) - 1
    assert opened.layers.heading.figure() == f"1 OF {len(leaves)} FROZEN"
    assert opened.statusBar().layers.text() == f"{len(leaves)} layers · {trained} trainable"
    assert opened.windowTitle() == "sample.keras ● — Model Inspector"


def test_a_second_tick_leaves_nothing_behind(opened: Window, qtbot: QtBot) -> None:
    tick(qtbot, opened, "head_dense")
    tick(qtbot, opened, "head_dense")

    assert opened.document.recipe.edits == ()
    assert state(opened, "head_dense") == UNCHECKED
    assert opened.windowTitle() == "sample.keras — Model Inspector"


def test_a_block_is_ticked_with_all_its_layers_and_partly_with_some(opened: Window, qtbot: QtBot) -> None:
    stem = opened.document.blocks[0]
    block = f"block:{stem.id}"

    tick(qtbot, opened, block)
    assert state(opened, block) == CHECKED
    assert opened.document.preview is not None
    assert set(stem.layers) <= opened.document.preview.frozen

    opened.layers.tree.expandAll()
    tick(qtbot, opened, "stem_conv")
    assert state(opened, block) == PARTLY
    assert state(opened, "stem_conv") == UNCHECKED

    tick(qtbot, opened, block)
    assert state(opened, block) == CHECKED


def test_a_block_whose_weights_are_all_frozen_is_frozen_everywhere(opened: Window, qtbot: QtBot) -> None:
    opened.document.freeze(["stem_conv", "stem_bn"])  # stem_relu has no weights
    opened.document.select(["block:stem"])
    QApplication.processEvents()

    assert state(opened, "block:stem") == CHECKED
    assert opened.layer_panel.frozen.checkState() == CHECKED
    opened.document.toggle_freeze()
    assert opened.document.recipe.edits == ()


def test_ticking_keeps_rows_open_and_selected(opened: Window, qtbot: QtBot) -> None:
    opened.layers.tree.expandAll()
    opened.document.select(["stem_bn"])
    scroll = opened.layers.tree.verticalScrollBar()
    scroll.setValue(2)

    tick(qtbot, opened, "stem_conv")

    index = opened.layers.filter.mapFromSource(opened.layers.model.index_of("block:stem"))
    assert opened.layers.tree.isExpanded(index)
    assert opened.document.selection == {"stem_bn"}
    assert [row.data() for row in opened.layers.tree.selectionModel().selectedRows()] == ["stem_bn"]


def test_space_ticks_the_current_row(opened: Window, qtbot: QtBot) -> None:
    opened.document.select(["head_dense"])
    opened.layers.tree.setFocus()

    qtbot.keyClick(opened.layers.tree, Qt.Key.Key_Space)

    assert opened.document.recipe.edits == (Freeze(("head_dense",)),)


def test_f_on_the_graph_freezes_what_is_selected_and_again_lets_it_train(opened: Window, qtbot: QtBot) -> None:
    canvas = opened.canvas
    left, top, width, height = canvas.screen_rect("stem_conv")
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(int(left + width / 2), int(top + height / 2)))
    assert opened.document.selection == {"stem_conv"}

    qtbot.keyClick(canvas, Qt.Key.Key_F)
    assert opened.document.recipe.edits == (Freeze(("stem_conv",)),)

    qtbot.keyClick(canvas, Qt.Key.Key_F)
    assert opened.document.recipe.edits == ()


def test_freeze_up_to_here_takes_everything_before(opened: Window, qtbot: QtBot) -> None:
    opened.document.select(["block1_pool"])

    opened.menus.actions["freeze_up_to"].trigger()

    assert opened.document.preview is not None
    frozen = opened.document.preview.frozen
    assert {"image", "stem_conv", "block1_conv1", "block1_conv2", "block1_add", "block1_pool"} <= frozen
    assert frozen.isdisjoint({"block2_conv1", "block2_shortcut", "head_dense", "predictions"})


def test_train_from_here_is_the_reverse_in_one_step(opened: Window, qtbot: QtBot) -> None:
    opened.document.freeze([leaf.path for leaf in opened.document.graph.leaves])
    opened.document.select(["head_dense"])

    opened.menus.actions["train_from"].trigger()

    frozen = opened.document.preview.frozen
    assert frozen.isdisjoint({"head_dense", "head_dropout", "predictions"})
    assert {"image", "stem_conv", "block2_conv2"} <= frozen
    opened.menus.actions["undo"].trigger()
    assert len(opened.document.preview.frozen) == len(opened.document.graph.leaves)


def test_train_from_here_freezes_what_comes_before(opened: Window) -> None:
    opened.document.select(["head_dense"])

    opened.menus.actions["train_from"].trigger()

    assert "stem_conv" in opened.document.preview.frozen
    assert "predictions" not in opened.document.preview.frozen


def test_undo_and_redo_by_key_bring_ticks_back(opened: Window, qtbot: QtBot) -> None:
    tick(qtbot, opened, "head_dense")
    tick(qtbot, opened, "predictions")

    qtbot.keyClick(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert state(opened, "predictions") == UNCHECKED
    assert state(opened, "head_dense") == CHECKED
    assert opened.menus.actions["undo"].text() == "&Undo: Freeze head_dense"
    assert opened.menus.actions["redo"].text() == "&Redo: Freeze predictions"

    qtbot.keyClick(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert state(opened, "predictions") == CHECKED


def test_unfreezing_what_the_file_froze_is_an_edit(opened: Window) -> None:
    opened.document.do(Freeze(("head_dense", "predictions")))

    opened.document.freeze(["head_dense"], False)

    assert opened.document.recipe.edits == (Freeze(("predictions",)),)
    assert not any(isinstance(edit, Unfreeze) for edit in opened.document.recipe.edits)
