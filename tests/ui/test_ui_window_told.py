"""What the window says of the opened file: its name, its notes, and whether it can be trained."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from ui_window_helpers import SAMPLE, open_and_wait, press

from inspector.graph.model import Note
from inspector.jobs.messages import Described
from inspector.ui.message_bar import MessageBar
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]


def test_a_model_of_a_run_is_called_by_its_run(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    run = tmp_path / "sample-2026-01-02-030405"
    run.mkdir()
    (run / "run.json").write_text("{}")
    (run / "best.keras").write_bytes(SAMPLE.read_bytes())
    open_and_wait(qtbot, window, run / "best.keras")

    name = "best.keras — sample-2026-01-02-030405"
    assert window.windowTitle() == f"{name} — Model Inspector"
    window.menus.recent_menu.aboutToShow.emit()
    assert window.menus.recent_menu.actions()[0].text() == name


def test_several_notes_begin_with_the_worst_and_are_all_there(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.tell_notes([Note("warning", "odd", "This is odd."), Note("error", "wrong", "This is wrong.")])
    assert bar.text.text() == "This is wrong."
    assert bar.more.text() == "All 2 notes"
    assert not bar.action.isVisible()

    press(qtbot, bar.more)
    assert bar.text.text() == "This is wrong.\nThis is odd."
    assert bar.isVisible()
    assert not bar.more.isVisible()

    bar.tell_notes([Note("warning", "odd", "This is odd.")])
    assert not bar.more.isVisible()


def test_a_note_that_a_button_does_something_about_is_the_first(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    done: list[str] = []
    old, wrong = Note("warning", "old", "This is old."), Note("error", "wrong", "This is wrong.")
    bar.tell_notes([wrong, old], old, "Mend…", lambda: done.append("mended"))
    assert bar.text.text() == "This is old."

    press(qtbot, bar.more)
    assert bar.text.text() == "This is old.\nThis is wrong."
    press(qtbot, bar.action)
    assert done == ["mended"]


def test_a_model_of_several_inputs_is_not_said_to_load_for_training(opened: Window) -> None:
    graph = opened.document.graph
    opened.document.graph = dataclasses.replace(graph, inputs=("image", "other"))
    opened.engine.switch_on()
    opened.engine._take((Described(True, "", {}, {}),))

    assert opened.statusBar().doing.text() == "Can be edited, not trained here"
    assert "2 inputs" in opened.statusBar().doing.toolTip()
    assert not opened.menus.actions["train"].isEnabled()
    assert not opened.strip.run_view.train.isEnabled()
    assert "2 inputs" in opened.menus.actions["train"].toolTip()


def test_a_model_that_keras_does_not_load_cannot_be_trained_and_why_is_told(opened: Window) -> None:
    usual = opened.menus.actions["train"].toolTip()
    opened.engine._take((Described(False, "It has layers of its own.", {}, {}),))
    assert not opened.menus.actions["train"].isEnabled()
    assert opened.menus.actions["train"].toolTip() == "It has layers of its own."
    assert opened.strip.run_view.train.toolTip() == "It has layers of its own."

    opened.engine._take((Described(True, "", {}, {}),))
    assert opened.menus.actions["train"].isEnabled()
    assert opened.menus.actions["train"].toolTip() == usual


def test_what_an_edit_leads_to_is_known_when_it_is_told(opened: Window) -> None:
    known: list[bool] = []
    opened.document.recipe_changed.connect(lambda: known.append("stem_conv" in opened.document.preview.frozen))
    opened.document.freeze(["stem_conv"])
    assert known == [True]


def test_f_freezes_what_is_selected_though_its_block_is_folded(opened: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(opened.document.picture_changed):
        opened.menus.actions["fold_all"].trigger()
    opened.document.select(["stem_conv"])
    assert opened.canvas.selected() == {"block:stem"}

    qtbot.keyClick(opened.canvas, Qt.Key.Key_F)

    assert opened.document.preview.frozen == {"stem_conv"}
    assert opened.document.selection == {"stem_conv"}


def test_folding_all_shows_what_is_left_from_the_start(opened: Window, qtbot: QtBot) -> None:
    opened.menus.actions["fit"].trigger()
    small = opened.canvas.zoom()
    with qtbot.waitSignal(opened.document.picture_changed):
        opened.menus.actions["fold_all"].trigger()
    assert opened.canvas.zoom() > small
    opened.canvas.set_zoom(4)
    with qtbot.waitSignal(opened.document.picture_changed):
        opened.menus.actions["unfold_all"].trigger()
    _, top, _, _ = opened.canvas.screen_rect("image")
    assert 0 <= top < opened.canvas.height()


def test_a_file_dropped_on_a_field_goes_to_the_window(opened: Window, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(SAMPLE))])
    flags = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for field in opened.findChildren(QLineEdit):
        before = field.text()
        enter = QDragEnterEvent(QPoint(3, 3), *flags)
        QApplication.sendEvent(field, enter)
        QApplication.sendEvent(field, QDropEvent(QPointF(3, 3), *flags))
        assert field.text() == before
        assert not field.acceptDrops(), field.accessibleName()
