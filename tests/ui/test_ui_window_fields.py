"""What the fields of the panels and the form do not do: swallow undo, follow the wheel, keep a value back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from ui_window_helpers import show_panel, type_number

from inspector.recipe.edits import SetDropout
from inspector.ui.window import Window

pytestmark = pytest.mark.window


def test_undo_in_a_field_takes_the_setting_back(opened: Window, qtbot: QtBot) -> None:
    epochs = opened.strip.settings.epochs
    before = opened.document.recipe.training.epochs
    opened.activateWindow()
    type_number(qtbot, epochs, "20")
    qtbot.keyClick(epochs, Qt.Key.Key_Return)
    assert opened.document.recipe.training.epochs == 20
    qtbot.keyClick(epochs.lineEdit(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert opened.document.recipe.training.epochs == before


def test_the_wheel_changes_nothing_that_has_no_focus(opened: Window, qtbot: QtBot) -> None:
    settings = opened.strip.settings
    opened.canvas.setFocus()
    before = (settings.epochs.value(), settings.optimizer.currentText())
    for field in (settings.epochs, settings.optimizer):
        middle = QPointF(field.rect().center())
        wheel = QWheelEvent(
            middle,
            QPointF(field.mapToGlobal(middle.toPoint())),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(field, wheel)
    assert (settings.epochs.value(), settings.optimizer.currentText()) == before


def test_a_rate_just_typed_belongs_to_the_command_that_follows(opened: Window, qtbot: QtBot) -> None:
    show_panel(opened, qtbot, opened.regularise)
    row = opened.regularise.dropout.rows.findChildren(type(opened.regularise.dropout.rate))[0]
    type_number(qtbot, row.spin, "0.44")
    opened.menus.actions["fold_all"].trigger()
    assert SetDropout("head_dropout", 0.44) in opened.document.recipe.edits


def test_a_large_number_of_units_is_answered_as_soon_as_a_small_one(opened: Window, qtbot: QtBot) -> None:
    show_panel(opened, qtbot, opened.head)
    type_number(qtbot, opened.head.units, "5000")
    qtbot.waitUntil(
        lambda: "5000" in opened.head.sentence.text() or "5 000" in opened.head.sentence.text(), timeout=2000
    )
