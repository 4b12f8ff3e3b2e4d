"""The training form and the learning rate of single layers."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from pytestqt.qtbot import QtBot
from ui_window_helpers import press, show_panel, type_number

from inspector.recipe.edits import Freeze, ReplaceHead
from inspector.recipe.recipe import Data
from inspector.resources import resource
from inspector.ui.widgets.scientific import ScientificBox
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]


def test_settings_go_into_the_recipe_when_they_are_meant(opened: Window, qtbot: QtBot) -> None:
    form = opened.strip.settings
    type_number(qtbot, form.epochs, "12")
    assert opened.document.recipe.training.epochs == 5
    qtbot.keyClick(form.epochs, Qt.Key.Key_Return)
    type_number(qtbot, form.batch, "64")
    qtbot.keyClick(form.batch, Qt.Key.Key_Tab)
    type_number(qtbot, form.rate, "3e-4")
    qtbot.keyClick(form.rate, Qt.Key.Key_Return)
    form.optimizer.setFocus()
    qtbot.keyClick(form.optimizer, Qt.Key.Key_Down)

    training = opened.document.recipe.training
    assert (training.epochs, training.batch_size, training.learning_rate.base) == (12, 64, 3e-4)
    assert training.optimizer == "adamw"


def test_settings_are_undone_like_edits_but_are_no_reason_to_ask(opened: Window, qtbot: QtBot) -> None:
    type_number(qtbot, opened.strip.settings.epochs, "12")
    qtbot.keyClick(opened.strip.settings.epochs, Qt.Key.Key_Return)
    assert not opened.document.dirty

    opened.menus.actions["undo"].trigger()

    assert opened.document.recipe.training.epochs == 5
    assert opened.strip.settings.epochs.value() == 5


def test_the_form_says_which_rates_layers_get(opened: Window, qtbot: QtBot) -> None:
    form = opened.strip.settings
    assert form.rates.text() == "13 layers at 0.001"

    opened.document.do(ReplaceHead(14, "softmax"))
    assert form.rates.text() == "0.001 for 1 layer, 0.0001 for 12 layers"

    opened.document.do(Freeze(tuple(leaf.path for leaf in opened.document.graph.leaves)))
    assert form.rates.text().startswith("Nothing trains")
    assert any("nothing trains" in text for text in form.notes.texts())


def test_a_multiplier_is_set_for_the_selected_layers_and_given_back(opened: Window, qtbot: QtBot) -> None:
    opened.document.select(["head_dense", "predictions"])
    show_panel(opened, qtbot, opened.layer_panel)
    factor = opened.layer_panel.factor
    type_number(qtbot, factor.box, "0.5")
    qtbot.keyClick(factor.box, Qt.Key.Key_Return)

    assert opened.document.recipe.training.learning_rate.multipliers == {"head_dense": 0.5, "predictions": 0.5}
    assert "0.0005" in factor.told.text()

    press(qtbot, factor.default)
    assert opened.document.recipe.training.learning_rate.multipliers == {}


def test_a_frozen_layer_has_no_rate_to_set(opened: Window, qtbot: QtBot) -> None:
    opened.document.do(Freeze(("predictions",)))
    opened.document.select(["predictions"])
    show_panel(opened, qtbot, opened.layer_panel)

    assert not opened.layer_panel.factor.isVisible()


def test_data_is_typed_and_what_is_found_is_told(opened: Window, qtbot: QtBot) -> None:
    field = opened.strip.settings.data
    file = str(resource("samples/digits.npz"))
    field.box.setFocus()
    qtbot.keyClicks(field.box, file)
    qtbot.keyClick(field.box, Qt.Key.Key_Return)

    assert opened.document.recipe.data == Data(source=file)
    qtbot.waitUntil(lambda: "training samples" in field.found.text(), timeout=5000)


def test_a_folder_dropped_on_the_field_is_taken_as_a_path(opened: Window, qtbot: QtBot, tmp_path: Path) -> None:
    field = opened.strip.settings.data
    field.box.setFocus()
    qtbot.keyClicks(field.box, QUrl.fromLocalFile(str(tmp_path)).toString())
    qtbot.keyClick(field.box, Qt.Key.Key_Return)

    assert opened.document.recipe.data == Data(source=str(tmp_path))


def test_data_that_is_not_there_is_told(opened: Window, qtbot: QtBot) -> None:
    field = opened.strip.settings.data
    field.box.setFocus()
    qtbot.keyClicks(field.box, "/nowhere/data.npz")
    qtbot.keyClick(field.box, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: "no file or folder" in field.found.text(), timeout=5000)


def test_a_single_output_asks_which_labels_count_as_one(opened: Window, qtbot: QtBot) -> None:
    form = opened.strip.settings
    assert not form.labels.isVisible()
    form.data.choose("sample:digits")

    opened.document.do(ReplaceHead(1, "sigmoid"))
    assert form.labels.isVisible()
    form.labels.setFocus()
    qtbot.keyClicks(form.labels, "0, 2, 4")
    qtbot.keyClick(form.labels, Qt.Key.Key_Return)

    assert opened.document.recipe.data == Data(source="sample:digits", positive_labels=(0, 2, 4))
    assert opened.document.recipe.edits == (ReplaceHead(1, "sigmoid"),)


def test_learning_rates_step_through_one_two_five(qtbot: QtBot) -> None:
    box = ScientificBox()
    qtbot.addWidget(box)
    box.setValue(0.001)

    seen = []
    for _ in range(4):
        box.stepUp()
        seen.append(box.value())
    assert seen == pytest.approx([0.002, 0.005, 0.01, 0.02])

    box.setValue(0.001)
    for _ in range(3):
        box.stepDown()
    assert box.value() == pytest.approx(0.0001)
    assert box.text() == "0.0001"
