"""How a model gets into the window: every door, and what bad files get."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from ui_window_helpers import SAMPLE, open_and_wait

from inspector.recipe.recipe import Data, LearningRate, Recipe, Training
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]


def test_the_welcome_page_opens_the_bundled_sample_with_its_data(window: Window, qtbot: QtBot) -> None:
    assert window.welcome.isVisible()

    with qtbot.waitSignal(window.document.picture_changed, timeout=20_000):
        qtbot.mouseClick(window.welcome.sample, Qt.MouseButton.LeftButton)

    assert window.document.path == str(SAMPLE)
    assert window.canvas.isVisible()
    assert window.document.recipe.data is not None
    assert window.strip.settings.data.box.text() == "Sample: digits"
    assert not window.document.dirty


def test_a_dropped_file_is_opened(window: Window, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(SAMPLE))])
    enter = QDragEnterEvent(
        QPoint(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()

    drop = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(window.document.picture_changed, timeout=20_000):
        QApplication.sendEvent(window, drop)

    assert window.windowTitle() == "sample.keras — Model Inspector"


def test_an_opened_file_is_in_the_recent_menu_until_it_is_gone(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    copy = tmp_path / "mine.keras"
    copy.write_bytes(SAMPLE.read_bytes())
    open_and_wait(qtbot, window, copy)
    menu = window.menus.recent_menu

    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == ["mine.keras"]
    with qtbot.waitSignal(window.document.loaded, timeout=20_000):
        menu.actions()[0].trigger()
    copy.unlink()

    menu.aboutToShow.emit()
    assert menu.actions() == []


def test_what_is_no_model_becomes_a_sentence_and_the_open_model_stays(
    opened: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    wrong = tmp_path / "notes.keras"
    wrong.write_text("no model")

    with qtbot.waitSignal(opened.document.failed, timeout=20_000):
        opened.open(str(wrong))

    assert opened.bar.isVisible()
    assert "notes.keras" in opened.bar.text.text()
    assert opened.document.path == str(SAMPLE)
    assert opened.canvas.isVisible()


def test_of_two_files_opened_at_once_the_second_wins(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    second = tmp_path / "second.keras"
    second.write_bytes(SAMPLE.read_bytes())
    shown: list[str] = []
    window.document.loaded.connect(lambda: shown.append(window.document.path))

    with qtbot.waitSignal(window.document.picture_changed, timeout=20_000):
        window.open(str(SAMPLE))
        window.open(str(second))
    qtbot.wait(100)

    assert shown == [str(second)]


def test_another_model_forgets_edits_and_selection_and_keeps_settings(
    opened: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    opened.document.freeze(["stem_conv"])
    rate = LearningRate(0.01, {"stem_bn": 0.5})
    opened.document.set_settings(Data(source="sample:digits"), Training(epochs=9, learning_rate=rate))
    opened.document.select(["stem_conv"])
    opened.document.mark_saved()
    copy = tmp_path / "copy.keras"
    copy.write_bytes(SAMPLE.read_bytes())

    open_and_wait(qtbot, opened, copy)

    assert opened.document.recipe == Recipe(
        data=Data(source="sample:digits"), training=Training(epochs=9, learning_rate=LearningRate(0.01))
    )
    assert opened.document.selection == frozenset()
    assert opened.layers.heading.figure() == f"0 OF {len(opened.document.graph.leaves)} FROZEN"
    assert not opened.document.history.can_undo


def test_the_status_bar_counts_the_model(opened: Window) -> None:
    status = opened.statusBar()

    leaves = opened.document.graph.leaves
    count = sum(weight.parameters for leaf in leaves for weight in leaf.weights or ())
    assert status.layers.text() == f"{len(leaves)} layers · {sum(bool(leaf.weights) for leaf in leaves)} trainable"
    assert status.parameters.text().startswith(f"{count / 1000:.1f} K params")
    assert "Keras 3" in status.kind.text()
