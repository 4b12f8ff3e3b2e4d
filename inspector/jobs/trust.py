"""Which model files a person trusts to run the Python code in them: remembered by their bytes, not by their names."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

FILE = "trusted.json"
_FOLDER = "model-inspector"
_SAVED_MODEL = "saved_model.pb"

Entry = dict[str, str | bool]


class TrustError(ValueError):
    """Trust cannot be remembered; a sentence."""


class Trust:
    """What a person answered, kept as one JSON object: SHA-256 of a file to the name it had, when, and the answer.

    Args:
        folder: where it is kept; without it where this program's settings are.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._file = (folder or settings_folder()) / FILE

    def of(self, model: str | Path) -> str:
        """The SHA-256 of a file that is trusted, for the engine to compare; empty for one that is not.

        Raises:
            OSError: the model cannot be read.
        """
        if not any(map(_is_trusted, self._read().values())) or not can_be_trusted(Path(model)):
            return ""
        found = digest(model)
        return found if self.answer(found) else ""

    def answer(self, found: str) -> bool | None:
        """Whether the file with a SHA-256 is trusted; ``None`` where that was never asked."""
        entry = self._read().get(found)
        return None if entry is None else _is_trusted(entry)

    def add(self, model: str | Path) -> str:
        """Trust a file from now on; its SHA-256.

        Raises:
            TrustError: it is no file, or that cannot be written down.
            OSError: the model cannot be read.
        """
        if not can_be_trusted(Path(model)):
            raise TrustError(f"Expected a model file to trust, found none at '{model}'.")
        found = digest(model)
        self.remember(found, Path(model).name, trusted=True)
        return found

    def remember(self, found: str, name: str, *, trusted: bool) -> None:
        """Keep the answer for the file with a SHA-256; the one before it is forgotten.

        Raises:
            TrustError: that cannot be written down.
        """
        if self.answer(found) != trusted:
            since = datetime.now(UTC).isoformat(timespec="seconds")
            self._write({**self._read(), found: {"name": name, "since": since, "trusted": trusted}})

    def _read(self) -> dict[str, Entry]:
        """What is kept; nothing is trusted where that is missing or damaged."""
        try:
            held = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return held if isinstance(held, dict) else {}

    def _write(self, entries: dict[str, Entry]) -> None:
        unfinished = self._file.with_name(f".{FILE}-{os.getpid()}")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(json.dumps(entries, indent=2), encoding="utf-8")
            unfinished.replace(self._file)
        except OSError as error:
            raise TrustError(f"'{self._file}' cannot be written: {error.strerror or error}.") from error


def _is_trusted(entry: Entry) -> bool:
    return isinstance(entry, dict) and entry.get("trusted") is True


def digest(path: str | Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal digits; of a folder that of its files and their names."""
    path = Path(path)
    if not path.is_dir():
        return _digest(path)
    found = hashlib.sha256()
    for file in sorted(each for each in path.rglob("*") if each.is_file()):
        found.update(f"{file.relative_to(path).as_posix()!a} {_digest(file)}\n".encode())  # no name can look like two
    return found.hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def can_be_trusted(path: Path) -> bool:
    """Whether it has bytes of its own: a file, or a folder that is itself a SavedModel."""
    return path.is_file() or (path / _SAVED_MODEL).is_file()


def settings_folder() -> Path:
    """This person's folder for the program's settings, where Qt's ``AppConfigLocation`` is."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / _FOLDER
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Preferences" / _FOLDER
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / _FOLDER
