"""Fine-tuning is proposed in the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from ui_window_helpers import press

from inspector.recipe.edits import Freeze
from inspector.recipe.recipe import Data
from inspector.ui.fine_tune import ProposalDialog
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]


def asked(opened: Window, qtbot: QtBot) -> ProposalDialog:
    qtbot.keyClick(opened, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(opened.findChildren(ProposalDialog)))
    return opened.findChildren(ProposalDialog)[0]


def test_what_is_ticked_becomes_one_step_that_can_be_undone(opened: Window, qtbot: QtBot) -> None:
    opened.document.set_settings(Data(source="sample:digits"))
    dialog = asked(opened, qtbot)
    assert [box.isChecked() for box in dialog.boxes] == [True, True]
    dialog.boxes[1].click()
    press(qtbot, dialog.make)

    assert [type(edit) for edit in opened.document.recipe.edits] == [Freeze]
    assert opened.document.recipe.training.learning_rate.base == 1e-3
    opened.document.undo()
    assert opened.document.recipe.edits == ()


def test_without_data_it_says_what_to_choose_first(opened: Window, qtbot: QtBot) -> None:
    opened.menus.actions["propose"].trigger()
    assert "Choose what to train on first" in opened.bar.text.text()


def test_data_that_cannot_be_read_is_told(opened: Window, qtbot: QtBot) -> None:
    opened.document.set_settings(Data(source="nowhere.npz"))
    opened.menus.actions["propose"].trigger()
    qtbot.waitUntil(lambda: "nowhere.npz" in opened.bar.text.text())
