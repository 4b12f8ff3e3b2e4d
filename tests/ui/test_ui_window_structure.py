"""Dropouts taken out, the model ended at a layer and layers renamed, by mouse and key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot
from ui_window_helpers import press, show_panel

from inspector.recipe.edits import EndModel, RemoveDropout, RenameLayer
from inspector.ui.rename_dialog import RenameDialog
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]


def rename(qtbot: QtBot, window: Window, names: list[str]) -> list[str]:
    """Press F2 and type one name after another, then Enter; what the dialog said of each."""
    said: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, RenameDialog):
            timer.start(50)
            return
        for name in names:
            dialog.name.selectAll()
            qtbot.keyClicks(dialog.name, name)
            said.append(dialog.told.text())
        done = QDialogButtonBox.StandardButton.Ok
        if not dialog.buttons.button(done).isEnabled():
            done = QDialogButtonBox.StandardButton.Cancel
        dialog.buttons.button(done).click()

    timer = QTimer(window)
    timer.setSingleShot(True)
    timer.timeout.connect(answer)
    timer.start(50)
    window.menus.actions["rename_layer"].trigger()
    return said


def test_f2_renames_the_selected_layer_and_everything_follows(opened: Window, qtbot: QtBot) -> None:
    blocks = {block.id: len(block.layers) for block in opened.document.blocks}
    opened.document.select(["block1_conv1"])
    assert opened.menus.actions["rename_layer"].shortcut().toString() == "F2"

    said = rename(qtbot, opened, ["block1_conv2", "a b", "stem"])

    assert "another layer has or had it" in said[0]
    assert "Expected a name of Latin letters" in said[1]
    assert opened.document.recipe.edits == (RenameLayer("block1_conv1", "stem"),)
    assert opened.document.selection == {"stem"}
    assert opened.layers.model.index_of("stem").isValid()
    assert {block.id: len(block.layers) for block in opened.document.blocks} == blocks

    show_panel(opened, qtbot, opened.weights)
    qtbot.waitUntil(lambda: bool(opened.weights._cards), timeout=20_000)
    opened.document.undo()
    assert not opened.layers.model.index_of("stem").isValid()


def test_a_name_that_cannot_be_changes_nothing(opened: Window, qtbot: QtBot) -> None:
    opened.document.select(["block1_conv1"])
    rename(qtbot, opened, ["block1_conv2"])
    assert opened.document.recipe.edits == ()

    opened.document.select(["image"])
    opened.menus.refresh()
    assert not opened.menus.actions["rename_layer"].isEnabled()


def test_the_button_in_its_row_takes_a_dropout_out(opened: Window, qtbot: QtBot) -> None:
    show_panel(opened, qtbot, opened.regularise)
    press(qtbot, opened.regularise.dropout.rows.row("head_dropout").remove)

    assert opened.document.recipe.edits == (RemoveDropout("head_dropout"),)
    assert opened.document.preview is not None
    assert "head_dropout" not in opened.document.preview.graph.by_path


def test_the_menu_of_a_layer_removes_it_or_ends_the_model_there(opened: Window) -> None:
    opened.document.select(["head_dropout"])
    opened.menus.refresh()
    assert opened.menus.actions["remove_dropout"].isEnabled()

    opened.document.select(["head_flatten"])
    opened.menus.refresh()
    assert not opened.menus.actions["remove_dropout"].isEnabled()
    opened.menus.actions["end_model"].trigger()

    assert opened.document.recipe.edits == (EndModel("head_flatten"),)
    assert opened.document.preview is not None
    assert opened.document.preview.graph.outputs == ("head_flatten",)
    opened.menus.refresh()
    assert not opened.menus.actions["end_model"].isEnabled()
