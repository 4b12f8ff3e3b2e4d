"""Names come from files: whatever they look like, they are shown as they are."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from inspector.ui.widgets.notes import card
from inspector.ui.widgets.plain import Plain, plain_tip
from inspector.ui.window import Window

pytestmark = pytest.mark.window

HOSTILE = "<img src='file:///etc/passwd'><h1>conv</h1>"


@pytest.mark.parametrize("make", [Plain, card])
def test_a_label_shows_markup_as_it_is(make, qtbot: QtBot) -> None:
    label = make(HOSTILE)
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    label.setWordWrap(False)
    plain = label.fontMetrics().horizontalAdvance(HOSTILE)
    assert label.sizeHint().width() >= plain


def test_a_tooltip_shows_markup_as_it_is() -> None:
    assert "<" not in plain_tip(HOSTILE)
    assert plain_tip("Conv2D · 3×3") == "Conv2D · 3×3"


@pytest.mark.parametrize("name", ["a_convolution_over_the_whole_photograph_of_everything", "Convolution" * 6])
def test_long_names_break_where_they_do_not_fit_and_stay_the_same_words(qtbot: QtBot, name: str) -> None:
    label = Plain(f"Freeze {name}")
    qtbot.addWidget(label)
    label.setWordWrap(True)
    label.setText(f"Unfreeze {name}")
    assert label.text() == f"Unfreeze {name}"
    drawn = QLabel.text(label)
    room = label.fontMetrics().boundingRect(QRect(0, 0, 200, 10_000), int(Qt.TextFlag.TextWordWrap), drawn)
    assert room.width() <= 200
    assert "\u200b" not in QLabel.text(Plain(name))


def test_words_keep_away_from_the_edge_of_the_bar(opened: Window) -> None:
    opened.bar.tell("A sentence that begins at the left.")
    QApplication.processEvents()
    drawn = opened.bar.text.grab().toImage()
    assert len({drawn.pixel(x, y) for x in range(3, 8) for y in range(4, drawn.height() - 4)}) == 1
