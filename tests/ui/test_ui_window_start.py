"""How the program starts: at once, without what is heavy, and as itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from ui_window_helpers import SAMPLE

HEAVY = {"numpy", "pyqtgraph", "networkx", "h5py", "pydot", "tensorflow", "keras"}


def test_the_window_is_made_without_importing_what_is_heavy() -> None:
    code = "import sys, inspector.ui.app; print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert not HEAVY & set(loaded)


@pytest.mark.window
def test_a_file_given_as_argument_is_opened_and_quit_leaves_nothing_behind(tmp_path: Path) -> None:
    code = f"""
import threading
from PySide6.QtCore import QTimer
from inspector.ui import app
from inspector.ui.window import Window

def watch():
    window = next(widget for widget in app.QApplication.topLevelWidgets() if isinstance(widget, Window))
    if window.document.picture is not None and window.strip.loss is not None:
        print(window.windowTitle(), app.QApplication.desktopFileName(), window.windowIcon().isNull())
        window.menus.actions["quit"].trigger()
    else:
        QTimer.singleShot(50, watch)

QTimer.singleShot(0, watch)
print(app.run({str(SAMPLE)!r}), threading.active_count())
"""
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "HOME": str(tmp_path)}

    ended = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "ignore", "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
    )

    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines() == ["sample.keras — Model Inspector model-inspector False", "0 1"]
    assert "Error" not in ended.stderr
