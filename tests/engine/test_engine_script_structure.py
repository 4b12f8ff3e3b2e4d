"""Edits of what a model is made of: the engine makes and proves them, and the script makes the same model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import zoo
from keras import layers
from test_engine_script import run

from inspector.engine.apply import apply_and_compare
from inspector.engine.freeze import trainable_paths
from inspector.engine.load import load
from inspector.engine.walk import walk
from inspector.formats import open_model
from inspector.recipe.edits import (
    EndModel,
    Freeze,
    InsertDropout,
    RemoveDropout,
    RenameLayer,
    ReplaceHead,
    SetDropout,
    SetMaxNorm,
)
from inspector.recipe.plan import plan
from inspector.recipe.recipe import Recipe
from inspector.script.script import script

pytestmark = pytest.mark.engine

CASES: dict[str, tuple[str, tuple[Any, ...]]] = {
    "a list without a layer, with one renamed": (
        "sequential",
        (RemoveDropout("drop"), RenameLayer("first", "stem"), InsertDropout("stem", 0.2), ReplaceHead(7, "softmax")),
    ),
    "a list that ends sooner": ("sequential", (EndModel("norm"), ReplaceHead(3, "softmax", drop_last=0))),
    "one of two outputs": ("two_ends", (RemoveDropout("drop"), EndModel("size"), RenameLayer("size", "height"))),
    "one of two inputs": ("two_ends", (EndModel("first"), Freeze(("first",)))),
    "a merge of shared layers": ("shared", (EndModel("minus"), RenameLayer("first", "twice"))),
    "models inside": (
        "nested",
        (
            Freeze(("inner/first",)),
            RenameLayer("inner", "body"),
            RenameLayer("body/first", "one"),
            InsertDropout("body/one", 0.1),
            InsertDropout("body/one_dropout", 0.2),
            InsertDropout("body/start", 0.2),
            RemoveDropout("body/drop"),
            RemoveDropout("chain/drop2"),
            InsertDropout("body", 0.3),
        ),
    ),
    "an end at a model inside": (
        "nested",
        (RemoveDropout("inner/drop"), EndModel("inner"), ReplaceHead(3, "softmax", drop_last=0)),
    ),
    "a model in a model that is called twice": (
        "twins",
        (RemoveDropout("inner/core/drop"), InsertDropout("left", 0.1), InsertDropout("inner/core", 0.1)),
    ),
    "recurrent layers": (
        "recurrent",
        (RemoveDropout("drop"), RenameLayer("both_ways", "bi"), SetDropout("bi", 0.3), EndModel("gru")),
    ),
    "bare operations": ("operations", (RemoveDropout("drop"), RenameLayer("first", "c1"), InsertDropout("c1", 0.1))),
    "attention": ("transformer", (EndModel("attention"), RenameLayer("attention", "heard"))),
    "dropouts behind one another": (
        "twin_branches",
        (InsertDropout("start", 0.2), InsertDropout("start_dropout", 0.3), RemoveDropout("drop")),
    ),
    "an image": (
        "convolutions",
        (
            RemoveDropout("drop"),
            EndModel("separable"),
            ReplaceHead(3, "softmax", drop_last=0),
            SetMaxNorm("separable", 0.5),
        ),
    ),
}


@pytest.mark.parametrize(("name", "edits"), CASES.values(), ids=CASES)
def test_the_script_makes_the_model_that_the_engine_proves(
    name: str, edits: tuple[Any, ...], tmp_path: Path, monkeypatch: Any
) -> None:
    file = zoo.written(zoo.ZOO[name](), tmp_path / "model.keras")
    require_same_model(file, edits, monkeypatch)


def test_a_dropout_in_a_wrapper_is_removed_or_given_a_rate(tmp_path: Path, monkeypatch: Any) -> None:
    model = keras.Sequential(
        [
            keras.Input((4, 3)),
            layers.Dense(3, name="each"),
            layers.TimeDistributed(layers.Dropout(0.0), name="drops"),
            layers.TimeDistributed(layers.Dropout(0.5), name="drops_too"),
            layers.GaussianNoise(0.1, name="noise"),
            layers.Dense(2, name="head"),
        ]
    )
    file = zoo.written(model, tmp_path / "model.keras")
    edits = (SetDropout("drops", 0.3), RemoveDropout("drops_too"), RemoveDropout("noise"))

    made = require_same_model(file, edits, monkeypatch)

    assert [layer.name for layer in made.layers] == ["each", "drops", "head"]
    assert made.get_layer("drops").layer.rate == 0.3


def test_at_the_new_end_stand_the_values_of_the_original(tmp_path: Path) -> None:
    original = zoo.twin_branches()
    file = zoo.written(original, tmp_path / "model.keras")

    ended, said = apply_and_compare(load(file), plan(open_model(file), (EndModel("joined"),)))

    inputs = zoo.inputs_for(original)
    wanted = keras.Model(original.input, original.get_layer("joined").output)
    np.testing.assert_array_equal(zoo.predictions(ended, inputs)[0], zoo.predictions(wanted, inputs)[0])
    assert "the values at the new end ('joined') are unchanged" in said.text


def test_a_head_that_is_renamed_and_named_classes_reads_well(tmp_path: Path) -> None:
    file = zoo.written(zoo.sequential(), tmp_path / "model.keras")
    edits = (ReplaceHead(2, "softmax", class_names=("cat", "dog")), RenameLayer("head", "animal"))

    code = script(open_model(file), Recipe(edits=edits), None)

    assert '\nCLASS_NAMES = ["cat", "dog"]\n' in code
    assert '\nmodel.get_layer("head").name = "animal"\n' in code
    assert 'head = layers.Dense(2, activation="softmax", name="animal")' in code


def require_same_model(file: Path, edits: tuple[Any, ...], monkeypatch: Any) -> keras.Model:
    """The engine's model, after a check that the script's and its file's are the same."""
    planned = plan(open_model(file), edits)
    ours, _ = apply_and_compare(load(file), planned)
    assert {path for path, _ in walk(ours)} - {"input_layer"} == planned.graph.by_path.keys() - {"input_layer"}

    made = run(script(open_model(file), Recipe(edits=edits), None), file.parent, monkeypatch)["model"]
    inputs = zoo.inputs_for(ours)
    for model in (made, keras.saving.load_model(file.parent / "edited.keras")):
        assert zoo.weights_of(model) == zoo.weights_of(ours)
        assert {path for path, _ in walk(model)} == {path for path, _ in walk(ours)}
        assert trainable_paths(model) == trainable_paths(ours)
        theirs = zoo.predictions(model, zoo.inputs_for(model))
        for mine, other in zip(zoo.predictions(ours, inputs), theirs, strict=True):
            np.testing.assert_array_equal(mine, other)
    return ours
