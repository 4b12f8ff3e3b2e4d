"""What `make fast` promises: tests that wait for no TensorFlow."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


def test_reading_the_fast_tests_imports_neither_tensorflow_nor_keras() -> None:
    expression = re.search(r'pytest -m "(.*)"', (ROOT / "Makefile").read_text())
    assert expression
    command = [sys.executable, "-X", "importtime", "-m", "pytest", "-s", "--collect-only", "-q", "-m", expression[1]]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout
    assert "inspector.graph.model" in found.stderr
    assert not re.findall(r"\| +((?:tensorflow|keras)\b.*)", found.stderr)
