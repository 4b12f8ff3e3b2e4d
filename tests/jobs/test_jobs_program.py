"""The program starts itself: the same one, wherever it lies."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the program that is installed nowhere, and tells itself apart by its version."""
    without = shutil.ignore_patterns("__pycache__")
    for name in ("inspector", "resources"):
        shutil.copytree(ROOT / name, tmp_path / "checkout" / name, ignore=without)
    first = tmp_path / "checkout" / "inspector" / "__init__.py"
    first.write_text(first.read_text().replace("__version__ =", '__version__ = "0.0.copy"  # '))
    return tmp_path / "checkout"


@pytest.mark.slow
def test_a_checkout_that_is_not_installed_starts_its_own_processes(checkout: Path) -> None:
    code = (
        "import subprocess; from inspector import program;"
        "subprocess.run(program.command('--version'), env=program.environment(), check=True)"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=checkout, capture_output=True, text=True, check=False)
    assert found.stdout == "Model Inspector 0.0.copy\n", found.stderr


@pytest.mark.slow
def test_a_folder_with_a_module_of_the_same_name_is_no_place_to_start_from(tmp_path: Path) -> None:
    (tmp_path / "inspector.py").write_text("print('somebody else')")
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from inspector import program; import subprocess;"
    code += "subprocess.run(program.command('--version'), env=program.environment(), check=True)"
    found = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert found.stdout.startswith("Model Inspector "), found.stderr
