"""Training in the window with the real engine on the bundled sample."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import numpy as np
import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot
from ui_window_helpers import open_and_wait, press, show_panel, tick, type_number

from inspector.jobs.messages import Apply, Done, Failed
from inspector.jobs.runs import read_history, read_run
from inspector.recipe.edits import ReplaceHead
from inspector.ui.training.data_words import SAMPLE as DIGITS
from inspector.ui.window import Window

pytestmark = [
    pytest.mark.engine,
    pytest.mark.window,
    pytest.mark.qt_log_ignore("This plugin does not support"),
]

PATIENCE = 180_000


def choose_digits(window: Window) -> None:
    window.strip.settings.data.choose(DIGITS)


def set_epochs(window: Window, qtbot: QtBot, epochs: int) -> None:
    type_number(qtbot, window.strip.settings.epochs, str(epochs))
    qtbot.keyClick(window.strip.settings.epochs, Qt.Key.Key_Return)


def start(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.session.began):
        press(qtbot, window.strip.run_view.train)


def wait_for_steps(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.session.progress.step > 3, timeout=PATIENCE)


def wait_for_epochs(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.session.progress.epoch >= 2, timeout=PATIENCE)


def engines() -> list[psutil.Process]:
    """Engine processes of this one that are alive."""
    return [child for child in psutil.Process().children(recursive=True) if is_engine(child)]


def is_engine(process: psutil.Process) -> bool:
    try:
        return "--engine" in process.cmdline()
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return False


def test_the_whole_way_from_the_sample_to_a_trained_model(opened: Window, qtbot: QtBot, tmp_path: Path) -> None:
    opened.engine.switch_on()
    tick(qtbot, opened, "block:stem")
    show_panel(opened, qtbot, opened.head)
    type_number(qtbot, opened.head.units, "14")
    qtbot.keyClick(opened.head.units, Qt.Key.Key_Return)
    choose_digits(opened)
    set_epochs(opened, qtbot, 1)
    view = opened.strip.run_view
    opened.bar.tell("An earlier run failed.")

    start(opened, qtbot)
    assert not opened.bar.isVisible()
    assert not view.train.isEnabled()
    assert view.stop.isEnabled()
    with qtbot.waitSignal(opened.session.ended, timeout=PATIENCE):
        pass

    assert isinstance(opened.session.result, Done)
    assert opened.strip.loss.points() == (41, 1)
    assert opened.strip.measure.points() == (41, 1)
    assert "train" in opened.strip.loss.legend.text()
    assert "val" in opened.strip.measure.legend.text()
    assert "accuracy" in view.result.text()
    assert view.bar.value() == view.bar.maximum()
    assert "Epoch 1" in view.log.toPlainText()
    folder = opened.session.folder
    assert folder.parent == tmp_path / "runs"
    assert read_run(folder).recipe == opened.document.recipe
    assert len(read_history(folder)) == 1
    assert not opened.document.dirty
    assert opened.statusBar().engine.text().startswith("Engine: TensorFlow 2.")
    assert opened.statusBar().doing.text() == "Loads for training"
    qtbot.waitUntil(lambda: engines() == [])

    with qtbot.waitSignal(opened.document.picture_changed, timeout=20_000):
        press(qtbot, view.open_best)
    assert opened.document.path == str(folder / "best.keras")
    assert opened.document.graph.by_path["predictions"].output_shape == (None, 14)


def test_the_edits_are_checked_on_the_real_model(opened: Window, qtbot: QtBot) -> None:
    assert not opened.menus.actions["check_edits"].isEnabled()
    assert opened.document.do(ReplaceHead(14, "softmax"))

    opened.menus.actions["check_edits"].trigger()
    qtbot.waitUntil(lambda: "layers with weights train" in opened.bar.text.text(), timeout=PATIENCE)

    assert "same" in opened.bar.text.text() or "equal" in opened.bar.text.text()
    qtbot.waitUntil(lambda: engines() == [])


def test_a_crashed_engine_is_told_logged_and_can_be_tried_again(
    opened: Window, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    choose_digits(opened)
    set_epochs(opened, qtbot, 1000)
    start(opened, qtbot)
    wait_for_epochs(opened, qtbot)
    (engine,) = engines()

    with qtbot.waitSignal(opened.session.ended, timeout=20_000):
        os.kill(engine.pid, signal.SIGSEGV)

    assert isinstance(opened.session.result, Failed)
    assert opened.session.files["best"] == str(opened.session.folder / "best.keras")
    assert "Fatal Python error" in opened.strip.run_view.log.toPlainText()
    assert "Fatal Python error" in caplog.text
    assert opened.bar.isVisible()
    assert "crashed" in opened.bar.text.text()
    assert opened.bar.action.text() == "Try again"
    assert opened.strip.run_view.train.isEnabled()
    tick(qtbot, opened, "head_dense")
    assert len(opened.document.recipe.edits) == 1

    with qtbot.waitSignal(opened.session.began, timeout=20_000):
        press(qtbot, opened.bar.action)
    qtbot.waitUntil(lambda: len(engines()) == 1, timeout=20_000)
    assert not opened.bar.isVisible()


def test_a_run_ended_at_once_keeps_its_best_model_and_is_no_error(opened: Window, qtbot: QtBot) -> None:
    choose_digits(opened)
    set_epochs(opened, qtbot, 1000)
    start(opened, qtbot)
    wait_for_epochs(opened, qtbot)

    opened.session.kill()

    result = opened.session.result
    assert isinstance(result, Done)
    assert result.stopped
    assert Path(result.files["best"]).is_file()
    assert not opened.bar.isVisible()
    assert opened.strip.run_view.open_best.isVisible()


def test_a_run_that_is_refused_before_it_begins_leaves_no_folder(opened: Window, qtbot: QtBot, tmp_path: Path) -> None:
    data = tmp_path / "data.npz"
    np.savez(data, x_train=np.zeros((40, 16, 16, 1), "float32"), y_train=np.arange(40) % 10)
    opened.strip.settings.data.choose(str(data))
    np.savez(data, x_train=np.zeros((40, 16, 16, 3, 2), "float32"), y_train=np.arange(40) % 10)

    with qtbot.waitSignal(opened.session.ended, timeout=PATIENCE) as ended:
        start(opened, qtbot)

    assert isinstance(ended.args[0], Failed)
    assert not opened.session.folder.exists()
    assert opened.strip.run_view.folder.text().startswith("Runs are kept in")


def test_models_that_were_deleted_with_their_folder_are_not_offered(opened: Window, qtbot: QtBot) -> None:
    choose_digits(opened)
    set_epochs(opened, qtbot, 1000)
    start(opened, qtbot)
    wait_for_steps(opened, qtbot)

    shutil.rmtree(opened.session.folder)
    with qtbot.waitSignal(opened.session.ended, timeout=60_000):
        opened.session.stop()

    assert opened.session.files == {}
    assert not isinstance(opened.session.result, Done) or opened.session.result.files == {}
    assert not opened.strip.run_view.open_best.isVisible()


def test_stop_keeps_what_was_learned(opened: Window, qtbot: QtBot) -> None:
    choose_digits(opened)
    set_epochs(opened, qtbot, 1000)
    start(opened, qtbot)
    wait_for_epochs(opened, qtbot)

    with qtbot.waitSignal(opened.session.ended, timeout=60_000):
        press(qtbot, opened.strip.run_view.stop)

    result = opened.session.result
    assert isinstance(result, Done)
    assert result.stopped
    assert Path(result.files["last"]).exists()
    assert opened.strip.run_view.open_last.isVisible()


def test_closing_while_training_asks_about_the_run_and_newer_edits_and_leaves_no_process(
    opened: Window, qtbot: QtBot, answer
) -> None:
    button = QMessageBox.StandardButton
    choose_digits(opened)
    set_epochs(opened, qtbot, 1000)
    tick(qtbot, opened, "head_dense")
    start(opened, qtbot)
    assert opened.document.dirty, "the run folder does not have the edits yet"
    wait_for_steps(opened, qtbot)
    assert not opened.document.dirty
    assert "●" not in opened.windowTitle()

    told = answer(button.No)
    assert not opened.close()
    assert "Stop it and close" in told[0]
    assert opened.session.running

    tick(qtbot, opened, "stem_conv")
    assert opened.document.dirty
    told = answer(button.Cancel)
    assert not opened.close()
    assert "neither saved nor trained" in told[0]
    answer(button.Discard, button.No)
    assert not opened.close()
    assert opened.session.running

    told = answer(button.Discard, button.Yes)
    opened.close()
    assert len(told) == 2, "edits that were to be discarded are asked about again after the window stayed open"
    qtbot.waitUntil(lambda: not opened.isVisible(), timeout=30_000)
    qtbot.waitUntil(lambda: engines() == [])


def test_training_without_data_is_refused_in_words(opened: Window, qtbot: QtBot) -> None:
    press(qtbot, opened.strip.run_view.train)

    assert not opened.session.running
    assert "Choose data" in opened.bar.text.text()


def test_the_edited_model_is_written_untrained_if_need_be_at_the_second_try(
    opened: Window, qtbot: QtBot, answer, tmp_path: Path
) -> None:
    tick(qtbot, opened, "head_dense")
    output = tmp_path / "edited.keras"

    opened.files.write_edited(Apply(opened.document.path, opened.document.recipe, str(output)))
    qtbot.waitUntil(lambda: len(engines()) == 1, timeout=20_000)
    told = answer(QMessageBox.StandardButton.Discard, QMessageBox.StandardButton.No)
    assert not opened.close()
    assert "edited.keras is still being written" in told[1]
    engines()[0].kill()
    qtbot.waitUntil(lambda: opened.bar.action.text() == "Try again", timeout=20_000)
    assert opened.document.dirty
    press(qtbot, opened.bar.action)
    qtbot.waitUntil(lambda: "Writing" not in opened.bar.text.text(), timeout=PATIENCE)

    assert output.exists(), opened.bar.text.text()
    assert not opened.document.dirty
    open_and_wait(qtbot, opened, output)
    assert not opened.document.graph.by_path["head_dense"].trainable


def test_an_engine_that_was_ended_while_it_looked_says_nothing_of_the_model_and_is_asked_again(
    opened: Window, qtbot: QtBot
) -> None:
    opened.engine.switch_on()
    qtbot.waitUntil(lambda: len(engines()) == 1, timeout=20_000)
    engines()[0].kill()

    qtbot.waitUntil(lambda: opened.bar.action.text() == "Try again", timeout=20_000)
    assert opened.statusBar().doing.text() == "Not checked for training"
    assert opened.menus.actions["train"].isEnabled()

    press(qtbot, opened.bar.action)
    qtbot.waitUntil(lambda: opened.statusBar().doing.text() == "Loads for training", timeout=PATIENCE)


def test_a_check_goes_on_while_the_edits_are_the_same_and_is_given_up_with_them(opened: Window, qtbot: QtBot) -> None:
    assert opened.document.do(ReplaceHead(14, "softmax"))
    opened.menus.actions["check_edits"].trigger()
    qtbot.waitUntil(lambda: len(engines()) == 1, timeout=20_000)

    choose_digits(opened)
    opened.document.mark_saved()
    assert len(engines()) == 1
    assert opened.bar.isVisible()

    opened.document.undo()
    opened.document.undo()
    assert opened.document.recipe.edits == ()
    assert not opened.bar.isVisible()
    qtbot.waitUntil(lambda: engines() == [], timeout=5000)


def test_a_run_that_failed_is_repeated_with_its_own_model_though_another_is_open(
    opened: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    choose_digits(opened)
    tick(qtbot, opened, "head_dense")
    start(opened, qtbot)
    opened.session.kill()
    model, recipe, folder = opened.session.model, opened.session.recipe, opened.session.folder
    opened.document.mark_saved()
    other = tmp_path / "other.keras"
    other.write_bytes(Path(model).read_bytes())
    open_and_wait(qtbot, opened, other)
    opened.session.runs = tmp_path / "more"

    opened.session.ended.emit(Failed("The engine process was killed."))
    with qtbot.waitSignal(opened.session.began, timeout=20_000):
        press(qtbot, opened.bar.action)

    assert (opened.session.model, opened.session.recipe) == (model, recipe)
    assert recipe.edits
    assert opened.session.folder != folder
    opened.session.kill()
    qtbot.waitUntil(lambda: engines() == [], timeout=10_000)
