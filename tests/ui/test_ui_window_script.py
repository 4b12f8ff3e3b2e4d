"""The Keras script in the window: shown, copied, saved, refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from ui_window_helpers import press

from inspector.recipe.recipe import Data
from inspector.ui.keras_script import ScriptDialog
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]


def shown(opened: Window, qtbot: QtBot) -> ScriptDialog:
    opened.activateWindow()
    qtbot.keyClick(opened, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: bool(opened.findChildren(ScriptDialog)))
    return opened.findChildren(ScriptDialog)[0]


def test_the_script_of_the_changes_is_shown_and_copied(opened: Window, qtbot: QtBot) -> None:
    opened.document.freeze(["stem_conv"])
    dialog = shown(opened, qtbot)

    assert "layer.trainable = False" in dialog.text.toPlainText()
    assert 'model.save("edited.keras")' in dialog.text.toPlainText()
    press(qtbot, dialog.copy)
    assert QGuiApplication.clipboard().text() == dialog.text.toPlainText()
    dialog.close()


def test_the_script_is_saved_where_the_person_says(
    opened: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.document.set_settings(Data(source="sample:digits"))
    dialog = shown(opened, qtbot)
    text = dialog.text.toPlainText()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "tune.py"), ""))
    press(qtbot, dialog.save)

    assert (tmp_path / "tune.py").read_text() == text
    assert "model.fit(" in text


def test_data_that_is_not_there_is_told(opened: Window, qtbot: QtBot) -> None:
    opened.document.set_settings(Data(source="nowhere.npz"))
    opened.menus.actions["script"].trigger()
    qtbot.waitUntil(lambda: "nowhere.npz" in opened.bar.text.text())
