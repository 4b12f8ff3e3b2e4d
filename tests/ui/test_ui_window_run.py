"""What the run box says of a run, and what it offers afterwards."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot
from ui_window_helpers import press, show_panel, type_number

from inspector.jobs.messages import Batch, Done, Failed, Progress, Started
from inspector.jobs.runs import BEST
from inspector.jobs.words import words
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]


def a_run_that_left(window: Window, folder: Path, *files: str) -> None:
    """As if the opened model had been trained into a folder."""
    folder.mkdir(exist_ok=True)
    for name in files:
        (folder / name).touch()
    window.session.model, window.session.folder = window.document.path, folder
    window.session.began.emit()


def test_what_a_person_should_know_of_a_run_is_shown(opened: Window, tmp_path: Path) -> None:
    view = opened.strip.run_view
    a_run_that_left(opened, tmp_path / "run", BEST)

    opened.session.ended.emit(Done("Trained 1 epoch.", notes=("The last model could not be saved: disk full.",)))
    assert view.words.text() == "Trained 1 epoch."
    assert view.notes.texts() == ("The last model could not be saved: disk full.",)
    assert view.model.text() == "Model: sample.keras"

    opened.session.ended.emit(Failed("The loss is not a number."))
    assert view.notes.texts() == ("The loss is not a number.",)
    assert not view.words.isVisible()

    opened.session.began.emit()
    assert view.notes.texts() == ()


@pytest.mark.parametrize("end", [Done("Ended at once.", stopped=True), Failed("The engine was killed.")])
def test_a_best_model_is_offered_however_the_run_ended(opened: Window, tmp_path: Path, end: Done | Failed) -> None:
    view = opened.strip.run_view
    a_run_that_left(opened, tmp_path / "run")
    opened.session.ended.emit(end)
    assert not view.open_best.isVisible()

    a_run_that_left(opened, tmp_path / "run", BEST)
    opened.session.ended.emit(end)

    assert view.open_best.isVisible()
    assert not view.open_last.isVisible()


def test_curves_of_another_model_than_the_open_one_say_so(opened: Window, tmp_path: Path, qtbot: QtBot) -> None:
    a_run_that_left(opened, tmp_path / "run")
    assert not opened.strip.whose.isVisible()
    trained = opened.session.model
    other = tmp_path / "other.keras"
    other.write_bytes(Path(trained).read_bytes())

    with qtbot.waitSignal(opened.document.loaded, timeout=20_000):
        opened.open(str(other))
    assert opened.strip.whose.isVisible()
    assert "sample.keras" in opened.strip.whose.text()

    with qtbot.waitSignal(opened.document.loaded, timeout=20_000):
        opened.open(trained)
    assert not opened.strip.whose.isVisible()


def test_the_log_hides_no_button(opened: Window, qtbot: QtBot) -> None:
    view = opened.strip.run_view
    qtbot.mouseClick(view.tabs, Qt.MouseButton.LeftButton, pos=view.tabs.tabRect(1).center())

    assert view.log.isVisible()
    assert view.train.isVisible()
    assert view.stop.isVisible()
    assert view.bar.parent() is view


def test_training_without_what_was_chosen_and_not_applied_is_asked_about(opened: Window, qtbot: QtBot) -> None:
    opened.strip.settings.data.choose("sample:digits")
    show_panel(opened, qtbot, opened.head)
    type_number(qtbot, opened.head.units, "14")
    opened.panels.setCurrentWidget(opened.changes)

    opened.strip.train()

    assert "14 units" in opened.bar.text.text()
    assert not opened.session.running
    qtbot.mouseClick(opened.bar.action, Qt.MouseButton.LeftButton)
    assert opened.panels.currentWidget() is opened.head


def test_the_tool_bar_stops_too(opened: Window) -> None:
    stop = next(button for button in opened.menus.toolbar.findChildren(QToolButton) if button.text() == "Stop")
    assert stop.isVisible()
    assert not stop.isEnabled()


def test_one_epoch_is_counted_as_one() -> None:
    assert "1 epoch of 41 steps" in words(Started(1, 41, 1300, 100))
    assert "2 epochs of 1 step" in words(Started(2, 1, 32, 32))


@pytest.mark.engine
def test_end_now_is_no_error_and_keeps_the_best_model(opened: Window, qtbot: QtBot) -> None:
    form, view = opened.strip.settings, opened.strip.run_view
    form.data.choose("sample:digits")
    type_number(qtbot, form.epochs, "1000")
    with qtbot.waitSignal(opened.session.began):
        press(qtbot, view.train)
    qtbot.waitUntil(lambda: opened.session.progress.epoch >= 2, timeout=180_000)
    assert view.words.text().startswith("epoch ")

    engine = next(child for child in psutil.Process().children(recursive=True) if "--engine" in child.cmdline())
    engine.suspend()  # as in a step that takes for ever
    opened.menus.actions["stop"].trigger()
    assert view.stop.text() == "End now"
    assert view.words.text() == "Stopping after this step…"
    opened.menus.actions["stop"].trigger()
    press(qtbot, view.stop)
    assert opened.session.running, "the second half of a double click ends nothing"
    qtbot.wait(QApplication.doubleClickInterval() + 50)
    press(qtbot, view.stop)

    assert not opened.session.running
    assert isinstance(opened.session.result, Done)
    assert not opened.bar.isVisible()
    assert view.notes.texts() == ()
    assert view.open_best.isVisible()
    with qtbot.waitSignal(opened.document.loaded, timeout=20_000):
        press(qtbot, view.open_best)
    assert Path(opened.document.path) == opened.session.folder / BEST


def test_what_is_done_after_the_last_step_is_told_and_stays(opened: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    view, session = opened.strip.run_view, opened.session
    monkeypatch.setattr(type(session), "running", property(lambda _session: True))
    session._take((Started(1, 2, 64, 10), Batch(1, 1, {"loss": 1.0}, 0.1), Batch(1, 2, {"loss": 1.0}, 0.2)))
    assert view.words.text().startswith("epoch 1 of 1")

    view.stop_in_order()
    session._take((Batch(1, 2, {"loss": 1.0}, 0.3),))
    assert view.words.text() == "Stopping after this step…"
    session._take((Progress("Saving the last model"),))
    opened.strip._redraw()
    assert view.words.text() == "Saving the last model…"
    monkeypatch.undo()
