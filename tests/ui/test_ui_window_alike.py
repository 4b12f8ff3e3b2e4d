"""One number for all layers of a kind, by one button and as one step; and what a number does, in words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from ui_window_helpers import press, show_panel, type_number

from inspector.recipe.edits import Freeze, InsertDropout, SetDropout, SetMaxNorm
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]


def test_a_rate_is_given_to_all_dropouts_that_are_not_frozen(opened: Window, qtbot: QtBot) -> None:
    document = opened.document
    document.do(InsertDropout("image", 0.2), InsertDropout("head_flatten", 0.25), InsertDropout("head_dense", 0.1))
    document.do(Freeze(("image_dropout",)))
    show_panel(opened, qtbot, opened.regularise)
    row = opened.regularise.dropout.rows.row("head_dropout")
    assert row.alike.isEnabled()
    assert "2 other Dropout layers not frozen: head_flatten_dropout, head_dense_dropout" in row.alike.toolTip()
    steps = len(document.history.past)

    type_number(qtbot, row.editor.spin, "0.4")
    press(qtbot, row.alike)  # what is being typed is meant

    rates = {edit.layer: edit.rate for edit in document.recipe.edits if isinstance(edit, SetDropout)}
    assert rates == {"head_dropout": 0.4, "head_flatten_dropout": 0.4, "head_dense_dropout": 0.4}
    assert not row.alike.isEnabled()
    assert len(document.history.past) == steps + 2
    document.undo()
    assert opened.regularise.dropout.rows.row("head_dense_dropout").editor.rate() == 0.1
    assert row.alike.isEnabled()


def test_a_limit_is_given_to_all_layers_of_the_same_class(opened: Window, qtbot: QtBot) -> None:
    opened.document.do(SetMaxNorm("stem_conv", 4.0))
    opened.document.do(SetMaxNorm("predictions", 3.0))
    show_panel(opened, qtbot, opened.regularise)
    row = opened.regularise.max_norm.rows.row("predictions")

    press(qtbot, row.alike)

    assert opened.document.recipe.edits[2:] == (SetMaxNorm("head_dense", 3.0),)
    assert not row.alike.isEnabled()
    assert opened.regularise.max_norm.rows.row("stem_conv").alike.isEnabled()


def test_a_learning_rate_is_given_to_all_layers_of_the_same_class(opened: Window, qtbot: QtBot) -> None:
    opened.document.freeze(["block1_conv1"])
    opened.document.select(["stem_conv"])
    factor = opened.layer_panel.factor
    assert not factor.alike.isEnabled()
    type_number(qtbot, factor.box, "0.5")
    qtbot.keyClick(factor.box, Qt.Key.Key_Return)
    steps = len(opened.document.history.past)

    press(qtbot, factor.alike)

    multipliers = opened.document.recipe.training.learning_rate.multipliers
    graph = opened.document.graph
    convolutions = {leaf.path for leaf in graph.leaves if leaf.class_name == "Conv2D"}
    assert multipliers == dict.fromkeys(convolutions - {"block1_conv1"}, 0.5)
    assert len(opened.document.history.past) == steps + 1
    assert not factor.alike.isEnabled()


def test_what_a_rate_does_is_said_while_it_moves(opened: Window, qtbot: QtBot) -> None:
    show_panel(opened, qtbot, opened.regularise)
    row = opened.regularise.dropout.rows.row("head_dropout")
    assert row.effect.text() == "30 % of what goes into predictions is set to 0 while training."
    row.editor.slider.setFocus()
    qtbot.keyClick(row.editor.slider, Qt.Key.Key_PageUp)
    assert row.effect.text().startswith("35 % of what")
    assert opened.document.recipe.edits == ()
    qtbot.waitUntil(lambda: opened.document.recipe.edits == (SetDropout("head_dropout", 0.35),))


def test_what_a_limit_does_is_said(opened: Window, qtbot: QtBot) -> None:
    opened.document.do(SetMaxNorm("stem_conv", 4.0))
    show_panel(opened, qtbot, opened.regularise)
    said = opened.regularise.max_norm.rows.row("stem_conv").effect.text()
    assert said == "The weights of each filter of stem_conv are held to a norm of at most 4."
