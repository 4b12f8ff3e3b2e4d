"""What a model is in figures before its edits and after them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector.drawing.before_after import Measured, before_after, told
from inspector.formats import open_model
from inspector.graph.fact_sheet import FactSheet
from inspector.graph.model import ModelGraph
from inspector.recipe.edits import Freeze, InsertDropout, ReplaceHead
from inspector.recipe.preview import preview
from inspector.resources import resource

EDITS = [Freeze(("stem_conv",)), InsertDropout("head_dense", 0.2), ReplaceHead(14, "softmax")]


@pytest.fixture(scope="module")
def sample() -> ModelGraph:
    return open_model(resource("samples/sample.keras"))


def test_every_figure_is_told_before_and_after(sample: ModelGraph) -> None:
    edited = preview(sample, EDITS).graph
    rows = before_after(Measured(sample, FactSheet(sample)), Measured(edited, FactSheet(edited)))
    assert {row.name: (row.before, row.after) for row in rows} == {
        "layers": ("25", "26"),
        "parameters": ("36,282", "36,414"),
        "trainable": ("36,058", "36,046"),
        "frozen": ("0", "144"),
        "size": ("145 kB", "146 kB"),
        "MACs": ("2.15 M", "2.15 M"),
        "activations": ("239 kB", "239 kB"),
        "output": ("10", "14"),
    }
    assert [row.name for row in rows if not row.differs] == ["MACs", "activations"]


def test_what_is_not_known_or_not_there_yet_says_so(sample: ModelGraph) -> None:
    layers = tuple(replace(each, weights=None) if each.name == "stem_conv" else each for each in sample.layers)
    partly = replace(sample, layers=layers)
    rows = before_after(Measured(partly, FactSheet(partly)), Measured(partly, None))
    found = {row.name: (row.before, row.after) for row in rows}
    assert found["parameters"] == ("≥ 36,138", "…")
    assert found["size"] == ("?", "?")


def test_the_shell_gets_a_table(sample: ModelGraph) -> None:
    lines = told(sample, preview(sample, EDITS).graph).splitlines()
    assert lines[0].split() == ["Before", "After"]
    assert lines[3].split() == ["parameters", "36,282", "36,414"]
