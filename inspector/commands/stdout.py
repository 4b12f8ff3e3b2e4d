"""Standard output that nobody can read any more."""

from __future__ import annotations

import os
import sys


def discard() -> None:
    """Send what is printed from now on, and what still waits to be, nowhere: closing stdout then stays quiet."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
