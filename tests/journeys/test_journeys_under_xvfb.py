"""The whole way through the real window on a virtual screen: open, freeze, edit, train, export."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent

pytestmark = [pytest.mark.window, pytest.mark.engine]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Xvfb is an X server for Linux")
def test_a_person_gets_from_a_file_to_a_trained_model_and_a_picture_in_both_themes(tmp_path: Path) -> None:
    assert shutil.which("xvfb-run"), "xvfb-run is missing: run packaging/setup.sh .venv"
    command = ["xvfb-run", "-a", "-s", "-screen 0 1920x1080x24", sys.executable, str(HERE / "screenshots.py"), tmp_path]
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb"}
    found = subprocess.run(command, capture_output=True, text=True, check=False, timeout=280, env=environment)
    assert found.returncode == 0, found.stdout[-2000:] + found.stderr[-4000:]
    assert found.stderr == ""
    pictures = {path.stem for path in tmp_path.glob("*.png")}
    stops = ("welcome", "open", "weights", "freeze", "regularise", "head", "training", "trained")
    assert pictures >= {f"{stop}-{theme}" for stop in stops for theme in ("light", "dark")}
