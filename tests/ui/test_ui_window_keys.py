"""Everything is reached by keyboard, and everything that takes the focus has a name."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from ui_window_helpers import show_panel

from inspector.recipe.edits import InsertDropout, SetMaxNorm
from inspector.ui import theme
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]


def tabbed(window: Window, qtbot: QtBot) -> list[QWidget]:
    """What Tab visits, beginning in the filter."""
    QApplication.processEvents()
    window.layers.filter_box.setFocus()
    visited: list[QWidget] = []
    while (focused := QApplication.focusWidget()) is not None and focused not in visited:
        visited.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    return visited


def test_tab_goes_through_list_graph_panel_and_training_in_that_order(opened: Window, qtbot: QtBot) -> None:
    opened.document.do(InsertDropout("image", 0.2), SetMaxNorm("predictions", 3.0))
    show_panel(opened, qtbot, opened.regularise)
    dropout, limits = opened.regularise.dropout, opened.regularise.max_norm
    created = next(iter(opened.document.preview.created))

    visited = tabbed(opened, qtbot)

    expected = [
        opened.layers.filter_box,
        opened.layers.tree,
        opened.canvas,
        opened.panels.tabBar(),
        dropout.rows.row(created).editor.slider,
        dropout.rows.row("head_dropout").editor.spin,
        dropout.where,
        dropout.add,
        limits.rows.row("predictions").spin,
        limits.rows.row("predictions").remove,
        limits.where,
        limits.add,
        opened.strip.settings.data.box,
        opened.strip.settings.optimizer,
        opened.strip.settings.batch,
        opened.strip.run_view.train,
    ]
    assert [widget for widget in visited if widget in expected] == expected


@pytest.mark.parametrize("panel", ["layer_panel", "regularise", "head", "changes"])
def test_everything_that_takes_the_focus_has_a_name(opened: Window, qtbot: QtBot, panel: str) -> None:
    opened.document.do(InsertDropout("image", 0.2))
    opened.document.select(["stem_conv"])
    show_panel(opened, qtbot, getattr(opened, panel))

    nameless = [
        widget
        for widget in tabbed(opened, qtbot)
        if not (widget.accessibleName() or getattr(widget, "text", str)() or widget.toolTip())
    ]

    assert nameless == []


@pytest.mark.parametrize("panel", ["layer_panel", "regularise", "head", "changes"])
def test_tab_goes_down_a_panel_row_by_row(opened: Window, qtbot: QtBot, panel: str) -> None:
    shown = getattr(opened, panel)
    opened.document.select(["stem_conv"])
    show_panel(opened, qtbot, shown)
    limited = [leaf.path for leaf in opened.document.graph.leaves if leaf.class_name in {"Conv2D", "Dense"}]
    for path in reversed(limited):
        opened.document.do(SetMaxNorm(path, 3.0))
    opened.document.do(InsertDropout("head_dense", 0.2))
    opened.document.do(InsertDropout("image", 0.2))
    opened.document.do(SetMaxNorm(limited[2], None))
    opened.head.drop.setChecked(True)
    qtbot.wait(50)

    inside = [widget for widget in tabbed(opened, qtbot) if shown.isAncestorOf(widget)]
    places = [widget.mapTo(shown.widget(), widget.rect().center()) for widget in inside]

    assert len(inside) >= 2
    assert places == sorted(places, key=lambda place: (place.y() // 6, place.x()))


def test_no_two_commands_share_a_key(opened: Window) -> None:
    keys = [key.toString() for action in opened.menus.actions.values() for key in action.shortcuts()]

    assert len(keys) == len(set(keys))


def test_the_theme_changes_at_once_and_is_kept(opened: Window, settings) -> None:
    opened.menus.actions["theme_dark"].trigger()

    assert theme.current().name == "dark"
    assert settings.value("theme") == "dark"
    assert opened.menus.actions["theme_dark"].isChecked()
    assert not opened.menus.actions["theme_light"].isChecked()

    opened.menus.actions["theme_light"].trigger()
    assert theme.current().name == "light"


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
def test_nothing_is_cut_off_by_the_window(opened: Window, qtbot: QtBot, size: tuple[int, int]) -> None:
    opened.resize(*size)
    QApplication.processEvents()

    for widget in (opened.menus.toolbar, opened.layers, opened.canvas, opened.panels, opened.strip.settings):
        assert widget.isVisible()
    for button in (opened.menus.train_button, opened.strip.run_view.train, opened.strip.run_view.stop):
        corner = button.mapTo(opened, button.rect().bottomRight())
        assert opened.rect().contains(corner), button.text()
        assert button.width() >= button.sizeHint().width()
    content = opened.strip.settings.widget()
    assert content.width() <= opened.strip.settings.viewport().width()


def test_no_key_and_no_letter_of_a_menu_stands_for_two_commands(window: Window) -> None:
    keys = Counter(key.toString() for action in window.menus.actions.values() for key in action.shortcuts())
    assert [key for key, times in keys.items() if times > 1] == []
    for menu in window.menuBar().actions():
        entries = [action.text() for action in menu.menu().actions() if "&" in action.text()]
        letters = Counter(text[text.index("&") + 1].lower() for text in entries)
        assert [letter for letter, times in letters.items() if times > 1] == [], menu.text()
