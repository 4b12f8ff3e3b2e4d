"""The training form and the learning rate of single layers."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtCore import Qt, QUrl
from pytestqt.qtbot import QtBot
from ui_window_helpers import press, show_panel, type_number

from inspector.recipe.edits import Freeze, ReplaceHead
from inspector.recipe.recipe import Data, Scale
from inspector.resources import resource
from inspector.ui.widgets.late import PAUSE
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

    qtbot.waitUntil(lambda: any("No such file" in text for text in field.problem.texts()), timeout=5000)


def test_data_that_is_not_there_is_refused_before_a_run_folder_is_made(
    opened: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    source = tmp_path / "pictures"
    (source / "cat").mkdir(parents=True)
    opened.strip.settings.data.choose(str(source))
    qtbot.waitUntil(lambda: bool(opened.strip.settings.data.problem.texts()), timeout=5000)

    press(qtbot, opened.strip.run_view.train)
    assert "cat' has no image" in opened.bar.text.text()

    (source / "cat" / "1.png").touch()
    assert opened.strip.settings.settle() == ""
    assert opened.strip.settings.data.found.text() == "1 image in 1 class"

    shutil.rmtree(source)
    press(qtbot, opened.strip.run_view.train)
    assert "No such file" in opened.bar.text.text()
    assert not opened.session.running
    assert not opened.session.runs.exists()


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


def test_labels_stay_as_they_are_typed(opened: Window, qtbot: QtBot) -> None:
    form = opened.strip.settings
    form.data.choose("sample:digits")
    opened.document.do(ReplaceHead(1, "sigmoid"))
    form.labels.setFocus()
    qtbot.keyClicks(form.labels, "0; 3,")
    qtbot.waitUntil(lambda: opened.document.recipe.data.positive_labels == (0, 3))
    assert form.labels.text() == "0; 3,"

    qtbot.keyClicks(form.labels, "x")
    qtbot.waitUntil(lambda: any("found 'x'" in text for text in form.notes.texts()))
    opened.document.do(Freeze(("predictions",)))
    qtbot.keyClick(form.labels, Qt.Key.Key_Return)
    press(qtbot, opened.strip.run_view.train)
    assert "Count as 1: expected whole numbers with commas between, found 'x'." in opened.bar.text.text()
    assert form.labels.text() == "0; 3,x"
    assert opened.document.recipe.data.positive_labels == (0, 3)
    assert not opened.session.running

    opened.document.undo()
    opened.document.undo()
    assert form.labels.text() == ""
    assert not form.labels.property("invalid")


@pytest.mark.parametrize(
    ("field", "text", "limits"),
    [
        ("rate", "0", "The learning rate is a number from 1e-09 to 1000"),
        ("rate", "1e9", "The learning rate is a number from 1e-09 to 1000"),
        ("epochs", "0", "The number of epochs is a whole number from 1 to 100"),
        ("epochs", "2.5", "The number of epochs is a whole number"),
        ("batch", "100000", "The batch size is a whole number from 1 to 65"),
    ],
)
def test_numbers_beyond_their_limits_are_refused_in_words_before_training(
    opened: Window, qtbot: QtBot, field: str, text: str, limits: str
) -> None:
    form = opened.strip.settings
    form.data.choose("sample:digits")
    box = getattr(form, field)
    before = opened.document.recipe
    type_number(qtbot, box, text)
    assert box.lineEdit().text() == text
    assert box.property("invalid")
    qtbot.waitUntil(lambda: any(note.startswith(limits) for note in form.notes.texts()))

    opened.menus.actions["train"].trigger()

    assert not opened.session.running
    assert opened.bar.text.text().startswith(limits)
    assert f"found {text}: it stays" in opened.bar.text.text()
    assert opened.document.recipe == before
    assert form.settle() == ""


def test_a_comma_is_a_decimal_point(opened: Window, qtbot: QtBot) -> None:
    form = opened.strip.settings
    type_number(qtbot, form.rate, "0,002")
    qtbot.keyClick(form.rate, Qt.Key.Key_Return)

    assert opened.document.recipe.training.learning_rate.base == 0.002


def test_a_value_that_is_typed_on_into_nonsense_is_never_set(opened: Window, qtbot: QtBot) -> None:
    form = opened.strip.settings
    type_number(qtbot, form.epochs, "12")
    qtbot.keyClicks(form.epochs, "x")
    qtbot.wait(PAUSE + 100)

    assert opened.document.recipe.training.epochs == 5
    assert form.epochs.lineEdit().text() == "12x"


def test_the_range_of_values_is_chosen(opened: Window, qtbot: QtBot) -> None:
    form = opened.strip.settings
    assert not form.scale.isEnabled()
    form.data.choose("sample:digits")
    assert form.scale.currentText() == "automatic"
    form.scale.setFocus()
    for _ in range(2):
        qtbot.keyClick(form.scale, Qt.Key.Key_Down)

    assert opened.document.recipe.data == Data(source="sample:digits", scale="-1..1")
    assert form.scale.currentText() == "−1 to 1"
    assert {form.scale.itemData(index) for index in range(form.scale.count())} == set(get_args(Scale))


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
