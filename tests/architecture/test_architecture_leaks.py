"""Every test is held to leave nothing running: proved on tests that do."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
LEAVING = """
import subprocess, sys, threading
import conftest, pytest

conftest.GRACE = 0.2
CHILD = [sys.executable, "-c", "input()"]
left = []

def test_thread():
    threading.Thread(target=threading.Event().wait, args=(1,)).start()

def test_child():
    left.append(subprocess.Popen(CHILD, stdin=subprocess.PIPE))

def test_daemon():
    threading.Thread(target=threading.Event().wait, daemon=True).start()

def test_tidy():
    subprocess.run(CHILD, input=b"\\n")

def test_late():
    threading.Thread(target=threading.Event().wait, args=(0.05,)).start()

@pytest.fixture(scope="module")
def kept():
    with subprocess.Popen(CHILD, stdin=subprocess.PIPE) as child:
        yield
        child.communicate(b"\\n")

def test_with_what_a_wider_fixture_keeps(kept):
    pass
"""


@pytest.mark.slow
def test_a_test_that_leaves_a_thread_or_a_child_behind_fails_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "test_leaving.py").write_text(LEAVING)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    found = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "conftest", "-rEf", "-p", "no:cacheprovider", "."],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        capture_output=True,
        text=True,
        check=False,
    )
    failed = re.findall(r"^(ERROR|FAILED) test_leaving\.py::(\w+) - Failed: still running", found.stdout, re.MULTILINE)
    assert failed == [("ERROR", "test_thread"), ("ERROR", "test_child")], found.stdout
    assert "6 passed, 2 errors" in found.stdout
