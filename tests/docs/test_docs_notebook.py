"""The example notebook runs from its first cell to its last.

Its cells are run as Python here: a Jupyter kernel, and all it brings along, would test Jupyter rather than the example.
"""

from __future__ import annotations

import ast
import json
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "notebook.ipynb"


@pytest.fixture
def ipython(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the notebook takes from IPython, which every kernel has and this environment need not have."""
    display = types.ModuleType("IPython.display")
    display.SVG = str  # type: ignore[attr-defined]
    package = types.ModuleType("IPython")
    monkeypatch.setitem(sys.modules, "IPython", package)
    monkeypatch.setitem(sys.modules, "IPython.display", display)


def cells() -> Iterator[str]:
    for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            yield "".join(cell["source"])


def run(source: str, names: dict[str, Any]) -> Any:
    """Run a cell; the value of its last expression, which a notebook shows."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, NOTEBOOK.name, "exec"), names)
    return eval(compile(ast.Expression(last.value), NOTEBOOK.name, "eval"), names) if last else None


def test_every_cell_runs_and_shows_what_the_text_says(
    ipython: None, qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    model, svg, saved, table, largest, longest, _ = (run(cell, names) for cell in cells())
    assert "<svg" in model._repr_html_()
    assert svg.startswith("<svg")
    assert "sample.pdf" in saved
    assert (tmp_path / "sample.pdf").read_bytes().startswith(b"%PDF")
    assert "<table>" in table._repr_html_()
    assert largest[1] == max(row["parameters"] for row in table)
    assert longest > 10
    assert capsys.readouterr().out.startswith("digraph")


def test_the_notebook_is_kept_without_what_was_printed() -> None:
    stored = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert stored["nbformat"] == 4
    assert not any(cell.get("outputs") for cell in stored["cells"])
