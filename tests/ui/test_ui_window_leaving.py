"""What is asked before something is lost, and what counts as something."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot
from ui_window_helpers import SAMPLE, open_and_wait

from inspector.recipe.edits import Freeze
from inspector.recipe.recipe import LearningRate, Training
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]

BUTTON = QMessageBox.StandardButton
Answer = Callable[..., list[str]]


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another file with the same model."""
    copy = tmp_path / "other.keras"
    copy.write_bytes(SAMPLE.read_bytes())
    return copy


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A file that is read to its end only when its writing end is closed."""
    path = tmp_path / "slow.keras"
    os.mkfifo(path)
    with open(path, "r+b", buffering=0) as end:
        yield path, end


def test_a_multiplier_is_a_change_like_an_edit(opened: Window, answer: Answer) -> None:
    opened.document.set_training(Training(learning_rate=LearningRate(0.001, {"stem_conv": 0.5})))

    assert opened.windowTitle() == "sample.keras ● — Model Inspector"
    assert opened.panels.tabText(opened.panels.indexOf(opened.changes)) == "Changes 1"
    told = answer(BUTTON.Cancel)
    assert not opened.close()
    assert len(told) == 1

    opened.menus.actions["undo_all"].trigger()
    assert opened.document.recipe.training.learning_rate.multipliers == {}
    assert not opened.document.dirty


def test_settings_and_changes_that_were_all_taken_back_are_nothing_to_lose(opened: Window) -> None:
    opened.document.set_training(Training(epochs=9))
    assert not opened.document.dirty
    opened.document.do(Freeze(("stem_conv",)))
    opened.document.mark_saved()
    opened.document.undo()
    assert not opened.document.dirty


def test_edits_made_while_another_file_is_read_are_kept_or_asked_about(
    opened: Window, qtbot: QtBot, answer: Answer, other: Path
) -> None:
    opened.open(str(other))
    opened.document.do(Freeze(("stem_conv",)))
    told = answer(BUTTON.Cancel)
    with qtbot.waitSignal(opened.document.dropped, timeout=20_000):
        pass

    assert len(told) == 1
    assert opened.document.path == str(SAMPLE)
    assert opened.document.recipe.edits == (Freeze(("stem_conv",)),)
    assert opened.statusBar().currentMessage() == ""

    told = answer(BUTTON.Discard)
    with qtbot.waitSignal(opened.document.loaded, timeout=20_000):
        opened.open(str(other))
    assert opened.document.path == str(other)
    assert len(told) == 1, "what was given up is not asked about twice"


def test_a_file_that_is_being_read_is_not_read_a_second_time(window: Window, qtbot: QtBot) -> None:
    loading: list[str] = []
    window.document.loading.connect(loading.append)
    with qtbot.waitSignal(window.document.picture_changed, timeout=20_000):
        window.open(str(SAMPLE))
        window.open(str(SAMPLE))
    assert loading == [str(SAMPLE)]
    open_and_wait(qtbot, window, SAMPLE)
    assert len(loading) == 2


def test_files_are_written_one_after_another(
    opened: Window, qtbot: QtBot, slow: tuple[Path, BinaryIO], tmp_path: Path
) -> None:
    path, end = slow
    opened.files.copy_model(path, tmp_path / "first.keras")
    end.write(b"model")
    qtbot.waitUntil(lambda: bool(list(tmp_path.glob(".first.keras-*"))), timeout=5000)

    opened.files.copy_model(SAMPLE, tmp_path / "second.keras")
    assert "first.keras is still being written" in opened.bar.text.text()
    end.close()
    qtbot.waitUntil(lambda: "Saved" in opened.bar.text.text(), timeout=5000)
    assert (tmp_path / "first.keras").read_bytes() == b"model"
    assert not (tmp_path / "second.keras").exists()


def test_a_recipe_is_opened_for_a_model_only(window: Window, qtbot: QtBot) -> None:
    recipes = [window.menus.actions[name] for name in ("open_recipe", "save_recipe")]
    assert not any(action.isEnabled() for action in recipes)
    open_and_wait(qtbot, window, SAMPLE)
    assert all(action.isEnabled() for action in recipes)


def test_the_window_is_divided_by_its_size_until_a_person_divides_it(
    window: Window, qtbot: QtBot, settings: QSettings, tmp_path: Path
) -> None:
    open_and_wait(qtbot, window, SAMPLE)
    columns = window._columns
    wide = columns.sizes()
    window.resize(1024, 700)
    assert columns.sizes()[0] < wide[0]
    assert columns.sizes()[1] > 350
    assert columns.height() > 2 * window.strip.height()

    window.resize(1440, 900)
    assert columns.sizes() == wide
    columns.moveSplitter(wide[0] + 60, 1)
    window.close()

    again = Window(settings, tmp_path / "runs")
    qtbot.addWidget(again)
    again.show()
    open_and_wait(qtbot, again, SAMPLE)
    assert again._columns.sizes()[0] == columns.sizes()[0] != wide[0]
    again.close()
