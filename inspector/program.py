"""How this program starts itself again, for a process that does one thing: from source, installed, or frozen."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PLACE = Path(__file__).resolve().parents[1]


def command(switch: str) -> list[str]:
    """The words of the command that starts this program with a switch of ``inspector.__main__``."""
    if getattr(sys, "frozen", False):
        return [sys.executable, switch]
    # -P: a folder that a model lies in must not be a place Python imports from
    return [sys.executable, "-P", "-m", "inspector", switch]


def environment() -> dict[str, str]:
    """The environment for it: the package is found there even where it is not installed."""
    places = [str(_PLACE), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))}
