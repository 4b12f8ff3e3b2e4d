"""Which theme the person wants: light, dark, or that of the desktop; kept in the settings."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from inspector.ui import theme

_KEY = "theme"
_THEMES = {"light": theme.LIGHT, "dark": theme.DARK}


class Look(QObject):
    """Puts the theme on a window, now and when the desktop changes its own."""

    def __init__(self, settings: QSettings, window: QWidget) -> None:
        super().__init__(window)
        self._settings = settings
        self._window = window
        self._on: theme.Theme | None = None
        self.choice = str(settings.value(_KEY, "system"))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.put_on)

    def choose(self, choice: str) -> None:
        """``"light"``, ``"dark"`` or ``"system"``."""
        self.choice = choice
        self._settings.setValue(_KEY, choice)
        self.put_on()

    def put_on(self) -> None:
        """Dress the application and the window, where they are not dressed so already."""
        application = QApplication.instance()
        wanted = _THEMES.get(self.choice) or theme.system_theme()
        if wanted is not self._on and isinstance(application, QApplication):
            self._on = wanted
            theme.apply(application, wanted)
            theme.dress(self._window, wanted)
