"""Dropout, max-norm, head and the list of changes, by mouse and key."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot
from ui_window_helpers import press, show_panel, type_number

from inspector.recipe.edits import Freeze, InsertDropout, ReplaceHead, SetDropout, SetMaxNorm
from inspector.recipe.recipe import Data
from inspector.ui.widgets.late import PAUSE
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]


@pytest.fixture
def regularise(opened: Window, qtbot: QtBot) -> Window:
    show_panel(opened, qtbot, opened.regularise)
    return opened


@pytest.fixture
def head(opened: Window, qtbot: QtBot) -> Window:
    show_panel(opened, qtbot, opened.head)
    return opened


def settle(qtbot: QtBot, window: Window) -> None:
    qtbot.waitUntil(lambda: not window.head._timer.isActive(), timeout=3000)


# ---------------------------------------------------------------------- dropout


def test_dragging_a_rate_is_one_step_and_changes_nothing_before_it_is_let_go(regularise: Window, qtbot: QtBot) -> None:
    slider = regularise.regularise.dropout.rows.row("head_dropout").editor.slider
    middle = slider.height() // 2
    start = QPoint(slider._position(slider.value()) + 7, middle)

    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 12):
        qtbot.mouseMove(slider, QPoint(start.x() + 3 * step, middle))
    qtbot.wait(PAUSE + 100)
    assert regularise.document.recipe.edits == ()
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(start.x() + 33, middle))

    (edit,) = regularise.document.recipe.edits
    assert isinstance(edit, SetDropout)
    assert edit.rate > 0.35
    assert len(regularise.document.history.past) == 1


def test_keys_on_a_slider_are_one_step_after_a_pause(regularise: Window, qtbot: QtBot) -> None:
    slider = regularise.regularise.dropout.rows.row("head_dropout").editor.slider
    slider.setFocus()

    with qtbot.waitSignal(regularise.document.preview_changed, timeout=3000):
        for _ in range(5):
            qtbot.keyClick(slider, Qt.Key.Key_Right)

    assert regularise.document.recipe.edits == (SetDropout("head_dropout", 0.35),)
    assert len(regularise.document.history.past) == 1


def test_a_high_rate_is_answered_in_words_while_it_is_typed(regularise: Window, qtbot: QtBot) -> None:
    section = regularise.regularise.dropout
    spin = section.rows.row("head_dropout").editor.spin

    type_number(qtbot, spin, "0.85")

    assert regularise.document.recipe.edits == ()
    qtbot.waitUntil(lambda: any("head_dropout" in text for text in section.notes.texts()), timeout=3000)
    assert regularise.document.recipe.edits == ()
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    assert regularise.document.recipe.edits == (SetDropout("head_dropout", 0.85),)


def test_setting_a_rate_twice_keeps_one_edit(regularise: Window, qtbot: QtBot) -> None:
    spin = regularise.regularise.dropout.rows.row("head_dropout").editor.spin
    for text in ("0.25", "0.45"):
        type_number(qtbot, spin, text)
        qtbot.keyClick(spin, Qt.Key.Key_Return)

    assert regularise.document.recipe.edits == (SetDropout("head_dropout", 0.45),)
    regularise.document.undo()
    assert regularise.regularise.dropout.rows.row("head_dropout").editor.rate() == 0.25


def test_a_dropout_is_inserted_on_the_input_and_joins_list_graph_and_rates(regularise: Window, qtbot: QtBot) -> None:
    section = regularise.regularise.dropout
    assert section.where.itemText(0) == "the input (image)"
    section.where.setCurrentIndex(0)

    with qtbot.waitSignal(regularise.document.picture_changed):
        press(qtbot, section.add)

    assert regularise.document.recipe.edits == (InsertDropout("image", 0.2),)
    (created,) = regularise.document.preview.created
    assert regularise.layers.model.index_of(created).isValid()
    assert created in {box.id for box in regularise.canvas.picture().boxes}
    assert section.rows.row(created).editor.rate() == 0.2
    assert section.heading.figure() == "2 LAYERS"


def test_a_dropout_inside_a_block_stays_in_it(regularise: Window, qtbot: QtBot) -> None:
    regularise.document.do(InsertDropout("block1_relu1", 0.3))

    (created,) = regularise.document.preview.created
    row = regularise.layers.model.index_of(created)
    assert row.parent().data() == "block1"


# ---------------------------------------------------------------------- max-norm


def test_max_norm_on_all_dense_layers_is_one_step_with_a_row_each(regularise: Window, qtbot: QtBot) -> None:
    section = regularise.regularise.max_norm
    section.where.setCurrentIndex(section.where.findText("all Dense layers (2)"))
    type_number(qtbot, section.limit, "5")

    press(qtbot, section.add)

    assert regularise.document.recipe.edits == (SetMaxNorm("head_dense", 5.0), SetMaxNorm("predictions", 5.0))
    assert len(regularise.document.history.past) == 1
    assert section.rows.row("predictions").spin.value() == 5.0


def test_the_cross_takes_a_limit_away(regularise: Window, qtbot: QtBot) -> None:
    regularise.document.do(SetMaxNorm("predictions", 4.0))

    press(qtbot, regularise.regularise.max_norm.rows.row("predictions").remove)

    assert regularise.document.recipe.edits == (SetMaxNorm("predictions", None),)
    assert not regularise.regularise.max_norm.rows.isVisible()


# ---------------------------------------------------------------------- head


def test_the_head_panel_says_what_it_will_be_before_it_is(head: Window, qtbot: QtBot) -> None:
    type_number(qtbot, head.head.units, "14")
    settle(qtbot, head)

    assert "14 units, softmax" in head.head.sentence.text()
    assert head.document.recipe.edits == ()

    press(qtbot, head.head.apply)
    assert head.document.recipe.edits == (ReplaceHead(14, "softmax"),)
    assert head.document.preview.graph.by_path["predictions"].output_shape == (None, 14)
    assert not head.head.apply.isEnabled()


def test_enter_in_the_units_replaces_the_head(head: Window, qtbot: QtBot) -> None:
    type_number(qtbot, head.head.units, "12")
    qtbot.keyClick(head.head.units, Qt.Key.Key_Return)

    assert head.document.recipe.edits == (ReplaceHead(12, "softmax"),)


def test_dropping_layers_names_what_goes(head: Window, qtbot: QtBot) -> None:
    press(qtbot, head.head.drop)
    type_number(qtbot, head.head.count, "3")
    settle(qtbot, head)
    assert head.head.going.text() == "Goes: predictions, head_dropout, head_dense"

    press(qtbot, head.head.apply)

    assert head.document.recipe.edits == (ReplaceHead(10, "softmax", drop_last=3),)
    assert "head_dense" not in head.document.preview.graph.by_path
    assert not head.layers.model.index_of("head_dense").isValid()


def test_dropping_through_a_merge_is_refused_in_words(head: Window, qtbot: QtBot) -> None:
    press(qtbot, head.head.drop)
    type_number(qtbot, head.head.count, "9")
    settle(qtbot, head)

    assert any("joins 2 tensors" in text for text in head.head.notes.texts())
    assert not head.head.apply.isEnabled()
    assert head.document.recipe.edits == ()


def test_changing_the_head_again_replaces_the_first_change(head: Window, qtbot: QtBot) -> None:
    head.document.do(ReplaceHead(14, "softmax"))
    head.document.do(SetMaxNorm("predictions", 3.0))

    type_number(qtbot, head.head.units, "16")
    qtbot.keyClick(head.head.units, Qt.Key.Key_Return)

    assert head.document.recipe.edits == (ReplaceHead(16, "softmax"), SetMaxNorm("predictions", 3.0))


def test_the_start_and_the_class_names_of_a_head_stay_when_it_is_changed_again(head: Window, qtbot: QtBot) -> None:
    head.document.do(ReplaceHead(3, "softmax", initializer="he_normal", class_names=("cat", "bird, small")))

    type_number(qtbot, head.head.units, "4")
    qtbot.keyClick(head.head.units, Qt.Key.Key_Return)

    assert head.document.recipe.edits == (
        ReplaceHead(4, "softmax", initializer="he_normal", class_names=("cat", "bird, small")),
    )


def test_class_names_are_typed_and_too_many_are_refused(head: Window, qtbot: QtBot) -> None:
    type_number(qtbot, head.head.units, "2")
    qtbot.keyClicks(head.head.class_names, "cat, dog, cow")
    settle(qtbot, head)
    assert any("Expected at most 2 class names" in text for text in head.head.notes.texts())

    for _ in range(5):
        qtbot.keyClick(head.head.class_names, Qt.Key.Key_Backspace)
    qtbot.keyClick(head.head.class_names, Qt.Key.Key_Return)
    assert head.document.recipe.edits == (ReplaceHead(2, "softmax", class_names=("cat", "dog")),)


# ---------------------------------------------------------------------- changes


def test_every_change_is_listed_and_taken_back_by_its_button(opened: Window, qtbot: QtBot) -> None:
    opened.document.do(Freeze(("stem_conv",)))
    opened.document.do(SetDropout("head_dropout", 0.5))
    opened.document.do(SetMaxNorm("predictions", 4.0))
    show_panel(opened, qtbot, opened.changes)
    assert opened.panels.tabText(opened.panels.indexOf(opened.changes)) == "Changes 3"
    assert [opened.changes.row(place).text.text() for place in range(3)] == [
        "Freeze stem_conv",
        "Dropout of head_dropout: 0.5",
        "Max-norm 4 on predictions",
    ]

    press(qtbot, opened.changes.row(1).back)

    assert opened.document.recipe.edits == (Freeze(("stem_conv",)), SetMaxNorm("predictions", 4.0))
    opened.document.undo()
    assert opened.panels.tabText(opened.panels.indexOf(opened.changes)) == "Changes 3"


def test_all_changes_are_taken_back_at_once(opened: Window, qtbot: QtBot) -> None:
    opened.document.do(Freeze(("stem_conv",)))
    opened.document.do(SetDropout("head_dropout", 0.5))
    show_panel(opened, qtbot, opened.changes)

    press(qtbot, opened.changes.undo_all)

    assert opened.document.recipe.edits == ()
    assert opened.changes.none.isVisible()


# ---------------------------------------------------------------------- recipes and leaving


def test_a_saved_recipe_brings_everything_back(opened: Window, tmp_path: Path) -> None:
    opened.document.do(Freeze(("stem_conv",)))
    opened.document.do(ReplaceHead(14, "softmax"))
    kept = opened.document.recipe
    file = tmp_path / "recipe.json"
    assert opened.document.save_recipe(str(file))
    assert not opened.document.dirty

    opened.document.remove_all()
    opened.files.take_recipe(str(file))

    assert opened.document.recipe == kept
    assert not opened.document.dirty


def test_leaving_with_unsaved_edits_asks_first(opened: Window, qtbot: QtBot, answer) -> None:
    opened.document.do(Freeze(("stem_conv",)))
    told = answer(QMessageBox.StandardButton.Cancel)

    assert not opened.close()

    assert "neither saved nor trained" in told[0]
    assert opened.isVisible()


def test_discarding_the_edits_lets_the_window_close(opened: Window, answer) -> None:
    opened.document.do(Freeze(("stem_conv",)))
    answer(QMessageBox.StandardButton.Discard)

    assert opened.close()


def test_a_panel_scrolls_as_far_as_its_content_and_no_further(opened: Window, qtbot: QtBot) -> None:
    opened.resize(960, 640)
    document = opened.document
    document.do(InsertDropout("image", 0.2))
    document.do(SetMaxNorm("head_dense", 3.0))
    document.do(ReplaceHead(14, "softmax"))
    document.set_settings(Data(source="sample:digits"))
    for path in ("stem_conv", "block1_conv1", "block2_conv1"):
        document.freeze([path])
    show_panel(opened, qtbot, opened.changes)
    qtbot.waitUntil(lambda: opened.changes.notes.isVisible())

    viewport, bar = opened.changes.viewport(), opened.changes.verticalScrollBar()

    def fits() -> bool:
        needed = opened.changes.widget().heightForWidth(viewport.width())
        return bar.maximum() == max(0, needed - viewport.height())

    qtbot.waitUntil(fits)  # once rows and notes have their places
    qtbot.wait(100)
    assert fits()
