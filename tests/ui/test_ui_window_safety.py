"""The verdict beside the model, and the question whether code in a file may run."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot
from ui_code_model import LAYER, code_model
from ui_window_helpers import SAMPLE, open_and_wait, press

from inspector.formats.protobuf.text_format import binary
from inspector.jobs.trust import Trust, digest
from inspector.ui.safety.question import TrustQuestion
from inspector.ui.training.data_words import SAMPLE as DIGITS
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]


@pytest.fixture
def risky(window: Window, qtbot: QtBot, tmp_path: Path) -> Window:
    """The window with a model open that carries code."""
    open_and_wait(qtbot, window, code_model(tmp_path / "risky.keras"))
    qtbot.waitUntil(lambda: window.trusting.known)
    return window


def question(window: Window, qtbot: QtBot) -> TrustQuestion:
    """The question, when it is there."""
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(TrustQuestion)))
    return next(each for each in window.findChildren(TrustQuestion) if each.isVisible())


def asked(window: Window) -> list[str]:
    """Ask whether the code may run; the list gets what a job would be given."""
    given: list[str] = []
    window.trusting.ask(given.append)
    return given


def test_the_verdict_stands_beside_the_layers(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    shield = window.layers.shield
    open_and_wait(qtbot, window, SAMPLE)
    assert shield.isVisible()
    assert shield.text() == "Nothing in this file runs code"

    open_and_wait(qtbot, window, code_model(tmp_path / "risky.keras"))
    assert shield.text() == "1 layer carries code"
    assert shield.width() >= shield.sizeHint().width()


def test_a_click_on_the_verdict_shows_what_was_looked_for(opened: Window, qtbot: QtBot) -> None:
    press(qtbot, opened.layers.shield)
    assert opened.safety.isVisible()
    assert opened.safety.looked_for.isVisible()
    assert not opened.safety.findings.isVisible()
    assert not opened.safety.change.isVisible()


def test_a_finding_tells_why_it_matters_shows_the_code_and_selects_its_layer(risky: Window, qtbot: QtBot) -> None:
    press(qtbot, risky.layers.shield)
    shown = risky.safety.findings
    assert [shown.list.item(row).text() for row in range(shown.list.count())] == [f"{LAYER}  ·  Python code"]
    assert "Lambda" in shown.text.text()
    assert "whatever you can do" in shown.why.text()
    assert "BINARY" in shown.code.toPlainText()
    assert shown.code.isVisible()
    assert shown.code.isReadOnly()
    letters = shown.code.fontMetrics()
    assert letters.horizontalAdvance("i") == letters.horizontalAdvance("M")

    row = shown.list.visualItemRect(shown.list.item(0)).center()
    qtbot.mouseClick(shown.list.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert risky.document.selected_layers() == (LAYER,)


def test_the_view_follows_what_is_opened(risky: Window, qtbot: QtBot) -> None:
    press(qtbot, risky.layers.shield)
    open_and_wait(qtbot, risky, SAMPLE)
    assert risky.safety.headline.text() == "Nothing in this file runs code"
    assert not risky.safety.findings.isVisible()
    assert risky.safety.trust.text() == ""


def test_a_file_without_code_is_not_asked_about(opened: Window) -> None:
    assert asked(opened) == [""]
    assert opened.findChildren(TrustQuestion) == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_enter_and_escape_mean_no_and_a_no_is_not_asked_about_again(risky: Window, qtbot: QtBot, key: Qt.Key) -> None:
    given = asked(risky)
    shown = question(risky, qtbot)
    assert shown.no.isDefault()
    assert not shown.yes.isDefault()
    assert "BINARY" in shown.findings.code.toPlainText()
    qtbot.keyClick(shown, key)
    assert not shown.isVisible()

    again = asked(risky)
    qtbot.waitUntil(lambda: "not trust risky.keras" in risky.bar.text.text())
    assert given == again == []

    press(qtbot, risky.bar.action)
    assert question(risky, qtbot).isVisible()


def test_the_folder_of_a_saved_model_is_asked_about_like_a_file(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    graph = """
        node { name: "given" op: "Placeholder" attr { key: "dtype" value { type: DT_FLOAT } } }
        node { name: "place" op: "Const" }
        node { name: "read" op: "ReadFile" input: "place" }
        node { name: "out" op: "Relu" input: "given" input: "^read" }
    """
    signature = (
        'signature_def { key: "serving_default" value { inputs { key: "x" value { name: "given:0" } } '
        'outputs { key: "y" value { name: "out:0" } } } }'
    )
    meta = f'meta_graphs {{ meta_info_def {{ tags: "serve" }} graph_def {{ {graph} }} {signature} }}'
    folder = tmp_path / "reads"
    folder.mkdir()
    (folder / "saved_model.pb").write_bytes(binary(f"saved_model_schema_version: 1 {meta}".encode(), "SavedModel"))
    open_and_wait(qtbot, window, folder)
    qtbot.waitUntil(lambda: window.trusting.known)

    given = asked(window)
    press(qtbot, question(window, qtbot).yes)
    assert given == [digest(folder)]


def test_a_yes_is_remembered_for_the_bytes_of_the_file(risky: Window, qtbot: QtBot, tmp_path: Path) -> None:
    given = asked(risky)
    press(qtbot, question(risky, qtbot).yes)
    assert [len(each) for each in given] == [64]
    assert risky.trusting.trusted == given[0]

    moved = tmp_path / "moved.keras"
    moved.write_bytes((tmp_path / "risky.keras").read_bytes())
    open_and_wait(qtbot, risky, moved)
    again = asked(risky)
    qtbot.waitUntil(lambda: again == given)

    open_and_wait(qtbot, risky, code_model(tmp_path / "other.keras", "x * 2.0"))
    other = asked(risky)
    assert question(risky, qtbot).isVisible()
    assert other == []


def test_another_window_knows_what_was_answered(
    risky: Window, qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    asked(risky)
    press(qtbot, question(risky, qtbot).yes)
    again = Window(settings, tmp_path / "runs", Trust(tmp_path / "trust"))
    open_and_wait(qtbot, again, tmp_path / "risky.keras")
    qtbot.waitUntil(lambda: bool(again.trusting.trusted))
    again.close()
    again.deleteLater()


def test_trust_can_be_taken_back(risky: Window, qtbot: QtBot) -> None:
    press(qtbot, risky.layers.shield)
    view = risky.safety
    assert view.change.text() == "Trust…"
    press(qtbot, view.change)
    press(qtbot, question(risky, qtbot).yes)
    assert view.change.text() == "Trust no more"
    assert risky.trusting.trusted

    press(qtbot, view.change)
    assert risky.trusting.trusted == ""
    assert "You do not trust" in view.trust.text()


def test_a_file_that_was_changed_since_it_was_opened_is_not_asked_about_but_opened_again(
    risky: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    code_model(tmp_path / "risky.keras", "__import__('os').getpid() * x")
    given = asked(risky)
    qtbot.waitUntil(lambda: "was changed since it was opened" in risky.bar.text.text())
    assert given == []
    assert risky.findChildren(TrustQuestion) == []

    with qtbot.waitSignal(risky.document.picture_changed):
        press(qtbot, risky.bar.action)
    qtbot.waitUntil(lambda: risky.trusting.known)
    asked(risky)
    assert "getpid" in question(risky, qtbot).findings.code.toPlainText()


def test_what_waits_for_an_answer_is_forgotten_with_the_file(risky: Window, qtbot: QtBot, tmp_path: Path) -> None:
    given = asked(risky)
    question(risky, qtbot)
    open_and_wait(qtbot, risky, SAMPLE)
    assert risky.findChildren(TrustQuestion) == []
    assert given == []
    open_and_wait(qtbot, risky, tmp_path / "risky.keras")
    qtbot.waitUntil(lambda: risky.trusting.known)
    assert "You are asked before" in risky.trusting.words()


def test_an_answer_that_cannot_be_remembered_runs_nothing(risky: Window, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "trust").write_text("a file where the folder should be")
    given = asked(risky)
    press(qtbot, question(risky, qtbot).yes)
    assert given == []
    assert "cannot be remembered" in risky.bar.text.text()


@pytest.mark.engine
def test_a_model_with_code_is_trained_only_when_it_is_trusted(risky: Window, qtbot: QtBot) -> None:
    risky.engine.switch_on()
    assert risky.statusBar().doing.text() == "Its code runs only if you trust it"
    assert risky.menus.actions["train"].isEnabled()
    risky.strip.settings.data.choose(DIGITS)

    press(qtbot, risky.strip.run_view.train)
    shown = question(risky, qtbot)
    assert not risky.session.running
    with qtbot.waitSignal(risky.session.began):
        press(qtbot, shown.yes)

    qtbot.waitUntil(lambda: risky.session.progress.step > 3, timeout=180_000)
    assert risky.session.trusted == risky.trusting.trusted
    assert "network" in risky.strip.run_view.log.toPlainText()
    qtbot.waitUntil(lambda: risky.engine.trainable is True, timeout=180_000)
    risky.session.kill()
