"""Starts the window."""

from __future__ import annotations

import importlib
import logging
import sys

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from inspector import __version__
from inspector.ui import theme
from inspector.ui.background import Latest
from inspector.ui.errors import Catcher
from inspector.ui.window import Window

_HEAVY = ("numpy", "pyqtgraph", "networkx", "h5py")
"""Imported behind the first window, so that it is there at once."""


def application(arguments: list[str]) -> QApplication:
    """The Qt application with its names and icon; the running one where there is one."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(arguments)
    app.setApplicationName("model-inspector")
    app.setApplicationDisplayName("Model Inspector")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("model-inspector")
    app.setWindowIcon(theme.icon("inspector"))
    return app


def run(file: str | None) -> int:
    """Show the window, open ``file`` if there is one, and stay until the window is closed; the exit code."""
    logging.basicConfig(level=logging.WARNING)
    app = application(sys.argv[:1])
    window = Window(QSettings("model-inspector", "model-inspector"))
    catcher = Catcher(window)
    warm_up = Latest(window)
    warm_up.done.connect(lambda _names: window.strip.add_plots())
    window.show()
    if file:
        window.open(file)
    QTimer.singleShot(0, lambda: warm_up.submit(lambda: [importlib.import_module(name) for name in _HEAVY]))
    QTimer.singleShot(500, window.engine.switch_on)
    try:
        return app.exec()
    finally:
        warm_up.finish()
        catcher.release()
