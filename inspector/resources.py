"""Where the files that ship with the program are: beside the source, in the wheel, or in a frozen application."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """Path of a shipped file.

    Args:
        name: relative to ``resources/``, e.g. ``"recipes/reference.json"``.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    for root in (_PACKAGE / "_resources", _PACKAGE.parent / "resources"):
        path = root / name
        if path.exists():
            return path
    raise FileNotFoundError(f"Expected the shipped file {name!r} with the program, found none: install it again.")
