"""*Save as* in the window: the formats of the dialog, what is refused, and what is written."""

from __future__ import annotations

from pathlib import Path

import keras
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from ui_window_helpers import SAMPLE, save_to

from inspector.jobs import model_formats
from inspector.jobs.messages import Done
from inspector.jobs.model_formats import BY_NAME
from inspector.recipe.edits import Freeze
from inspector.ui.model_output import chosen
from inspector.ui.training.run_view import RunView
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]


@pytest.mark.parametrize(
    ("typed", "filtered", "path", "kind"),
    [
        ("/m/a.keras", "keras", "/m/a.keras", "keras"),
        ("/m/a", "keras", "/m/a.keras", "keras"),
        ("/m/a.onnx", "keras", "/m/a.onnx", "onnx"),
        ("/m/a.keras", "onnx", "/m/a.onnx", "onnx"),
        ("/m/a.keras", "saved_model", "/m/a", "saved_model"),
        ("/m/a.v2", "litert", "/m/a.v2.tflite", "litert"),
        ("/m/a.weights.h5", "saved_model", "/m/a.weights.h5", "weights"),
    ],
)
def test_the_name_and_the_filter_say_the_format(typed: str, filtered: str, path: str, kind: str) -> None:
    assert chosen(typed, BY_NAME[filtered]) == (Path(path), BY_NAME[kind])


def test_the_dialog_offers_every_format(opened: Window) -> None:
    offered: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QFileDialog):
            offered.extend(dialog.nameFilters())
            dialog.reject()

    QTimer.singleShot(500, look)
    opened.files.save_model()
    assert [each.rpartition(" (*")[2].rstrip(")") for each in offered] == [
        ".keras", "", ".weights.h5", ".onnx", ".tflite"
    ]  # fmt: skip


def test_a_format_that_is_not_installed_is_refused_at_once(
    opened: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_formats, "find_spec", lambda _: None)
    save_to(qtbot, tmp_path / "mine.onnx")
    opened.files.save_model()
    assert "pip install 'keras-model-inspector[onnx]'" in opened.bar.text.text()
    assert not opened.files.writing


@pytest.mark.engine
def test_the_edited_model_is_saved_in_the_format_of_its_name(opened: Window, qtbot: QtBot, tmp_path: Path) -> None:
    opened.document.do(Freeze(("head_dense",)))
    save_to(qtbot, tmp_path / "mine.weights.h5")
    opened.files.save_model()
    qtbot.waitUntil(lambda: "mine.weights.h5'. Read again" in opened.bar.text.text(), timeout=120_000)
    assert opened.document.dirty, "the edits themselves are not in that file"
    model = keras.saving.load_model(SAMPLE)
    model.load_weights(tmp_path / "mine.weights.h5")


def test_what_a_run_was_proved_to_have_kept_is_said(opened: Window) -> None:
    view: RunView = opened.strip.run_view
    assert not view.proof.isVisibleTo(view)
    proof = "Best and last model: 7 of 7 frozen layers unchanged."
    view._end(Done("Trained 1 epoch.", proof=proof))
    assert view.proof.text() == proof
    assert view.proof.isVisibleTo(view)
