"""The files opened last, kept in the settings."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QSettings

_KEY = "recent"
_MOST = 10


class Recent:
    """At most ten paths, the last one first; files that are gone are left out."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def files(self) -> list[str]:
        """Paths that still exist."""
        return [path for path in self._kept() if os.path.exists(path)]  # unlike Path.exists, never an error

    def any(self) -> bool:
        """Whether there are some, without asking the disk."""
        return bool(self._kept())

    def _kept(self) -> list[str]:
        kept = self._settings.value(_KEY, [])
        return [kept] if isinstance(kept, str) else kept if isinstance(kept, list) else []

    def add(self, path: str) -> None:
        """Put a path first."""
        absolute = str(Path(path).resolve())
        self._settings.setValue(_KEY, [absolute, *(other for other in self.files() if other != absolute)][:_MOST])
