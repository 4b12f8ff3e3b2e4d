"""A model of an old Keras is offered to be upgraded, upgraded in the background, and opened."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot
from ui_old_model import old_model
from ui_window_helpers import SAMPLE, open_and_wait, press, save_to

from inspector.jobs.messages import Described, Done, Failed, Upgrade
from inspector.recipe.edits import Freeze
from inspector.ui.safety.question import TrustQuestion
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]

BUTTON = QMessageBox.StandardButton
PATIENCE = 180_000


@pytest.fixture
def old(window: Window, qtbot: QtBot, tmp_path: Path) -> Window:
    """The window with a model open that needs upgrading."""
    open_and_wait(qtbot, window, old_model(tmp_path / "old.h5"))
    return window


def test_a_file_that_needs_upgrading_is_offered_to_be_and_not_to_be_trained(old: Window) -> None:
    assert old.bar.text.text().startswith("This file needs upgrading before it is trained")
    assert old.bar.action.text() == "Upgrade…"
    assert old.menus.actions["upgrade"].isEnabled()
    assert not old.menus.actions["train"].isEnabled()
    assert "needs upgrading" in old.menus.actions["train"].toolTip()


def test_a_model_of_keras_3_is_not(opened: Window) -> None:
    assert not opened.bar.isVisible()
    assert not opened.menus.actions["upgrade"].isEnabled()
    assert "Only a model that an older Keras wrote" in opened.menus.actions["upgrade"].toolTip()
    assert not opened.menus.actions["cancel_upgrade"].isEnabled()


def test_an_old_file_that_the_engine_refuses_is_offered_too(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    open_and_wait(qtbot, window, old_model(tmp_path / "old.h5", needs_upgrade=False))
    assert not window.bar.isVisible()
    assert not window.menus.actions["upgrade"].isEnabled()

    window.engine._take((Described(False, "Keras reads some things differently.", {}, {}),))
    assert window.bar.text.text() == "Keras reads some things differently."
    assert window.bar.action.text() == "Upgrade…"
    assert window.menus.actions["upgrade"].isEnabled()


@pytest.mark.engine
def test_an_old_model_is_upgraded_proved_and_opened(old: Window, qtbot: QtBot, tmp_path: Path) -> None:
    output = tmp_path / "new.keras"
    save_to(qtbot, output)
    press(qtbot, old.bar.action)
    assert old.upgrading.running
    assert old.bar.text.text() == "Upgrading old.h5: starting the engine…"
    assert not old.menus.actions["upgrade"].isEnabled()
    assert old.menus.actions["cancel_upgrade"].isEnabled()

    with qtbot.waitSignal(old.document.picture_changed, timeout=PATIENCE):
        pass
    assert old.document.path == str(output)
    assert "predict the same" in old.bar.text.text()
    assert not old.bar.action.isVisible()
    assert old.menus.actions["train"].isEnabled()
    assert not old.upgrading.running


def test_an_upgrade_can_be_cancelled(old: Window, qtbot: QtBot, tmp_path: Path) -> None:
    save_to(qtbot, tmp_path / "new.keras")
    press(qtbot, old.bar.action)
    assert old.bar.action.text() == "Cancel"
    press(qtbot, old.bar.action)

    assert old.bar.text.text() == "The upgrade of old.h5 was cancelled. Nothing was written."
    assert not old.upgrading.running
    assert old.menus.actions["upgrade"].isEnabled()
    assert [path.name for path in tmp_path.glob("*.keras")] == []


def test_an_old_model_with_code_is_upgraded_only_when_it_is_trusted(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    open_and_wait(qtbot, window, old_model(tmp_path / "old.h5", needs_upgrade=False, code=True))
    window.engine._take((Described(False, "Keras does not load it.", {}, {}),))
    save_to(qtbot, tmp_path / "new.keras")
    press(qtbot, window.bar.action)
    qtbot.waitUntil(lambda: bool(window.findChildren(TrustQuestion)))
    assert not window.upgrading.running

    press(qtbot, window.findChildren(TrustQuestion)[0].yes)
    assert window.upgrading.running
    assert window.upgrading._job.trusted == window.trusting.trusted != ""
    window.upgrading.cancel()


def test_what_cannot_be_upgraded_is_refused_in_words_and_a_crash_can_be_tried_again(old: Window) -> None:
    old.upgrading._job = Upgrade(old.document.path, "new.keras")
    old.upgrading._end(Failed("It holds weights only."))
    assert old.bar.text.text() == "It holds weights only."
    assert not old.bar.action.isVisible()

    old.upgrading._end(Failed("The engine process crashed.", "Segmentation fault"))
    assert old.bar.action.text() == "Try again"


def test_the_opened_file_is_never_written_over(
    window: Window, qtbot: QtBot, tmp_path: Path, answer: Callable[..., list[str]]
) -> None:
    source = tmp_path / "old.keras"
    dense = {"class_name": "Dense", "config": {"name": "only", "units": 2, "batch_input_shape": [None, 3]}}
    with zipfile.ZipFile(source, "w") as file:
        file.writestr("metadata.json", json.dumps({"keras_version": "2.15.0"}))
        config = {"name": "model", "layers": [dense]}
        file.writestr("config.json", json.dumps({"class_name": "Sequential", "config": config}))
    open_and_wait(qtbot, window, source)
    before = source.read_bytes()

    save_to(qtbot, source)
    answer(BUTTON.Yes)
    window.menus.actions["upgrade"].trigger()
    assert "never overwritten" in window.bar.text.text()
    assert not window.upgrading.running
    assert source.read_bytes() == before


def test_what_was_lost_is_listed_beside_the_new_model(old: Window, qtbot: QtBot, tmp_path: Path) -> None:
    output = tmp_path / "new.keras"
    output.write_bytes(SAMPLE.read_bytes())
    old.upgrading._job = Upgrade(old.document.path, str(output))
    lost = ("The layer 'a' had a setting b, which Keras 3 does not have.", "Another one.")
    with qtbot.waitSignal(old.document.picture_changed, timeout=20_000):
        old.upgrading._end(Done("The upgraded model is there. Unproved.", files={"model": str(output)}, notes=lost))

    assert old.bar.text.text() == "The upgraded model is there. Unproved. 2 things could not be kept."
    press(qtbot, old.bar.action)
    assert old.bar.text.text().splitlines()[1:] == [f"• {each}" for each in lost]

    with qtbot.waitSignal(old.document.loaded, timeout=20_000):
        old.open(str(SAMPLE))
    assert not old.bar.isVisible()


def test_edits_made_meanwhile_are_not_left_behind(old: Window, qtbot: QtBot, tmp_path: Path) -> None:
    output = tmp_path / "new.keras"
    output.write_bytes(SAMPLE.read_bytes())
    old.upgrading._job = Upgrade(old.document.path, str(output))
    old.document.do(Freeze(("only",)))
    old.upgrading._end(Done("The upgraded model is there.", files={"model": str(output)}))
    assert old.document.path == str(tmp_path / "old.h5")
    assert old.bar.action.text() == "Open it"

    old.document.mark_saved()
    with qtbot.waitSignal(old.document.loaded, timeout=20_000):
        press(qtbot, old.bar.action)
    assert old.document.path == str(output)


def test_closing_asks_before_it_ends_an_upgrade(old: Window, tmp_path: Path, answer: Callable[..., list[str]]) -> None:
    old.upgrading.start(Upgrade(old.document.path, str(tmp_path / "new.keras")))
    told = answer(BUTTON.No)
    assert not old.close()
    assert told == ["new.keras is still being written. Close the window without it?"]
    assert old.upgrading.running

    answer(BUTTON.Yes)
    assert old.close()
    assert not old.upgrading.running
