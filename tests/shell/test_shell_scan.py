"""``inspector scan`` for people and for checks that run by themselves."""

from __future__ import annotations

import base64
import json
import marshal
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import h5py
import numpy as np
import pytest
from test_shell_commands import inspector

from inspector.resources import resource

pytestmark = pytest.mark.slow

SLY = """
node { name: "given" op: "Placeholder" }
node { name: "written" op: "WriteFile" input: "given" input: "given" }
"""


def scan(*paths: Path) -> subprocess.CompletedProcess[str]:
    return inspector("scan", *paths)


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


def test_files_of_other_kinds_in_a_folder_are_passed_over(folder: Path) -> None:
    (folder / "notes.txt").rename(folder / "models" / "odd\nname.txt")
    np.savez(folder / "data.npz", x=np.zeros(3))
    with h5py.File(folder / "data.h5", "w") as file:
        file.create_dataset("x", data=np.zeros(3))
    os.mkfifo(folder / "pipe.keras")
    (folder / "circle").symlink_to(folder, target_is_directory=True)
    found = scan(folder)
    assert found.returncode == 0, found.stdout + found.stderr
    assert len(found.stdout.splitlines()) == 1


def test_a_model_is_found_whatever_its_name(folder: Path) -> None:
    (folder / "models" / "sample.keras").rename(folder / "models" / "picture.png")
    with zipfile.ZipFile(folder / "models" / "picture.png") as archive:
        archive.extractall(folder / "unpacked")
    found = scan(folder)
    assert found.returncode == 0, found.stdout + found.stderr
    assert [line.split()[1] for line in found.stdout.splitlines()] == [
        str(folder / "models" / "picture.png"),
        str(folder / "unpacked"),
        str(folder / "unpacked" / "model.weights.h5"),
    ]


def test_a_broken_model_in_a_folder_ends_with_one(folder: Path) -> None:
    (folder / "models" / "sample.keras").write_bytes(b"\x80\x04 a pickle")
    (folder / "models" / "cut.keras").write_bytes(b"PK\x03\x04")
    found = scan(folder)
    assert found.returncode == 1
    assert [line.split()[0] for line in found.stdout.splitlines() if line[:1] != " "] == ["unreadable", "unreadable"]


def test_show_tells_the_verdict_and_the_code(folder: Path) -> None:
    code = [base64.b64encode(marshal.dumps((lambda x: x + 1).__code__)).decode(), None, None]
    sly = {"class_name": "Lambda", "config": {"name": "sly", "function": code}}
    path = folder / "sly.keras"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("config.json", json.dumps({"class_name": "Sequential", "config": {"layers": [sly]}}))
    found = inspector("show", path)
    assert found.returncode == 0, found.stderr
    assert "BINARY_OP" in found.stdout
    assert found.stdout.splitlines()[-1].startswith("Safety: 1 finding")
