"""Constraints, penalties, activations and other settings on real models: they hold, and nothing else changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import trained
import zoo
from keras import Input, Model, layers

from inspector.engine.apply import apply_and_compare
from inspector.engine.errors import EngineError
from inspector.engine.load import load
from inspector.engine.proof import prove
from inspector.engine.save import save
from inspector.engine.walk import leaves
from inspector.formats import open_model
from inspector.recipe.constraints import Constraint
from inspector.recipe.editable import Field, edit_of, editable
from inspector.recipe.edits import (
    Edit,
    InsertDropout,
    ReplaceHead,
    SetActivation,
    SetConstraint,
    SetDropout,
    SetOption,
    SetRegularizer,
)
from inspector.recipe.heads import ACTIVATIONS
from inspector.recipe.plan import plan
from inspector.recipe.recipe import LearningRate
from inspector.recipe.regularizers import Penalty

pytestmark = pytest.mark.engine


def edited(name: str, folder: Path, *edits: Edit) -> tuple[Model, Model, str]:
    """A model before and after edits, and what was compared."""
    file = zoo.written(zoo.ZOO[name](), folder / f"{name}.keras")
    made, said = apply_and_compare(load(file), plan(open_model(file), edits))
    return load(file), made, said.text


# ------------------------------------------------------------------ constraints


def test_a_constraint_holds_at_once_and_leaves_the_other_weights_alone(tmp_path: Path) -> None:
    edits = (
        SetConstraint("both_ways", "recurrent", "max_norm", 0.3),
        SetConstraint("first", "kernel", "unit_norm"),
        SetConstraint("gru", "bias", "non_neg"),
    )
    before, after, _ = edited("recurrent", tmp_path, *edits)
    both = leaves(after)["both_ways"]
    held = {id(way.cell.recurrent_kernel) for way in (both.forward_layer, both.backward_layer)}
    for variable, old in zip(both.weights, leaves(before)["both_ways"].weights, strict=True):
        if id(variable) in held:
            assert np.linalg.norm(variable.numpy(), axis=0).max() == pytest.approx(0.3, abs=1e-5)
        else:
            assert variable.constraint is None
            np.testing.assert_array_equal(variable.numpy(), old.numpy())
    kernel = leaves(after)["first"].layer.kernel.numpy()
    np.testing.assert_allclose(np.linalg.norm(kernel, axis=0), 1, atol=1e-5)
    assert leaves(after)["gru"].cell.bias.numpy().min() == 0
    np.testing.assert_array_equal(leaves(after)["gru"].cell.kernel.numpy(), leaves(before)["gru"].cell.kernel.numpy())


def test_a_constraint_that_is_lifted_lets_weights_be_as_they_are(tmp_path: Path) -> None:
    start = Input((6,))
    dense = layers.Dense(4, kernel_constraint=keras.constraints.MaxNorm(0.5), bias_constraint="non_neg", name="dense")
    file = zoo.written(Model(start, dense(start)), tmp_path / "m.keras")
    made = zoo.with_edits(file, SetConstraint("dense", "bias", None))
    layer = leaves(made)["dense"]
    assert layer.bias.constraint is None
    assert isinstance(layer.kernel.constraint, keras.constraints.MaxNorm)
    assert zoo.weights_of(made) == zoo.weights_of(load(file))


def test_attention_takes_a_constraint_on_all_its_kernels(tmp_path: Path) -> None:
    _, after, _ = edited("transformer", tmp_path, SetConstraint("attention", "kernel", "non_neg"))
    kernels = [variable for variable in leaves(after)["attention"].weights if variable.name == "kernel"]
    assert len(kernels) == 4
    assert all(kernel.numpy().min() == 0 for kernel in kernels)


# ------------------------------------------------------------------ penalties


@pytest.mark.parametrize(
    ("name", "edit"),
    [
        ("recurrent", SetRegularizer("both_ways", "recurrent", l2=0.5)),
        ("recurrent", SetRegularizer("both_ways", "activity", l1=0.5)),
        ("recurrent", SetRegularizer("first", "kernel", l1=0.5)),
        ("nested", SetRegularizer("inner/first", "kernel", l1=0.5, l2=0.5)),
        ("nested", SetRegularizer("inner/second", "activity", l2=0.5)),
        ("transformer", SetRegularizer("attention", "kernel", l2=0.5)),
        ("convolutions", SetRegularizer("depthwise", "depthwise", l2=0.5)),
        ("convolutions", SetRegularizer("norm", "gamma", l2=0.5)),
    ],
    ids=str,
)
def test_a_penalty_counts_in_the_loss_after_saving_too(name: str, edit: SetRegularizer, tmp_path: Path) -> None:
    before, after, _ = edited(name, tmp_path, edit)
    save(after, tmp_path / "after.keras")
    inputs = zoo.inputs_for(before)
    sums = []
    for model in (before, after, load(tmp_path / "after.keras")):
        model(inputs, training=False)
        sums.append(float(sum(model.losses)))
    assert sums[0] == 0
    assert sums[1] > 0.01
    assert sums[2] == pytest.approx(sums[1], rel=1e-5)
    np.testing.assert_array_equal(zoo.predictions(before, inputs)[0], zoo.predictions(after, inputs)[0])


def test_a_penalty_makes_the_trained_weights_smaller_and_is_in_the_history(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    data = tmp_path / "data.npz"
    np.savez(data, x_train=random.normal(size=(64, 12)).astype("float32"), y_train=np.arange(64) % 5)
    ends = {}
    for l2 in (0.0, 0.5):
        folder = tmp_path / str(l2)
        folder.mkdir()
        recipe = trained.recipe(data, SetRegularizer("first", l2=l2), epochs=3, learning_rate=LearningRate(0.01))
        run = trained.Run(folder, zoo.randomised(zoo.sequential()), recipe).go()
        last = keras.saving.load_model(run.folder / "last.keras")
        history = (run.folder / "history.csv").read_text().splitlines()
        first = dict(zip(history[0].split(","), history[1].split(","), strict=True))
        ends[l2] = (float(np.linalg.norm(last.get_layer("first").kernel)), float(first["loss"]))
    assert ends[0.5][0] < 0.95 * ends[0.0][0]
    assert ends[0.5][1] > ends[0.0][1] + 1


# ------------------------------------------------------------------ what predicts something else


@pytest.mark.parametrize(
    ("name", "edits"),
    [
        ("sequential", (SetActivation("first", "gelu"), InsertDropout("norm", 0.2))),
        ("built_later", (SetActivation("first", "tanh"),)),
        ("shared", (SetActivation("first", "tanh"), SetOption("norm", "epsilon", 0.1))),
        ("twins", (SetActivation("inner/core/first", "tanh"), InsertDropout("inner/core/first", 0.2))),
        ("nested", (SetActivation("inner/second", "tanh"), ReplaceHead(3, "softmax"))),
        ("recurrent", (SetOption("both_ways", "recurrent_activation", "hard_sigmoid"),)),
        ("tagger", (SetActivation("head", "linear"),)),
        ("convolutions", (SetActivation("first", "relu6"), InsertDropout("image", 0.2))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_model_predicts_what_keras_computes_with_the_setting(
    name: str, edits: tuple[Edit, ...], tmp_path: Path
) -> None:
    before, after, said = edited(name, tmp_path, *edits)
    assert "predicts something else" in said
    inputs = zoo.inputs_for(before)
    for edit in edits:
        layer = leaves(before)[getattr(edit, "layer", "")] if hasattr(edit, "layer") else None
        for part in layer._flatten_layers() if layer else ():
            if isinstance(edit, SetActivation) and hasattr(part, "activation"):
                part.activation = keras.activations.get(edit.activation)
            elif isinstance(edit, SetOption) and edit.option == "epsilon":
                part.epsilon = edit.value
            elif isinstance(edit, SetOption) and hasattr(part, "units") and hasattr(part, "recurrent_dropout"):
                cell = getattr(part, "cell", part)
                cell.recurrent_activation = keras.activations.get(edit.value)
    if not any(isinstance(edit, ReplaceHead) for edit in edits):
        for wanted, found in zip(zoo.predictions(before, inputs), zoo.predictions(after, inputs), strict=True):
            np.testing.assert_allclose(found, wanted, atol=1e-6)


def test_the_proof_notices_a_change_before_a_layer_that_computes_something_else(tmp_path: Path) -> None:
    file = zoo.written(zoo.nested(), tmp_path / "m.keras")
    planned = plan(open_model(file), (SetActivation("inner/second", "tanh"),))
    other, _ = apply_and_compare(load(file), planned)
    prove(load(file), other, planned)
    leaves(other)["inner/norm"].epsilon = 0.5

    with pytest.raises(EngineError, match="other values"):
        prove(load(file), other, planned)


def test_the_proof_notices_a_setting_that_keras_did_not_take(tmp_path: Path) -> None:
    file = zoo.written(zoo.sequential(), tmp_path / "m.keras")
    planned = plan(open_model(file), (SetOption("norm", "momentum", 0.5),))
    other, _ = apply_and_compare(load(file), planned)
    leaves(other)["norm"].momentum = 0.6

    with pytest.raises(EngineError, match="did not take what was set of 'norm'"):
        prove(load(file), other, planned)


def test_every_activation_can_be_set_and_is_kept(tmp_path: Path) -> None:
    model = keras.Sequential([Input((4,)), *(layers.Dense(4, name=name) for name in ACTIVATIONS)])
    file = zoo.written(model, tmp_path / "m.keras")
    made = zoo.with_edits(file, *(SetActivation(name, name) for name in ACTIVATIONS))
    assert {name: leaves(made)[name].get_config()["activation"] for name in ACTIVATIONS} == dict(
        zip(ACTIVATIONS, ACTIVATIONS, strict=True)
    )


# ------------------------------------------------------------------ dropout of the state, initializers


def test_recurrent_dropout_drops_while_training_and_only_then(tmp_path: Path) -> None:
    edits = (SetDropout("both_ways", 0.5, recurrent=True), SetDropout("gru", 0.5, recurrent=True))
    _, after, said = edited("recurrent", tmp_path, *edits)
    assert "predictions ('head') are unchanged" in said
    both = leaves(after)["both_ways"]
    assert {both.forward_layer.recurrent_dropout, both.backward_layer.recurrent_dropout} == {0.5}
    assert both.forward_layer.dropout == 0.1
    gru, flow = leaves(after)["gru"], np.ones((2, 6, 9), "float32")
    assert not np.allclose(gru(flow, training=True), gru(flow, training=False))


def test_a_head_begins_with_what_its_initializer_draws(tmp_path: Path) -> None:
    file = zoo.written(zoo.sequential(), tmp_path / "m.keras")
    assert not leaves(zoo.with_edits(file, ReplaceHead(7, "softmax", initializer="zeros")))["head"].kernel.numpy().any()
    drawn = leaves(zoo.with_edits(file, ReplaceHead(7, "softmax", initializer="orthogonal")))["head"].kernel.numpy()
    np.testing.assert_allclose(drawn.T @ drawn, np.eye(7), atol=1e-5)
    put_on = zoo.with_edits(file, ReplaceHead(7, "softmax", drop_last=1, initializer="he_normal"))
    assert isinstance(leaves(put_on)["head_1"].kernel_initializer, keras.initializers.HeNormal)


# ------------------------------------------------------------------ all of it at once


@pytest.mark.parametrize("name", ["shared", "twins", "recurrent", "transformer", "convolutions"])
def test_everything_that_a_panel_offers_can_be_made(name: str, tmp_path: Path) -> None:
    file = zoo.written(zoo.ZOO[name](), tmp_path / "m.keras")
    graph = open_model(file)
    edits = [edit_of(leaf.path, field, another(field)) for leaf in graph.leaves for field in editable(leaf)]
    made = zoo.with_edits(file, *edits)
    assert len(edits) > 15
    made.compile("sgd", "sparse_categorical_crossentropy", run_eagerly=True)
    assert np.isfinite(made.train_on_batch(zoo.inputs_for(made), np.zeros(4)))


def another(field: Field) -> Any:
    match field.kind:
        case "number":
            return 0.25
        case "choice":
            return next(choice for choice in field.choices if choice != field.value)
        case "flag":
            return not field.value
        case "constraint" if "min_max_norm" in field.choices:
            return Constraint("min_max_norm", minimum=0.1, maximum=2.0)
        case "constraint":
            return Constraint("non_neg")
    return Penalty(0.01, 0.02)
