"""Double-click on Linux: the desktop entry and the MIME types."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LINUX = Path(__file__).resolve().parents[2] / "packaging" / "linux"
ASK_QT = "import sys; from PySide6.QtCore import QMimeDatabase as D; print(D().mimeTypeForFile(sys.argv[1]).name())"

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="desktop entries are Linux's")


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not shutil.which("update-mime-database"):
        pytest.skip("needs update-mime-database (package shared-mime-info)")
    folder = tmp_path_factory.mktemp("a prefix")
    program = folder / "my program"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    subprocess.run([LINUX / "install-desktop.sh", program, folder], check=True, capture_output=True)
    return folder


def test_the_installed_entry_is_valid_and_starts_the_program_whose_path_has_spaces(prefix: Path) -> None:
    entry = prefix / "share" / "applications" / "model-inspector.desktop"
    assert f'Exec="{prefix / "my program"}" %f' in entry.read_text()
    if shutil.which("desktop-file-validate"):
        found = subprocess.run(["desktop-file-validate", entry], capture_output=True, text=True, check=False)
        assert found.stdout + found.stderr == ""


@pytest.mark.parametrize(("name", "kind"), [("model.keras", "application/x-keras"), ("old.h5", "application/x-hdf")])
def test_a_model_file_has_a_type_the_entry_opens(prefix: Path, tmp_path: Path, name: str, kind: str) -> None:
    file = tmp_path / name
    file.write_bytes(b"PK\x03\x04" if name.endswith("keras") else b"\x89HDF\r\n\x1a\n")
    system = os.environ.get("XDG_DATA_DIRS", "/usr/local/share:/usr/share")
    environment = {**os.environ, "XDG_DATA_DIRS": f"{prefix / 'share'}:{system}", "XDG_DATA_HOME": str(tmp_path)}
    found = subprocess.run(
        [sys.executable, "-c", ASK_QT, file], env=environment, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == kind
    entry = (prefix / "share" / "applications" / "model-inspector.desktop").read_text()
    assert f"{kind};" in entry
