"""The application that Qt needs to paint text, where there is no window."""

from __future__ import annotations

import os
import sys

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

_made: list[QApplication] = []  # Qt ends what nobody holds


def ensure_application() -> QGuiApplication:
    """The running application, else one without a screen."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _made.append(QApplication(sys.argv[:1]))
    return _made[0]
