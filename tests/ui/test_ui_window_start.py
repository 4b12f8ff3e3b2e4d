"""How the program starts: at once, without what is heavy, and as itself."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {"numpy", "pyqtgraph", "networkx", "h5py", "pydot", "tensorflow", "keras"}


def test_the_window_is_made_without_importing_what_is_heavy() -> None:
    code = "import sys, inspector.ui.app; print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert not HEAVY & set(loaded)
