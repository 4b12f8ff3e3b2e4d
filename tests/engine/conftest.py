"""These tests import TensorFlow; a run that leaves them out does not even read them."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return True if "not engine" in config.option.markexpr else None
