"""What the window writes: recipes and models; and what it does about errors nobody expected."""

from __future__ import annotations

import dataclasses
import logging
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot
from ui_window_helpers import SAMPLE

from inspector.jobs.messages import Apply, Described
from inspector.ui.errors import Catcher
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]


def test_a_trained_model_is_copied_in_the_background(opened: Window, qtbot: QtBot, tmp_path: Path) -> None:
    opened.files.copy_model(SAMPLE, tmp_path / "mine.keras")

    qtbot.waitUntil(lambda: "Saved" in opened.bar.text.text(), timeout=5000)
    assert (tmp_path / "mine.keras").read_bytes() == SAMPLE.read_bytes()


def test_the_opened_file_is_never_written_over(opened: Window) -> None:
    before = SAMPLE.read_bytes()

    opened.files.write_edited(Apply(str(SAMPLE), opened.document.recipe, str(SAMPLE)))

    assert "never overwritten" in opened.bar.text.text()
    assert SAMPLE.read_bytes() == before


def test_shapes_that_only_keras_knows_are_filled_in(opened: Window, qtbot: QtBot) -> None:
    graph = opened.document.graph
    bare = tuple(
        dataclasses.replace(layer, output_shapes=()) if layer.path == "head_dense" else layer for layer in graph.layers
    )
    opened.document.graph = dataclasses.replace(graph, layers=bare)

    opened.document.take_description(Described(True, "", {"head_dense": (None, 64)}, {}))

    assert opened.document.graph.by_path["head_dense"].output_shape == (None, 64)
    assert opened.layers.model.index_of("head_dense").siblingAtColumn(1).data() == "64"


def test_a_right_click_offers_what_can_be_done_with_a_layer(opened: Window, qtbot: QtBot) -> None:
    index = opened.layers.filter.mapFromSource(opened.layers.model.index_of("predictions"))
    opened.layers.tree.setCurrentIndex(index)
    place = opened.layers.tree.visualRect(index).center()

    opened.layers.tree.customContextMenuRequested.emit(QPoint(place))

    (menu,) = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMenu) and widget.isVisible()]
    names = [action.objectName() for action in menu.actions() if not action.isSeparator()]
    assert names == [
        "freeze",
        "unfreeze",
        "freeze_block",
        "freeze_up_to",
        "train_from",
        "insert_dropout",
        "remove_dropout",
        "set_max_norm",
        "end_body",
        "end_model",
        "rename_layer",
        "show_weights",
        "trace",
        "trace_back",
        "trace_forward",
        "same_type",
        "same_settings",
        "next_alike",
        "open_alike",
        "copy_names",
        "copy_code",
    ]
    unusable = [action.objectName() for action in menu.actions() if not action.isEnabled()]
    # the layer is in no block, is no dropout, and nothing follows it
    assert unusable == ["freeze_block", "remove_dropout", "end_body", "end_model", "next_alike", "open_alike"]
    menu.close()


def test_an_unexpected_error_is_told_logged_and_survived(
    opened: Window, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    with capture_exceptions(), caplog.at_level(logging.ERROR, "inspector"):
        catcher = Catcher(opened)
        QTimer.singleShot(0, lambda: 1 // 0)
        qtbot.waitUntil(lambda: bool(opened.findChildren(QMessageBox)), timeout=5000)
        catcher.release()

    (box,) = opened.findChildren(QMessageBox)
    assert "What to do" in box.informativeText()
    assert "ZeroDivisionError" in caplog.text
    assert not box.isModal()
    assert opened.isVisible()
    box.close()
