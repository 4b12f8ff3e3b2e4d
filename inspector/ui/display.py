"""Tries whether Qt can open a window here."""

from __future__ import annotations

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication


def main() -> int:
    """Print what Qt shows windows on; Qt ends the process where it finds nothing."""
    application = QGuiApplication([])
    screen = application.primaryScreen()
    size = f", {screen.size().width()} × {screen.size().height()}" if screen else ""
    print(f"Qt {qVersion()} on {application.platformName()}{size}")
    return 0
