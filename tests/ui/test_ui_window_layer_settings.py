"""The settings of the selected layer: every field makes an edit that the graph, the list of changes and undo know."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot
from ui_window_helpers import press, type_number

from inspector.recipe.edits import SetActivation, SetConstraint, SetOption, SetRegularizer
from inspector.ui.panels.field_editors import ChoiceEditor, ConstraintEditor, FieldEditor, NumberEditor, PenaltyEditor
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]


def editor(window: Window, layer: str, key: str) -> FieldEditor:
    window.document.select([layer])
    found = window.layer_panel.settings.rows.row(f"{layer}:{key}").editor
    window.layer_panel.ensureWidgetVisible(found)
    return found


def choose(qtbot: QtBot, combo: QComboBox, text: str) -> None:
    """By keys, as a person who does not take the mouse."""
    combo.setFocus()
    steps = combo.findText(text) - combo.currentIndex()
    for _ in range(abs(steps)):
        qtbot.keyClick(combo, Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up)


def test_a_number_is_set_shown_and_undone(opened: Window, qtbot: QtBot) -> None:
    momentum = editor(opened, "stem_bn", "momentum")
    assert isinstance(momentum, NumberEditor)
    assert momentum.box.value() == 0.9

    type_number(qtbot, momentum.box, "0.8")
    qtbot.keyClick(momentum.box, Qt.Key.Key_Return)

    assert opened.document.recipe.edits == (SetOption("stem_bn", "momentum", 0.8),)
    assert "momentum" in opened.document.preview.edited["stem_bn"].lower()
    opened.document.undo()
    assert momentum.box.value() == 0.9


def test_a_penalty_keeps_the_other_strength(opened: Window, qtbot: QtBot) -> None:
    opened.document.do(SetRegularizer("head_dense", l1=0.01))
    penalty = editor(opened, "head_dense", "kernel_regularizer")
    assert isinstance(penalty, PenaltyEditor)

    type_number(qtbot, penalty._l2, "0.001")
    qtbot.keyClick(penalty._l2, Qt.Key.Key_Return)

    assert opened.document.recipe.edits == (SetRegularizer("head_dense", l1=0.01, l2=0.001),)


def test_a_constraint_shows_the_norm_of_its_kind(opened: Window, qtbot: QtBot) -> None:
    constraint = editor(opened, "head_dense", "bias_constraint")
    assert isinstance(constraint, ConstraintEditor)
    assert not constraint._value_box.isVisible()

    choose(qtbot, constraint.kind, "max-norm")

    assert opened.document.recipe.edits == (SetConstraint("head_dense", "bias", "max_norm", 3.0),)
    assert constraint._value_box.isVisible()
    type_number(qtbot, constraint._value_box, "2")
    qtbot.keyClick(constraint._value_box, Qt.Key.Key_Return)
    assert opened.document.recipe.edits == (SetConstraint("head_dense", "bias", "max_norm", 2.0),)

    choose(qtbot, constraint.kind, "none")
    assert not constraint._value_box.isVisible()
    assert opened.document.preview.graph.by_path["head_dense"].config["bias_constraint"] is None


def test_an_activation_is_chosen(opened: Window, qtbot: QtBot) -> None:
    activation = editor(opened, "predictions", "activation")
    assert isinstance(activation, ChoiceEditor)
    choose(qtbot, activation.combo, "sigmoid")
    assert opened.document.recipe.edits == (SetActivation("predictions", "sigmoid"),)


def test_a_limit_that_is_optional_is_taken_by_its_tick(opened: Window, qtbot: QtBot) -> None:
    limit = editor(opened, "stem_relu", "max_value")
    assert isinstance(limit, NumberEditor)
    assert limit.tick is not None
    assert not limit.box.isEnabled()
    press(qtbot, limit.tick)
    assert opened.document.recipe.edits == (SetOption("stem_relu", "max_value", 6.0),)
    assert limit.box.isEnabled()


def test_a_value_that_is_refused_is_told_and_shown_no_more(opened: Window, qtbot: QtBot) -> None:
    constraint = editor(opened, "head_dense", "kernel_constraint")
    assert isinstance(constraint, ConstraintEditor)
    choose(qtbot, constraint.kind, "min-max norm")
    before = opened.document.recipe

    with qtbot.waitSignal(opened.document.failed):
        type_number(qtbot, constraint._least_box, "7")  # above the largest norm
        qtbot.keyClick(constraint._least_box, Qt.Key.Key_Return)

    assert opened.document.recipe == before
    assert constraint._least_box.value() == 0


def test_nothing_is_offered_for_an_input_a_block_or_the_whole_model(opened: Window, qtbot: QtBot) -> None:
    settings = opened.layer_panel.settings
    for selected in (["image"], ["block:stem"], []):
        opened.document.select(selected)
        assert not settings.isVisible()
