"""A real window over the bundled sample, closed in order after each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QMessageBox
from pytestqt.qtbot import QtBot
from ui_window_helpers import SAMPLE, open_and_wait

from inspector.jobs.trust import Trust
from inspector.ui.app import application
from inspector.ui.window import Window


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    kept = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    kept.setValue("theme", "light")
    return kept


@pytest.fixture
def window(qtbot: QtBot, settings: QSettings, tmp_path: Path) -> Iterator[Window]:
    """Shown, 1440×900, with nothing open."""
    application([])
    window = Window(settings, tmp_path / "runs", Trust(tmp_path / "trust"))
    with qtbot.waitExposed(window):
        window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    yield window
    window.document.mark_saved()
    window.session.kill()
    window.upgrading.cancel()
    window.close()
    window.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def opened(window: Window, qtbot: QtBot) -> Window:
    """The window with the bundled sample open and drawn."""
    open_and_wait(qtbot, window, SAMPLE)
    return window


@pytest.fixture
def answer(qtbot: QtBot) -> Iterator[Callable[..., list[str]]]:
    """Clicks buttons of the next message boxes, one after another; the list gets the boxes' texts."""
    timers: list[QTimer] = []

    def prepare(*buttons: QMessageBox.StandardButton) -> list[str]:
        told: list[str] = []

        def look() -> None:
            box = QApplication.activeModalWidget()
            if isinstance(box, QMessageBox) and box.isVisible():
                clicked = box.button(buttons[len(told)])
                told.append(box.text())
                if len(told) == len(buttons):
                    timer.stop()
                assert isinstance(clicked, QAbstractButton)
                qtbot.mouseClick(clicked, Qt.MouseButton.LeftButton)

        timer = QTimer()
        timer.setInterval(20)
        timer.timeout.connect(look)
        timer.start()
        timers.append(timer)
        return told

    yield prepare
    for timer in timers:
        timer.stop()
