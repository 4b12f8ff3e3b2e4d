"""``inspector scan`` for people and for checks that run by themselves."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from inspector.resources import resource

pytestmark = pytest.mark.slow

SLY = """
node { name: "given" op: "Placeholder" }
node { name: "written" op: "WriteFile" input: "given" input: "given" }
"""


def scan(*paths: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "inspector", "scan", *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    shutil.copy(resource("samples/sample.keras"), tmp_path / "models" / "sample.keras")
    (tmp_path / "notes.txt").write_text("no model")
    return tmp_path


def test_a_folder_without_findings_ends_with_zero(folder: Path) -> None:
    found = scan(folder)
    assert found.returncode == 0, found.stdout + found.stderr
    assert found.stdout.split() == ["clean", str(folder / "models" / "sample.keras")]


def test_a_finding_is_told_and_ends_with_one(folder: Path) -> None:
    (folder / "sly.pbtxt").write_text(SLY)
    found = scan(folder)
    assert found.returncode == 1
    assert "finding" in found.stdout
    assert "WriteFile" in found.stdout
    assert found.stderr == ""


def test_a_named_file_that_is_no_model_ends_with_one(folder: Path) -> None:
    found = scan(folder / "notes.txt")
    assert found.returncode == 1
    assert found.stdout.startswith("unreadable")
