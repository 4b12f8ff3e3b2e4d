"""The two themes: legible, applied everywhere, told to who asks."""

from __future__ import annotations

import gc
import re
from dataclasses import fields

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPalette
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QToolTip

from inspector.resources import resource
from inspector.ui import theme
from inspector.ui.colours import DARK, LIGHT, Theme
from inspector.ui.stylesheet import stylesheet
from inspector.ui.window import Window

THEMES = pytest.mark.parametrize("chosen", [LIGHT, DARK], ids=lambda chosen: chosen.name)


@pytest.fixture
def light_afterwards(qapp):
    yield
    theme.apply(qapp, LIGHT)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.1."""
    lights = sorted(_luminance(QColor(colour)) for colour in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@THEMES
@pytest.mark.parametrize("ground", ["window", "panel", "card", "hover", "selection", "accent_soft", "canvas", "frozen"])
def test_text_is_legible_on_every_ground(chosen: Theme, ground: str):
    assert contrast(chosen.text, getattr(chosen, ground)) >= 7
    assert contrast(chosen.muted, getattr(chosen, ground)) >= 4.4


@THEMES
def test_messages_and_buttons_are_legible(chosen: Theme):
    for role in ("success", "warning", "error"):
        assert contrast(getattr(chosen, role), chosen.card) >= 4.5, role
    assert contrast(chosen.accent_text, chosen.accent) >= 4.5
    assert contrast(chosen.accent_text, chosen.accent_hover) >= 4.5


@THEMES
def test_every_colour_is_one(chosen: Theme):
    for field in fields(chosen):
        if field.name != "name":
            assert QColor.isValidColorName(getattr(chosen, field.name)), field.name


@THEMES
def test_every_colour_of_the_style_sheet_is_one_of_the_themes(chosen: Theme):
    used = set(re.findall(r"#[0-9a-f]{3,8}", stylesheet(chosen, 10)))
    assert used <= {getattr(chosen, field.name) for field in fields(chosen)}


@THEMES
def test_applying_a_theme_dresses_widgets_and_tells(qtbot, qapp, light_afterwards, chosen: Theme):
    button = QPushButton("Train")
    button.setProperty("primary", True)
    qtbot.addWidget(button)
    with qtbot.waitSignal(theme.themes.changed) as said:
        theme.apply(qapp, chosen)
    assert said.args == [chosen]
    assert theme.current() is chosen
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == chosen.window
    theme.dress(button, chosen)
    button.resize(120, 32)
    assert button.grab().toImage().pixelColor(12, 16).name() == chosen.accent


def test_an_icon_given_out_earlier_follows_the_theme(qapp, light_afterwards):
    theme.apply(qapp, LIGHT)
    icon = theme.icon("stop")
    assert _middle(icon) == LIGHT.text
    theme.apply(qapp, DARK)
    assert _middle(icon) == DARK.text
    assert _middle(icon, QIcon.Mode.Disabled) == DARK.disabled


def test_an_icon_takes_the_colour_of_the_role_asked_for(qapp):
    assert _middle(theme.icon("stop", "accent_text")) == LIGHT.accent_text


@pytest.mark.parametrize("name", sorted(path.stem for path in resource("icons").glob("*.svg")))
def test_every_icon_is_drawn(qapp, name: str):
    shown = theme.icon(name).pixmap(32, 32).toImage()
    assert any(shown.pixelColor(x, y).alpha() > 128 for x in range(shown.width()) for y in range(shown.height()))


def test_an_icon_of_no_size_is_an_empty_pixmap_and_no_complaint_of_qt(qapp, qtlog):
    assert theme.icon("stop").pixmap(QSize(0, 0)).isNull()
    assert theme.icon("stop").pixmap(QSize(8, 0)).isNull()
    assert not qtlog.records


def test_copies_of_icons_do_not_pile_up(qapp):
    for _ in range(200):
        copy = QIcon(theme.icon("stop"))
        copy.addPixmap(theme.icon("save").pixmap(16, 16))  # a copy that is changed gets an engine of its own
        assert not copy.pixmap(16, 16).isNull()
    del copy
    assert sum(isinstance(each, QIconEngine) for each in gc.get_objects()) < 100


def test_an_unknown_icon_is_an_error(qapp):
    with pytest.raises(FileNotFoundError, match="nonsense"):
        theme.icon("nonsense")


def test_the_systems_theme_is_one_of_the_two(qapp):
    assert theme.system_theme() in (LIGHT, DARK)


@pytest.mark.window
@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_dialog_and_a_tooltip_of_the_window_wear_its_theme(window: Window, qtbot):
    window.look.choose("dark")
    box = QMessageBox(QMessageBox.Icon.NoIcon, "Title", "Text", QMessageBox.StandardButton.Ok, window)
    qtbot.addWidget(box)
    box.show()
    QToolTip.showText(window.mapToGlobal(QPoint(50, 50)), "What it is", window)
    tip = next(widget for widget in QApplication.topLevelWidgets() if widget.inherits("QTipLabel"))

    assert box.grab().toImage().pixelColor(3, 3).name() == DARK.window
    assert tip.grab().toImage().pixelColor(3, 3).name() == DARK.card
    QToolTip.hideText()


@pytest.mark.window
@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_theme_that_is_on_is_not_put_on_again(window: Window, qtbot):
    window.look.choose("dark")
    dark = window.styleSheet()
    with qtbot.assertNotEmitted(theme.themes.changed):
        window.look.choose("dark")
    assert window.styleSheet() == dark
    with qtbot.waitSignal(theme.themes.changed):
        window.look.choose("light")
    assert QApplication.instance().styleSheet() == "", "Qt takes long to exchange the style sheet of an application"


def _middle(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> str:
    return icon.pixmap(QSize(24, 24), mode).toImage().pixelColor(12, 12).name()
