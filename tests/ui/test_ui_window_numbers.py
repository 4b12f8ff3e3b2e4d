"""What is typed into number fields: taken as it is meant, or refused in words; nothing changes silently."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from ui_window_helpers import press, show_panel, type_number

from inspector.recipe.edits import InsertDropout, ReplaceHead, SetDropout, SetMaxNorm
from inspector.ui.panels.max_norm import LimitRow
from inspector.ui.panels.rows import AT_ONCE
from inspector.ui.widgets.late import settle_all
from inspector.ui.widgets.rate import RateEditor
from inspector.ui.widgets.scientific import ScientificBox
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]
ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def editor(qtbot: QtBot) -> RateEditor:
    shown = RateEditor("drop", 0.2)
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


@pytest.mark.parametrize(
    ("typed", "rate"),
    [("0.35", 0.35), ("0,35", 0.35), ("30%", 0.3), ("30 %", 0.3), (".5", 0.5), ("0.125", 0.125), ("0", 0)],
)
def test_a_rate_is_typed_as_fraction_or_percent(editor: RateEditor, qtbot: QtBot, typed: str, rate: float) -> None:
    with qtbot.waitSignal(editor.number.chosen) as chosen:
        type_number(qtbot, editor.spin, typed)
        qtbot.keyClick(editor.spin, ENTER)
    assert chosen.args == [pytest.approx(rate)]
    assert editor.spin.text() == f"{rate:g}"
    assert editor.slider.value() == round(rate * 100)


@pytest.mark.parametrize("typed", ["50", "96%", "-0.1", "0.5x", "0.3.1", "nan", "a lot", ""])
def test_what_is_no_rate_is_marked_and_refused_in_words(editor: RateEditor, qtbot: QtBot, typed: str) -> None:
    told: list[str] = []
    chosen: list[float] = []
    editor.number.refused.connect(told.append)
    editor.number.chosen.connect(chosen.append)

    type_number(qtbot, editor.spin, typed or " ")
    assert editor.spin.property("invalid")
    settle_all()  # as a command does
    assert chosen == []
    qtbot.keyClick(editor.spin, ENTER)

    (sentence,) = told
    assert sentence == f"A rate is between 0 and 0.95, such as 0.3 or 30%, found {typed or 'nothing'}: it stays 0.2."
    assert chosen == []
    assert editor.rate() == 0.2
    assert editor.slider.value() == 20
    assert not editor.spin.property("invalid")


def test_escape_puts_back_what_stood_there(editor: RateEditor, qtbot: QtBot) -> None:
    chosen: list[float] = []
    editor.number.chosen.connect(chosen.append)
    for typed in ("0.4", "50"):
        type_number(qtbot, editor.spin, typed)
        qtbot.keyClick(editor.spin, ESCAPE)
        assert editor.spin.text() == "0.2"
        qtbot.keyClick(editor.spin, ENTER)
    assert chosen == []


def test_a_number_put_right_after_a_slip_counts(editor: RateEditor, qtbot: QtBot) -> None:
    with qtbot.waitSignal(editor.number.chosen) as chosen:
        type_number(qtbot, editor.spin, "0.5x")
        qtbot.keyClick(editor.spin, Qt.Key.Key_Backspace)
        qtbot.keyClick(editor.spin, ENTER)
    assert chosen.args == [0.5]


@pytest.mark.parametrize("rate", [0.125, 1 / 3, 0.97, 1.0])
def test_a_rate_of_the_file_is_shown_as_it_is_and_enter_leaves_it(
    editor: RateEditor, qtbot: QtBot, rate: float
) -> None:
    chosen: list[float] = []
    editor.number.chosen.connect(chosen.append)
    editor.set_rate(rate)
    assert editor.spin.text() == f"{rate:.6g}"
    editor.spin.setFocus()
    qtbot.keyClick(editor.spin, ENTER)
    assert editor.rate() == pytest.approx(rate)
    assert chosen == []


def test_a_multiplier_may_be_small_or_nothing(opened: Window, qtbot: QtBot) -> None:
    opened.document.select(["stem_conv"])
    factor = opened.layer_panel.factor
    for typed, meant in (("0.0001", 0.0001), ("0", 0.0)):
        type_number(qtbot, factor.box, typed)
        qtbot.keyClick(factor.box, ENTER)
        assert opened.document.recipe.training.learning_rate.multipliers == {"stem_conv": meant}
        assert factor.box.text() == f"× {meant:g}"


def test_steps_lead_to_nothing_and_back_where_nothing_is_allowed(qtbot: QtBot) -> None:
    box = ScientificBox("A multiplier", 0, 100)
    qtbot.addWidget(box)
    box.setValue(0.002)
    seen = []
    for step in (-1, -1, -1, 1, 1):
        box.stepBy(step)
        seen.append(box.value())
    assert seen == pytest.approx([0.001, 0, 0, 0.001, 0.002])


def test_limits_of_units_and_norms_are_told(opened: Window, qtbot: QtBot) -> None:
    show_panel(opened, qtbot, opened.head)
    type_number(qtbot, opened.head.units, "2000000")
    qtbot.keyClick(opened.head.units, ENTER)
    assert "whole number from 1 to 1\u202f000\u202f000, found 2000000: it stays 10" in opened.bar.text.text()
    assert opened.document.recipe.edits == ()

    show_panel(opened, qtbot, opened.regularise)
    section = opened.regularise.max_norm
    type_number(qtbot, section.limit, "5000")
    press(qtbot, section.add)
    assert "from 0.01 to 1000, found 5000: it stays 3" in opened.bar.text.text()
    assert opened.document.recipe.edits == ()
    press(qtbot, section.add)
    assert SetMaxNorm("head_dense", 3.0) in opened.document.recipe.edits


def test_enter_in_the_rate_inserts_the_dropout(opened: Window, qtbot: QtBot) -> None:
    show_panel(opened, qtbot, opened.regularise)
    section = opened.regularise.dropout
    section.where.choose("head_dense")
    type_number(qtbot, section.rate.spin, "30%")
    qtbot.keyClick(section.rate.spin, ENTER)
    assert opened.document.recipe.edits == (InsertDropout("head_dense", 0.3),)


# ---------------------------------------------------------------------- the head that is being chosen


def test_what_is_chosen_for_the_head_stays_while_other_edits_are_made(opened: Window, qtbot: QtBot) -> None:
    show_panel(opened, qtbot, opened.head)
    assert opened.head.pending == ""
    type_number(qtbot, opened.head.units, "17")
    opened.document.do(SetDropout("head_dropout", 0.4))

    assert opened.head.units.whole() == 17
    assert opened.head.pending == "The Head tab has a new head of 17 units, softmax, that is not applied yet."
    press(qtbot, opened.head.apply)
    assert opened.head.pending == ""
    assert ReplaceHead(17, "softmax") in opened.document.recipe.edits

    opened.document.undo()
    assert opened.head.units.whole() == 10


def test_escape_in_the_head_panel_puts_back_the_present_head(opened: Window, qtbot: QtBot) -> None:
    show_panel(opened, qtbot, opened.head)
    opened.head.activation.setCurrentText("relu")
    assert opened.head.pending
    opened.head.activation.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), ESCAPE)
    assert opened.head.activation.currentText() == "softmax"
    assert opened.head.pending == ""


def test_layers_to_drop_are_only_asked_for_when_layers_are_dropped(opened: Window, qtbot: QtBot) -> None:
    show_panel(opened, qtbot, opened.head)
    assert not opened.head.count.isVisible()
    assert not opened.head.going.isVisible()
    press(qtbot, opened.head.drop)
    assert opened.head.count.isVisible()
    qtbot.waitUntil(lambda: opened.head.going.text() == "Goes: predictions")


# ---------------------------------------------------------------------- changes


def test_multipliers_are_changes_and_are_taken_back(opened: Window, qtbot: QtBot) -> None:
    opened.document.do(SetDropout("head_dropout", 0.4))
    opened.document.select(["stem_conv", "head_dense"])
    type_number(qtbot, opened.layer_panel.factor.box, "0.5")
    qtbot.keyClick(opened.layer_panel.factor.box, ENTER)
    assert opened.document.history.undo_words == "Learning rate of stem_conv and 1 more: × 0.5"
    show_panel(opened, qtbot, opened.changes)
    assert opened.changes.heading.figure() == "3 CHANGES"

    press(qtbot, opened.changes.row(1).back)

    assert opened.document.recipe.training.learning_rate.multipliers == {}
    assert opened.document.recipe.edits == (SetDropout("head_dropout", 0.4),)
    assert opened.document.history.undo_words == "Default learning rate of stem_conv and 1 more"


def test_rows_of_changes_that_stay_are_kept_and_new_ones_are_in_their_place(opened: Window, qtbot: QtBot) -> None:
    show_panel(opened, qtbot, opened.changes)
    opened.document.do(SetDropout("head_dropout", 0.4))
    opened.document.do(SetMaxNorm("predictions", 3.0))
    kept = opened.changes.row(1).back
    opened.document.do(SetDropout("head_dropout", 0.45))
    assert opened.changes.row(1).back is kept
    press(qtbot, kept)
    assert opened.document.recipe.edits == (SetDropout("head_dropout", 0.45),)
    press(qtbot, opened.changes.row(0).back)
    assert opened.document.recipe.edits == ()


def test_many_limits_are_all_listed_in_order_soon(opened: Window, qtbot: QtBot) -> None:
    show_panel(opened, qtbot, opened.regularise)
    rows = opened.regularise.max_norm.rows
    able = [leaf.path for leaf in opened.document.graph.leaves if leaf.class_name in {"Conv2D", "Dense"}]
    opened.document.do(*(SetMaxNorm(path, 3.0) for path in able))
    qtbot.waitUntil(lambda: len(rows.findChildren(LimitRow)) == len(able) > AT_ONCE, timeout=3000)
    qtbot.wait(50)
    heights = [rows.row(path).y() for path in able]
    assert heights == sorted(set(heights))
