"""What a recipe is told before it is trained."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from recipe_graphs import branches, classifier, dense, entry, layer, model, tail, tokens

from inspector.graph.model import ModelGraph
from inspector.recipe.check import check, check_labels
from inspector.recipe.edits import Edit, Freeze, InsertDropout, ReplaceHead, SetDropout, SetMaxNorm
from inspector.recipe.recipe import Data, LearningRate, Recipe, Training

DATA = Data(source="digits.npz")
SAMPLE = Data(source="sample:digits")


def notes(graph: ModelGraph, *edits: Edit, data: Data | None = DATA, **training: Any) -> dict[str, str]:
    """Code to level of every note."""
    recipe = Recipe(edits=edits, data=data, training=Training(**training))
    return {note.code: note.level for note in check(graph, recipe)}


def test_a_sound_recipe_gets_no_notes() -> None:
    assert notes(classifier(), Freeze(("conv", "bn")), SetDropout("drop", 0.4), SetMaxNorm("hidden", 3.0)) == {}


def test_every_edit_that_cannot_be_made_gets_its_own_error() -> None:
    edits = (SetDropout("conv", 0.5), Freeze(("conv", "bn")), InsertDropout("predictions", 0.5))
    found = check(classifier(), Recipe(edits=edits, data=DATA))
    assert [(note.level, note.code, note.layer) for note in found] == [
        ("error", "edit", "conv"),
        ("error", "edit", "predictions"),
    ]
    assert found[0].text.startswith("Dropout of conv: 0.5: 'conv' is a Conv2D")


def test_no_data_is_worth_saying() -> None:
    assert notes(classifier(), data=None) == {"no-data": "info"}


# ------------------------------------------------------------------ guidance


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        (SetDropout("drop", 0.6), {"dropout-high": "warning"}),
        (SetDropout("drop", 0.5), {}),
        (SetDropout("drop", 0.2), {}),
        (SetDropout("drop", 0.05), {"dropout-low": "info"}),
        (SetDropout("drop", 0.0), {}),
        (InsertDropout("image", 0.2), {}),
        (InsertDropout("image", 0.4), {"dropout-high": "info"}),
        (InsertDropout("image", 0.6), {"dropout-high": "warning"}),
        (InsertDropout("image", 0.1), {}),
    ],
)
def test_rates_outside_the_usual_range_are_told(edit: Edit, found: dict[str, str]) -> None:
    assert notes(classifier(), edit) == found


def test_a_rate_of_the_file_is_not_commented_on() -> None:
    graph = model(entry("a", (None, 4)), layer("drop", "Dropout", "a", rate=0.9), dense("head", "drop", 3, "softmax"))
    assert notes(graph) == {}


def test_max_norm_on_a_frozen_layer_is_told() -> None:
    assert notes(classifier(), SetMaxNorm("hidden", 3.0), Freeze(("hidden",))) == {"max-norm-frozen": "warning"}
    assert notes(classifier(), SetMaxNorm("hidden", None), Freeze(("hidden",))) == {}


# ------------------------------------------------------------------ what trains


def test_nothing_left_to_train_is_an_error() -> None:
    assert notes(classifier(), Freeze(("conv", "bn", "hidden", "predictions"))) == {"nothing-trains": "error"}
    assert notes(classifier(), Freeze(("conv", "bn", "hidden"))) == {}


def test_rates_of_zero_everywhere_are_an_error() -> None:
    zero = {"conv": 0.0, "bn": 0.0, "hidden": 0.0, "predictions": 0.0}
    assert notes(classifier(), learning_rate=LearningRate(multipliers=zero)) == {"nothing-trains": "error"}


def test_a_multiplier_of_an_unknown_layer_is_an_error_that_names_it() -> None:
    training = Training(learning_rate=LearningRate(multipliers={"covn": 0.5}))
    (note,) = check(classifier(), Recipe(data=DATA, training=training))
    assert (note.level, note.code) == ("error", "unknown-layer")
    assert "found 'covn'" in note.text


def test_a_multiplier_may_name_a_layer_that_an_edit_makes() -> None:
    rates = LearningRate(multipliers={"head": 0.5})
    assert notes(classifier(), ReplaceHead(10, "softmax", 1), learning_rate=rates) == {}


# ------------------------------------------------------------------ output, loss, labels


def test_models_with_several_inputs_or_outputs_are_not_trained() -> None:
    assert notes(branches()) == {"several-outputs": "error"}
    both = layer("both", "Concatenate", "left", "right", axis=-1)
    pair = model(entry("left", (None, 3)), entry("right", (None, 3)), both, dense("kind", "both", 3, "softmax"))
    (note,) = check(pair, Recipe(data=DATA))
    assert (note.level, note.code) == ("error", "several-inputs")
    assert note.text.startswith("The model has 2 inputs (left, right): ")


def test_softmax_of_one_unit_is_an_error() -> None:
    assert notes(classifier(), ReplaceHead(1, "softmax")) == {"softmax-of-one": "error"}
    assert notes(tail(layer("soft", "Softmax", "head"), units=1)) == {"softmax-of-one": "error"}


@pytest.mark.parametrize(
    ("units", "activation", "loss", "level"),
    [
        (10, "softmax", "auto", None),
        (10, "linear", "sparse_categorical_crossentropy", None),
        (10, "sigmoid", "auto", "info"),
        (10, "relu", "sparse_categorical_crossentropy", "warning"),
        (1, "sigmoid", "auto", None),
        (1, "sigmoid", "sparse_categorical_crossentropy", "error"),
        (10, "sigmoid", "binary_crossentropy", "error"),
        (1, "tanh", "binary_crossentropy", "error"),
        (10, "softmax", "mean_squared_error", "warning"),
        (1, "linear", "mean_absolute_error", None),
    ],
)
def test_a_loss_that_does_not_fit_the_head_is_told(units: int, activation: str, loss: str, level: str | None) -> None:
    found = notes(classifier(), ReplaceHead(units, activation), loss=loss)
    code = "sigmoid-classes" if activation == "sigmoid" and level == "info" else "loss"
    assert found == ({code: level} if level else {})


def test_positive_labels_are_for_a_single_output() -> None:
    data = replace(DATA, positive_labels=(0, 2))
    assert notes(classifier(), data=data) == {"positive-labels": "warning"}
    assert notes(classifier(), ReplaceHead(1, "sigmoid"), data=data) == {}


@pytest.mark.parametrize(
    ("units", "activation", "classes", "positive", "found"),
    [
        (10, "softmax", 10, None, None),
        (14, "softmax", 10, None, ("info", "head-larger")),
        (9, "softmax", 10, None, ("error", "head-too-small")),
        (1, "sigmoid", 2, None, None),
        (1, "sigmoid", 10, None, ("error", "positive-labels")),
        (1, "sigmoid", 10, (0, 2), None),
        (1, "linear", 10, None, None),
    ],
)
def test_labels_must_fit_the_head(
    units: int, activation: str, classes: int, positive: tuple[int, ...] | None, found: tuple[str, str] | None
) -> None:
    note = check_labels(units, activation, classes, positive)
    assert (note and (note.level, note.code)) == found


def test_a_head_that_is_too_small_is_told_in_figures() -> None:
    note = check_labels(9, "softmax", 10, None)
    assert note is not None
    assert note.text == "Expected a head of at least 10 units for labels 0 to 9, found 9: give it more."


def test_a_model_without_an_output_gets_no_notes_on_one() -> None:
    graph = ModelGraph("own", "MyModel", tokens().layers, ())
    assert notes(graph) == {}


@pytest.mark.parametrize("name", ["a b", "日本", "-x"])
def test_a_layer_that_tensorflow_cannot_name_is_refused(name: str) -> None:
    graph = model(entry(), dense(name, entry().path, 2))
    assert [note.layer for note in check(graph, Recipe()) if note.code == "name-not-trainable"] == [name]


def test_an_attention_layer_behind_the_input_drops_scores_and_not_the_input() -> None:
    graph = model(entry(), layer("mha", "MultiHeadAttention", entry().path, dropout=0.1, num_heads=2, key_dim=4))
    notes = check(graph, Recipe(edits=(SetDropout("mha", 0.4),)))
    assert not any("of the input" in note.text for note in notes)


def test_a_head_smaller_than_the_classes_of_the_sample_is_refused_before_training() -> None:
    assert notes(classifier(), data=SAMPLE) == {}
    assert notes(classifier(), ReplaceHead(9, "softmax"), data=SAMPLE) == {"head-too-small": "error"}
    assert notes(classifier(), ReplaceHead(14, "softmax"), data=SAMPLE) == {"head-larger": "info"}
    assert notes(classifier(), ReplaceHead(9, "softmax"), data=SAMPLE, loss="mean_absolute_error") == {
        "loss": "warning"
    }


def test_a_single_output_asks_which_labels_of_the_sample_count() -> None:
    assert notes(classifier(), ReplaceHead(1, "sigmoid"), data=SAMPLE) == {"positive-labels": "error"}
    assert notes(classifier(), ReplaceHead(1, "sigmoid"), data=replace(SAMPLE, positive_labels=(0, 2))) == {}
