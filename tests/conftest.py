"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real model files and data that are not part of the project; skips where they are absent."""
    folder = Path(os.environ.get("INSPECTOR_SHARED", ROOT.parent / "shared")).resolve()
    if not (folder / "corpus").is_dir():
        pytest.skip(f"needs the folder of real model files, not found at {folder} (INSPECTOR_SHARED)")
    return folder
