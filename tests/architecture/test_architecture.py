"""The house rules: which room may import what, and how large a file may grow."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "inspector").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def modules_outside_the_engine() -> list[str]:
    names = (path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") for path in SOURCES)
    outside = (name for name in names if not name.startswith("inspector.engine") and not name.endswith("__main__"))
    return [name.removesuffix(".__init__") for name in outside]


def test_every_room_but_the_engine_imports_where_tensorflow_and_keras_are_missing() -> None:
    program = (
        "import sys, importlib\n"
        "for blocked in ('tensorflow', 'keras', 'tf_keras'):\n"
        "    sys.modules[blocked] = None\n"
        f"for name in {modules_outside_the_engine()!r}:\n"
        "    importlib.import_module(name)\n"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False)
    assert found.returncode == 0, found.stderr[-2000:]


def test_starting_the_shell_imports_neither_qt_nor_heavy_libraries() -> None:
    program = (
        "import sys, inspector.cli\n"
        "heavy = {'PySide6', 'pyqtgraph', 'networkx', 'tensorflow', 'keras'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)\n"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False)
    assert found.returncode == 0, found.stderr[-2000:]


def test_a_file_holds_one_idea_of_at_most_350_lines() -> None:
    longer = [path.name for path in SOURCES + TESTS if len(path.read_text(encoding="utf-8").splitlines()) > 350]
    assert longer == []


def test_a_module_says_in_a_sentence_what_it_is() -> None:
    silent = [path.name for path in SOURCES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []


def test_the_top_level_holds_what_it_should_and_nothing_else() -> None:
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, cwd=ROOT, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    top = {line.split("/")[0] for line in listed.stdout.splitlines()}
    expected = {"pyproject.toml", "README.md", "inspector", "resources", "tests", "packaging"}
    usual = {"docs", "Makefile", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"}
    assert {name for name in top if not name.startswith(".")} <= expected | usual
    assert expected <= top
    assert not (ROOT / "packaging" / "__init__.py").exists()
