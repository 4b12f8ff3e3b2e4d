"""Which theme the person wants: light, dark, or that of the desktop; kept in the settings."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from inspector.ui import theme

_KEY = "theme"
_THEMES = {"light": theme.LIGHT, "dark": theme.DARK}


class Look(QObject):
    """Puts the theme on, now and when the desktop changes its own."""

    def __init__(self, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.choice = str(settings.value(_KEY, "system"))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.put_on)

    def choose(self, choice: str) -> None:
        """``"light"``, ``"dark"`` or ``"system"``."""
        self.choice = choice
        self._settings.setValue(_KEY, choice)
        self.put_on()

    def put_on(self) -> None:
        """Dress the application."""
        application = QApplication.instance()
        wanted = _THEMES.get(self.choice) or theme.system_theme()
        if isinstance(application, QApplication):
            theme.apply(application, wanted)
