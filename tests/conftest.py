"""What every test may ask for, and what every test is held to."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
GRACE = 5.0
"""Seconds the threads and processes of a test may take to be gone."""

_MARK = re.compile(r"^pytestmark = (?:\[[^\]]*)?pytest\.mark\.(engine|window|slow)\b", re.MULTILINE)

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile("fast", max_examples=20)


def pytest_configure(config: pytest.Config) -> None:
    """A run that leaves out slow tests tries fewer examples as well."""
    if "not slow" in config.option.markexpr:
        settings.load_profile("fast")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A run that leaves out a mark does not even read files that are all of it: many import TensorFlow or Qt."""
    if "not " not in config.option.markexpr or not collection_path.match("test_*.py"):
        return None
    mark = _MARK.search(collection_path.read_text(encoding="utf-8"))
    return True if mark and f"not {mark[1]}" in config.option.markexpr else None


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real model files and data that are not part of the project; skips where they are absent."""
    folder = Path(os.environ.get("INSPECTOR_SHARED", ROOT.parent / "shared")).resolve()
    if not (folder / "corpus").is_dir():
        pytest.skip(f"needs the folder of real model files, not found at {folder} (INSPECTOR_SHARED)")
    return folder


@pytest.fixture(autouse=True)
def _nothing_is_left_running() -> Iterator[None]:
    """Fails a test that leaves a thread or a child process behind; those of wider fixtures were there before it."""
    before = _running()
    yield
    deadline = time.monotonic() + GRACE
    while (left := _running() - before) and time.monotonic() < deadline:
        time.sleep(0.05)
    if left:
        pytest.fail(f"still running {GRACE:.0f} seconds after the test: {', '.join(map(str, left))}")


def _running() -> set[threading.Thread | psutil.Process]:
    """Threads that would keep the program from ending, and children that are not over."""
    threads = {thread for thread in threading.enumerate() if not thread.daemon}
    if not _has_children():
        return set(threads)
    return threads | {child for child in psutil.Process().children() if child.status() != psutil.STATUS_ZOMBIE}


def _has_children() -> bool:
    """Whether there may be any: asking the system is a hundred times as fast as looking through all processes."""
    if not hasattr(os, "waitid"):
        return True
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True
