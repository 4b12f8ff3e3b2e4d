"""The Changes panel: edits in lines, disabled, taken back, found in the graph; what the model was and is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot
from ui_window_helpers import press, show_panel

from inspector.recipe.edits import Freeze, InsertDropout, ReplaceHead, SetDropout, SetMaxNorm
from inspector.recipe.recipe import LearningRate, Recipe, Training
from inspector.ui.panels.change_row import ChangeRow
from inspector.ui.recipe_fit import RecipeFitDialog
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]


@pytest.fixture
def changed(opened: Window, qtbot: QtBot) -> Window:
    """The sample with limits on two layers, an inserted dropout and another rate for it."""
    opened.document.do(SetMaxNorm("head_dense", 5.0), SetMaxNorm("predictions", 5.0))
    opened.document.do(InsertDropout("head_dense", 0.2))
    opened.document.do(SetDropout("head_dense_dropout", 0.4))
    show_panel(opened, qtbot, opened.changes)
    return opened


def lines(window: Window) -> list[str]:
    return [window.changes.row(place).text.text() for place in range(len(window.changes.lines()))]


def disabled(window: Window) -> list[bool]:
    return [edit.disabled for edit in window.document.recipe.edits]


def test_equal_edits_are_one_line_that_unfolds(changed: Window, qtbot: QtBot) -> None:
    assert lines(changed) == [
        "Max-norm 5 on head_dense, predictions",
        "New dropout after head_dense: 0.2",
        "Dropout of head_dense_dropout: 0.4",
    ]
    row = changed.changes.row(0)

    press(qtbot, row.more)

    parts = [row.parts.row(part.key) for part in row.change.parts]
    assert [part.text.text() for part in parts] == ["Max-norm 5 on head_dense", "Max-norm 5 on predictions"]
    press(qtbot, parts[0].tick)
    assert disabled(changed) == [True, False, False, False]
    assert row.tick.checkState() == Qt.CheckState.PartiallyChecked
    press(qtbot, parts[1].back)
    assert lines(changed)[0] == "Max-norm 5 on head_dense"


def test_a_tick_disables_and_enables_and_both_are_steps(changed: Window, qtbot: QtBot) -> None:
    row = changed.changes.row(0)
    assert row.tick.isChecked()

    press(qtbot, row.tick)

    assert disabled(changed) == [True, True, False, False]
    assert "head_dense" not in changed.document.preview.edited
    assert changed.document.history.undo_words == "Disable: 2 edits"
    row.tick.setFocus()
    qtbot.keyClick(row.tick, Qt.Key.Key_Space)
    assert disabled(changed) == [False] * 4
    changed.document.undo()
    assert disabled(changed) == [True, True, False, False]
    assert not row.tick.isChecked()


def test_an_edit_without_what_it_builds_on_is_struck_with_the_reason(changed: Window, qtbot: QtBot) -> None:
    press(qtbot, changed.changes.row(1).tick)

    row = changed.changes.row(2)
    assert row.text.property("struck")
    qtbot.waitUntil(row.reason.isVisible)
    assert "head_dense_dropout" in row.reason.text()
    assert changed.bar.isHidden()
    assert not changed.document.preview.created
    assert any(note.code == "edit" and note.level == "error" for note in changed.document.objections())

    changed.document.freeze(["stem_conv"])  # other edits still can be made
    assert changed.document.recipe.edits[-1] == Freeze(("stem_conv",))
    press(qtbot, changed.changes.row(1).tick)
    assert not changed.changes.row(2).text.property("struck")
    assert not changed.changes.row(2).reason.isVisible()


def test_taking_back_what_others_build_on_leaves_them_struck(changed: Window, qtbot: QtBot) -> None:
    press(qtbot, changed.changes.row(1).back)

    assert len(changed.document.recipe.edits) == 3
    assert changed.changes.row(1).text.property("struck")
    changed.document.undo()
    assert not changed.document.fitted.misfits


def test_a_new_edit_that_does_not_fit_is_refused_still(changed: Window) -> None:
    before = changed.document.recipe
    assert not changed.document.do(SetDropout("head_flatten", 0.3))
    assert changed.document.recipe == before
    assert "head_flatten" in changed.bar.text.text()


def test_a_line_selects_its_layers_by_click_and_key(changed: Window, qtbot: QtBot) -> None:
    document = changed.document
    press(qtbot, changed.changes.row(0).text)
    assert document.selected_layers() == ("head_dense", "predictions")
    changed.changes.row(1).text.setFocus()
    qtbot.keyClick(changed.changes.row(1).text, Qt.Key.Key_Return)
    assert document.selected_layers() == ("head_dense_dropout",)
    qtbot.waitUntil(lambda: changed.canvas.shows("head_dense_dropout"), timeout=5000)
    qtbot.keyClick(changed.changes.row(0).text, Qt.Key.Key_Delete)
    assert lines(changed) == ["New dropout after head_dense: 0.2", "Dropout of head_dense_dropout: 0.4"]


def test_a_learning_rate_is_listed_selected_and_taken_back(opened: Window, qtbot: QtBot) -> None:
    opened.document.set_training(Training(learning_rate=LearningRate(0.01, {"stem_conv": 0.5, "predictions": 0.5})))
    show_panel(opened, qtbot, opened.changes)
    row: ChangeRow = opened.changes.row(0)
    assert row.text.text() == "Learning rate of stem_conv and 1 more: × 0.5"
    assert not row.tick.isVisible()
    press(qtbot, row.text)
    assert opened.document.selected_layers() == ("stem_conv", "predictions")
    press(qtbot, row.back)
    assert opened.document.recipe.training.learning_rate == LearningRate(0.01)


def test_the_figures_follow_every_edit_at_once(opened: Window, qtbot: QtBot) -> None:
    show_panel(opened, qtbot, opened.changes)
    table = opened.changes.before_after
    assert not table.isVisible()
    opened.document.freeze(["stem_conv"])
    assert table.isVisible()
    assert table.line("parameters").replace("\u202f", " ") == "36 282"
    assert table.line("trainable").replace("\u202f", " ") == "36 058 → 35 914"
    assert table.line("frozen") == "0 → 144"
    opened.document.do(ReplaceHead(14, "softmax"))
    assert table.line("output") == "10 → 14"
    assert table.line("MACs") == "2.15 M"
    opened.document.undo()
    assert table.line("output") == "10"


def test_a_layer_says_what_was_taken_out_behind_it(opened: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(opened.document.picture_changed):
        opened.document.do(ReplaceHead(3, "softmax", drop_last=2))
    box = next(box for box in opened.canvas.picture().boxes if box.id == "head_dense")
    assert box.edited
    assert "head_dropout, predictions taken out behind it" in box.subtitle


# ---------------------------------------------------------------------- a recipe of another model


def other_recipe(folder: Path) -> Path:
    edits = [
        {"edit": "freeze", "layers": ["stem_conv", "stem_con"]},
        {"edit": "set_dropout", "layer": "drop", "rate": 0.5},
        {"edit": "set_max_norm", "layer": "head_dense", "value": 4},
    ]
    file = folder / "other.json"
    file.write_text(json.dumps({"edits": edits}))
    return file


@pytest.mark.parametrize("role", [QDialogButtonBox.ButtonRole.AcceptRole, QDialogButtonBox.ButtonRole.RejectRole])
def test_a_recipe_of_another_model_is_told_edit_by_edit_and_asked_about(
    opened: Window, qtbot: QtBot, tmp_path: Path, role: QDialogButtonBox.ButtonRole
) -> None:
    opened.files.take_recipe(str(other_recipe(tmp_path)))
    dialog = opened.findChild(RecipeFitDialog)
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.texts() == [
        "◐  Freeze stem_conv and 1 more",
        "1 of 2 layers is not there: stem_con (near to it: stem_conv, stem_bn, stem_relu).",
        "✕  Dropout of drop: 0.5",
        "There is no layer 'drop' in the model. Near to it: head_dropout.",
        "✓  Max-norm 4 on head_dense",
    ]
    assert opened.document.recipe == Recipe()
    buttons = dialog.findChild(QDialogButtonBox)
    press(qtbot, next(each for each in buttons.buttons() if buttons.buttonRole(each) == role))

    taken = (Freeze(("stem_conv",)), SetMaxNorm("head_dense", 4.0))
    assert opened.document.recipe.edits == (taken if role == QDialogButtonBox.ButtonRole.AcceptRole else ())
    assert opened.document.dirty == bool(opened.document.recipe.edits)
    opened.document.undo()
    assert opened.document.recipe.edits == ()


def test_a_file_that_is_no_recipe_is_refused(opened: Window, tmp_path: Path) -> None:
    file = tmp_path / "no.json"
    file.write_text("[]")
    opened.files.take_recipe(str(file))
    assert "no.json" in opened.bar.text.text()
    assert opened.findChild(RecipeFitDialog) is None
