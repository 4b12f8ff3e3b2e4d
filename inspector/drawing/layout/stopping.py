"""How a layout that takes long is given up: a function it calls between its stages raises `StoppedError`."""

from __future__ import annotations

from collections.abc import Callable

Check = Callable[[], None]
"""Raises `StoppedError` where the layout is not wanted any more."""


class StoppedError(Exception):
    """The layout was given up; nothing was drawn."""


def unstopped() -> None:
    """The check of a layout that is always wanted."""
