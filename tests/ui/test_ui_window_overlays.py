"""Overlays in the window: chosen in the menu or on the graph, true while the model changes."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from inspector.drawing.overlays import TITLES
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]


def choose(window: Window, qtbot: QtBot, kind: str) -> None:
    with qtbot.waitSignal(window.graph.overlays.changed):
        window.menus.actions[f"colour_{kind}"].trigger()


def colour_of(window: Window, box: str) -> str:
    """Of the box on the canvas, in its right half, above its words."""
    x, y, width, _ = window.canvas.screen_rect(box)
    image = window.canvas.grab().toImage()
    return QColor(image.pixelColor(round(x + width * 0.8), round(y + 4))).name()


def test_the_menu_and_the_card_on_the_graph_choose_one_overlay(opened: Window, qtbot: QtBot) -> None:
    opened.canvas.center_on("head_dense")
    before = colour_of(opened, "head_dense")

    choose(opened, qtbot, "parameters")

    assert colour_of(opened, "head_dense") == "#0c2c6a", "the layer with most parameters"
    assert opened.graph.legend.kinds.text().strip() == "Colours: parameters"
    assert opened.menus.actions["colour_parameters"].isChecked()
    assert not opened.menus.actions["colour_category"].isChecked()
    assert "to" in opened.graph.legend.keys.accessibleDescription()

    category = opened.graph.legend.kinds.menu().actions()[list(TITLES).index("category")]
    category.trigger()
    assert colour_of(opened, "head_dense") == before
    assert opened.menus.actions["colour_category"].isChecked()


def test_the_graph_is_not_covered_by_a_legend_nobody_asked_for(opened: Window, qtbot: QtBot) -> None:
    opened.resize(1900, 1000)
    assert opened.graph.legend.keys.isHidden()

    choose(opened, qtbot, "parameters")
    assert not opened.graph.legend.keys.isHidden()


def test_the_overlay_follows_edits_and_the_theme(opened: Window, qtbot: QtBot) -> None:
    choose(opened, qtbot, "frozen")
    opened.canvas.center_on("head_dense")
    trainable = colour_of(opened, "head_dense")

    with qtbot.waitSignal(
        opened.graph.overlays.changed, check_params_cb=lambda made: "frozen; " in f"{_words(made)}; "
    ):
        opened.document.freeze(["head_dense"])
    opened.canvas.center_on("head_dense")

    assert colour_of(opened, "head_dense") != trainable


def _words(made: object) -> str:
    return "; ".join(key.words for key in made.legend.keys)  # type: ignore[attr-defined]


def test_the_legend_stays_in_its_corner_and_folds(opened: Window, qtbot: QtBot) -> None:
    legend, canvas = opened.graph.legend, opened.canvas
    choose(opened, qtbot, "memory")
    qtbot.waitUntil(lambda: legend.geometry().bottom() == canvas.geometry().bottom() - 10)
    qtbot.waitUntil(lambda: legend.height() > legend.keys.sizeHint().height())
    height = legend.height()

    legend.more.click()
    qtbot.waitUntil(lambda: legend.height() < height)
    assert legend.keys.isHidden()

    opened.resize(1024, 700)
    qtbot.waitUntil(lambda: legend.geometry().bottom() == canvas.geometry().bottom() - 10)
