"""What the checks say, where it is said, and the buttons that put it right."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot
from ui_window_helpers import press, show_panel, type_number

from inspector.recipe.edits import Freeze, ReplaceHead, SetDropout, SetMaxNorm
from inspector.recipe.recipe import Data
from inspector.ui.app import application
from inspector.ui.training.data_words import SAMPLE
from inspector.ui.window import Window

pytestmark = pytest.mark.window


@pytest.fixture
def checked(opened: Window, qtbot: QtBot) -> Window:
    """With a head that is too small for the data, and the list of the checks in front."""
    opened.document.set_settings(Data(SAMPLE))
    opened.document.do(ReplaceHead(4, "softmax"))
    bar = opened.strip.run_view.tabs
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(2).center())
    return opened


def test_the_list_tells_code_and_level_and_its_tab_how_many(checked: Window, qtbot: QtBot) -> None:
    card = checked.strip.checks.notes.finding("head-too-small")
    assert card.isVisible()
    assert card.finding.level == "error"
    tabs = checked.strip.run_view.tabs
    assert tabs.tabText(2) == "Checks 1"
    assert not tabs.tabIcon(2).isNull()

    checked.menus.actions["undo"].trigger()
    assert tabs.tabText(2) == "Checks"
    assert tabs.tabIcon(2).isNull()
    assert checked.strip.checks.none.isVisible()


def test_a_mend_is_one_step_that_can_be_undone(checked: Window, qtbot: QtBot) -> None:
    (button,) = checked.strip.checks.notes.finding("head-too-small").mends
    assert button.text() == "Set 4 units → 10"

    press(qtbot, button)

    assert checked.document.recipe.edits == (ReplaceHead(10, "softmax"),)
    checked.menus.actions["undo"].trigger()
    assert checked.document.recipe.edits == (ReplaceHead(4, "softmax"),)


def test_each_way_out_has_a_button(checked: Window, qtbot: QtBot) -> None:
    checked.document.do(SetMaxNorm("head_dense", 3.0))
    checked.document.do(Freeze(("head_dense",)))
    card = checked.strip.checks.notes.finding("max-norm-frozen")
    assert [button.text() for button in card.mends] == ["Take the max-norm away", "Unfreeze it"]

    checked.strip.checks.ensureWidgetVisible(card)
    press(qtbot, card.mends[1])

    assert checked.document.preview
    assert "head_dense" not in checked.document.preview.frozen


def test_the_layer_of_a_finding_is_selected_in_the_graph(checked: Window, qtbot: QtBot) -> None:
    press(qtbot, checked.strip.checks.notes.finding("head-too-small").layer)
    assert checked.document.selection == {"predictions"}


def test_a_card_that_stays_mends_what_it_is_about_now(checked: Window, qtbot: QtBot) -> None:
    checked.document.do(SetDropout("head_dropout", 0.8))
    card = checked.strip.checks.notes.finding("dropout-high")
    checked.document.do(Freeze(("stem_conv", "stem_bn")))
    assert checked.strip.checks.notes.finding("dropout-high") is card

    checked.strip.checks.ensureWidgetVisible(card)
    press(qtbot, card.mends[0])

    edits = checked.document.recipe.edits
    assert SetDropout("head_dropout", 0.5) in edits
    assert Freeze(("stem_conv", "stem_bn")) in edits


def test_labels_of_a_file_are_looked_at_in_the_background(opened: Window, qtbot: QtBot, tmp_path: Path) -> None:
    np.savez(tmp_path / "data.npz", x_train=np.zeros((30, 16, 16, 1)), y_train=np.arange(30) % 12)
    opened.document.set_settings(Data(str(tmp_path / "data.npz")))
    notes = opened.strip.checks.notes
    qtbot.waitUntil(lambda: any("labels 0 to 11" in text for text in notes.texts()), timeout=10_000)
    assert any("labels 0 to 11" in text for text in opened.strip.settings.notes.texts())


def test_training_that_is_refused_brings_the_checks_to_the_front(checked: Window, qtbot: QtBot) -> None:
    checked.strip.run_view.tabs.setCurrentIndex(0)
    checked.strip.train()
    assert checked.strip.run_view.tabs.currentIndex() == 2
    assert not checked.session.running


def test_what_was_typed_in_a_panel_is_objected_to_and_mended_there(opened: Window, qtbot: QtBot) -> None:
    show_panel(opened, qtbot, opened.regularise)
    section = opened.regularise.dropout
    spin = section.rows.row("head_dropout").editor.spin
    type_number(qtbot, spin, "0.85")
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    assert opened.document.recipe.edits == (SetDropout("head_dropout", 0.85),)

    press(qtbot, section.notes.finding("dropout-high").mends[0])

    assert opened.document.recipe.edits == (SetDropout("head_dropout", 0.5),)
    assert section.notes.texts() == ()
    opened.canvas.setFocus()
    assert opened.document.recipe.edits == (SetDropout("head_dropout", 0.5),)
    assert spin.value() == 0.5


def test_what_is_typed_in_the_settings_is_mended_too(opened: Window, qtbot: QtBot) -> None:
    form = opened.strip.settings
    type_number(qtbot, form.batch, "2")
    qtbot.waitUntil(lambda: any("with a batch of 2" in text for text in form.notes.texts()), timeout=3000)
    card = form.notes.finding("batch-norm-tiny-batch")
    form.ensureWidgetVisible(card)

    press(qtbot, card.mends[0])

    assert opened.document.recipe.training.batch_size == 32
    opened.canvas.setFocus()
    assert opened.document.recipe.training.batch_size == 32
    assert form.batch.value() == 32


def test_a_head_is_made_as_the_check_proposes_and_the_form_shows_it(checked: Window, qtbot: QtBot) -> None:
    show_panel(checked, qtbot, checked.head)
    qtbot.waitUntil(lambda: bool(checked.head.notes.texts()), timeout=3000)

    press(qtbot, checked.head.notes.finding("head-too-small").mends[0])

    assert checked.document.recipe.edits == (ReplaceHead(10, "softmax"),)
    assert checked.head.units.whole() == 10
    assert checked.head.pending == ""


def test_a_card_is_never_a_window_of_its_own(checked: Window, qtbot: QtBot) -> None:
    """Qt shows a widget without a parent as a window, which takes the focus from the field that is typed in."""
    shown: list[QWidget] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QToolButton) and watched.isWindow():
                shown.append(watched)
            return False

    watch = Watch()
    application([]).installEventFilter(watch)
    checked.document.do(SetDropout("head_dropout", 0.85))
    assert checked.strip.checks.notes.finding("dropout-high")
    application([]).removeEventFilter(watch)
    assert shown == []
