"""The reference page: every example can be read, and every field, edit and choice is on it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from inspector.recipe.codec import decode
from inspector.recipe.edits import ConstraintKind, Edit, WeightName
from inspector.recipe.heads import ACTIVATIONS, INITIALIZERS
from inspector.recipe.options import all_options
from inspector.recipe.recipe import Data, LearningRate, Optimizer, Recipe, Training

PAGE = (Path(__file__).parents[2] / "docs" / "recipe.md").read_text(encoding="utf-8")
EXAMPLES = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]


def whole(example: dict[str, Any]) -> dict[str, Any]:
    """A recipe with an example in it that shows one edit only."""
    return {"edits": [example]} if "edit" in example else example


@pytest.mark.parametrize("example", EXAMPLES, ids=[json.dumps(example)[:50] for example in EXAMPLES])
def test_every_example_is_a_recipe(example: dict[str, Any]) -> None:
    assert decode(json.dumps(whole(example)).encode()) != Recipe()


def test_every_edit_has_an_example() -> None:
    shown = {type(edit) for example in EXAMPLES for edit in decode(json.dumps(whole(example)).encode()).edits}
    assert shown == set(get_args(Edit))


@pytest.mark.parametrize("kind", [Recipe, Data, Training, LearningRate, *get_args(Edit)])
def test_every_field_is_explained(kind: Any) -> None:
    for field in kind.__struct_fields__:
        assert re.search(rf"`(\w+\.)?{field}`", PAGE), f"{kind.__name__}.{field}"


def test_every_choice_is_listed() -> None:
    for name in (*ACTIVATIONS, *INITIALIZERS, *get_args(Optimizer), *get_args(WeightName), *get_args(ConstraintKind)):
        assert f"`{name}`" in PAGE
    for loss in Training.__annotations__["loss"].split('"')[1::2]:
        assert f"`{loss}`" in PAGE


def test_defaults_are_those_of_the_program() -> None:
    defaults = {"held_out": 0.1, "scale": "auto"} | {
        name: getattr(Training(), name) for name in ("optimizer", "epochs", "batch_size", "seed", "loss")
    }
    assert Data(source="x").held_out == defaults["held_out"]
    for name, value in {**defaults, "learning_rate.base": LearningRate().base}.items():
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{name}` |"))
        assert row.split("|")[3].strip() == f"`{value}`"


def test_every_option_is_listed_with_its_classes_and_help() -> None:
    for option in all_options():
        classes = ", ".join(f"`{name}`" for name in option.classes)
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| {classes} | `{option.name}` |"))
        assert option.help in row
        assert ("Of training only." in row) != option.predicts
