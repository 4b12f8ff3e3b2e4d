"""Constraints, penalties, activations and other settings of layers: what they become and when they are refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from recipe_graphs import classifier, conv, entry, layer, model, nested, tokens

from inspector.graph.model import ModelGraph
from inspector.recipe.configs import innermost
from inspector.recipe.constraints import Constraint
from inspector.recipe.editable import Field, edit_of, editable
from inspector.recipe.edits import (
    Edit,
    ReplaceHead,
    SetActivation,
    SetConstraint,
    SetDropout,
    SetMaxNorm,
    SetOption,
    SetRegularizer,
)
from inspector.recipe.loss import from_logits, loss_for
from inspector.recipe.plan import EditError, Plan, plan
from inspector.recipe.preview import preview
from inspector.recipe.recipe import Training
from inspector.recipe.regularizers import Penalty
from inspector.recipe.words import words


def config_of(planned: Plan, path: str) -> Any:
    return innermost(planned.graph.by_path[path])[1]


def both_ways() -> ModelGraph:
    inner = {"units": 4, "dropout": 0.1, "return_sequences": False, "use_bias": True}
    around = layer(
        "both",
        "Bidirectional",
        "embed",
        layer={"class_name": "LSTM", "config": {**inner, "name": "forward"}},
        backward_layer={"class_name": "LSTM", "config": {**inner, "name": "backward"}},
        merge_mode="concat",
    )
    embed = layer("embed", "Embedding", "words", input_dim=50, output_dim=8)
    return model(entry("words", (None, 12), "int32"), embed, around)


def attention() -> ModelGraph:
    heard = layer("heard", "MultiHeadAttention", "steps", num_heads=2, key_dim=3, use_bias=True)
    return model(entry("steps", (None, 5, 6)), replace(heard, output_shapes=((None, 5, 6),)))


def test_a_constraint_has_the_axes_of_its_weight() -> None:
    graph = classifier()
    edits = (
        SetConstraint("conv", "kernel", "max_norm", 2.0),
        SetConstraint("conv", "bias", "unit_norm"),
        SetConstraint("hidden", "kernel", "min_max_norm", minimum=0.5, maximum=2.0),
        SetConstraint("bn", "gamma", "non_neg"),
    )
    planned = plan(graph, edits)

    assert config_of(planned, "conv")["kernel_constraint"]["config"] == {"max_value": 2.0, "axis": [0, 1, 2]}
    assert config_of(planned, "conv")["bias_constraint"]["config"] == {"axis": [0]}
    limits = config_of(planned, "hidden")["kernel_constraint"]
    assert limits["class_name"] == "MinMaxNorm"
    assert limits["config"] == {"min_value": 0.5, "max_value": 2.0, "rate": 1.0, "axis": [0]}
    assert config_of(planned, "bn")["gamma_constraint"]["class_name"] == "NonNeg"
    assert planned.edited["conv"] == "kernel: max-norm 2, bias: unit norm"
    assert not planned.changing


def test_what_is_set_of_a_bidirectional_layer_is_set_both_ways() -> None:
    edits = (SetConstraint("both", "recurrent", "max_norm", 1.0), SetDropout("both", 0.2, recurrent=True))
    config = plan(both_ways(), edits).graph.by_path["both"].config
    for way in ("layer", "backward_layer"):
        assert config[way]["config"]["recurrent_constraint"]["config"] == {"max_value": 1.0, "axis": [0]}
        assert config[way]["config"]["recurrent_dropout"] == 0.2
        assert config[way]["config"]["dropout"] == 0.1


def test_a_constraint_is_lifted_again_and_so_is_a_max_norm() -> None:
    edits = (SetMaxNorm("hidden", 3.0), SetConstraint("hidden", "kernel", None))
    planned = plan(classifier(), edits)
    assert config_of(planned, "hidden")["kernel_constraint"] is None
    assert planned.edited["hidden"] == "kernel: no constraint"


@pytest.mark.parametrize(
    ("edit", "class_name", "sizes"),
    [
        (SetRegularizer("hidden", l1=0.1), "L1", {"l1": 0.1}),
        (SetRegularizer("hidden", l2=0.2), "L2", {"l2": 0.2}),
        (SetRegularizer("hidden", l1=0.1, l2=0.2), "L1L2", {"l1": 0.1, "l2": 0.2}),
    ],
)
def test_a_penalty_is_the_regularizer_that_has_no_zero_in_it(
    edit: Edit, class_name: str, sizes: dict[str, float]
) -> None:
    written = config_of(plan(classifier(), (edit,)), "hidden")["kernel_regularizer"]
    assert (written["class_name"], written["config"]) == (class_name, sizes)


def test_no_penalty_takes_the_regularizer_away() -> None:
    planned = plan(classifier(), (SetRegularizer("hidden", "activity", l2=0.1), SetRegularizer("hidden", "activity")))
    assert config_of(planned, "hidden")["activity_regularizer"] is None
    assert planned.edited["hidden"] == "activity: no regularizer"


def test_another_activation_says_that_the_model_predicts_something_else_until_it_is_the_old_one_again() -> None:
    once = plan(classifier(), (SetActivation("hidden", "gelu"),))
    assert once.changing == {"hidden"}
    assert once.edited["hidden"] == "activation gelu (was relu), which predicts something else"
    back = plan(classifier(), (SetActivation("hidden", "gelu"), SetActivation("hidden", "relu")))
    assert back.changing == frozenset()


def test_the_loss_follows_the_activation_of_the_output() -> None:
    logits = preview(classifier(), (SetActivation("predictions", "linear"),)).graph
    assert from_logits(logits)
    assert loss_for(logits, Training()) == "sparse_categorical_crossentropy"
    numbers = preview(classifier(), (SetActivation("predictions", "softplus"),)).graph
    assert loss_for(numbers, Training()) == "mean_squared_error"


def test_an_option_says_whether_it_changes_what_the_model_predicts() -> None:
    planned = plan(classifier(), (SetOption("bn", "momentum", 0.9), SetOption("bn", "epsilon", 0.01)))
    assert config_of(planned, "bn")["momentum"] == 0.9
    assert planned.changing == {"bn"}
    assert planned.edited["bn"] == "momentum 0.9, epsilon 0.01, which predicts something else"
    assert plan(classifier(), (SetOption("bn", "momentum", 0.9),)).changing == frozenset()


def test_a_new_head_does_not_count_as_a_layer_that_changed() -> None:
    edits = (ReplaceHead(3, "softmax", initializer="he_normal"), SetActivation("predictions", "linear"))
    planned = plan(classifier(), edits)
    assert planned.changing == frozenset()
    assert config_of(planned, "predictions")["kernel_initializer"] == "he_normal"
    assert "3 units, softmax, he_normal" in planned.edited["predictions"]


@pytest.mark.parametrize(
    ("graph", "edit", "said"),
    [
        (classifier(), SetConstraint("conv", "recurrent", "non_neg"), "expected one of kernel, bias"),
        (classifier(), SetConstraint("pool", "kernel", "non_neg"), "no weights that can be constrained"),
        (classifier(), SetConstraint("conv", "kernel", "max_norm"), "Expected value"),
        (classifier(), SetConstraint("conv", "kernel", "non_neg", 2.0), "for max_norm only"),
        (classifier(), SetConstraint("conv", "kernel", "min_max_norm", minimum=2, maximum=1), "found 2 to 1"),
        (attention(), SetConstraint("heard", "kernel", "max_norm", 2.0), "non_neg can be set"),
        (classifier(), SetRegularizer("bn", "activity", l2=0.1), "expected one of gamma, beta"),
        (classifier(), SetRegularizer("hidden", l2=float("inf")), "found inf"),
        (classifier(), SetActivation("pool", "relu"), "no activation that can be chosen"),
        (classifier(), SetActivation("hidden", "rellu"), "found 'rellu'"),
        (classifier(), SetOption("bn", "axis", 1), "it has momentum, epsilon"),
        (classifier(), SetOption("pool", "pool_size", 3), "no other of its fields can"),
        (classifier(), SetOption("bn", "momentum", 2), "a number from 0 to 1, found 2"),
        (classifier(), SetOption("bn", "momentum", True), "a number from 0 to 1, found true"),
        (tokens(), SetOption("lstm", "recurrent_activation", "soft"), "one of softmax"),
        (classifier(), SetDropout("drop", 0.2, recurrent=True), "no state to drop"),
        (classifier(), ReplaceHead(3, "softmax", initializer="he"), "Expected an initializer"),
        (nested("Encoder"), SetActivation("encoder/conv", "gelu"), "code of its own"),
    ],
    ids=str,
)
def test_what_cannot_be_set_is_refused_in_words(graph: ModelGraph, edit: Edit, said: str) -> None:
    with pytest.raises(EditError, match=said):
        plan(graph, (edit,))


def test_a_layer_without_a_bias_has_none_to_constrain() -> None:
    graph = model(entry("x", (None, 4)), layer("d", "Dense", "x", units=3, use_bias=False))
    with pytest.raises(EditError, match="expected one of kernel"):
        plan(graph, (SetConstraint("d", "bias", "non_neg"),))


def test_edits_are_told_in_words() -> None:
    said = {
        "Recurrent dropout of a: 0.2": SetDropout("a", 0.2, recurrent=True),
        "Constraint of the bias of a: max-norm 3": SetConstraint("a", "bias", "max_norm", 3.0),
        "Constraint of the gamma of a: no": SetConstraint("a", "gamma", None),
        "Penalty on the kernel of a: L1 0.1 and L2 0.01": SetRegularizer("a", "kernel", 0.1, 0.01),
        "Activation of a: gelu": SetActivation("a", "gelu"),
        "momentum of a: 0.9": SetOption("a", "momentum", 0.9),
        "normalize of a: true": SetOption("a", "normalize", True),
        "New head: 3 units, softmax, he_normal": ReplaceHead(3, "softmax", initializer="he_normal"),
    }
    assert {words(edit) for edit in said.values()} == said.keys()


# ------------------------------------------------------------------ what a panel is given


def fields(graph: ModelGraph, path: str) -> dict[str, Field]:
    return {field.key: field for field in editable(graph.by_path[path])}


def test_a_panel_learns_what_of_a_layer_can_be_set() -> None:
    found = fields(classifier(), "bn")
    assert [*found] == [
        "momentum",
        "epsilon",
        "gamma_constraint",
        "beta_constraint",
        "gamma_regularizer",
        "beta_regularizer",
    ]
    assert (found["momentum"].least, found["momentum"].most, found["momentum"].predicts) == (0, 1, False)
    lstm = fields(tokens(), "lstm")
    assert [*lstm][:4] == ["dropout", "recurrent_dropout", "activation", "recurrent_activation"]
    assert lstm["recurrent_constraint"].label == "Constraint of the recurrent kernel"
    assert "activity_regularizer" in lstm
    assert fields(attention(), "heard")["kernel_constraint"].choices == ("non_neg",)
    assert fields(classifier(), "image") == {}
    assert all(
        field.help and field.label
        for graph in (classifier(), tokens())
        for each in graph.layers
        for field in editable(each)
    )


def test_what_a_panel_sets_is_what_it_then_shows() -> None:
    graph = model(entry(), conv("conv", "image", 4), layer("bn", "BatchNormalization", "conv", momentum=0.99))
    wanted: dict[tuple[str, str], Any] = {
        ("conv", "activation"): "gelu",
        ("conv", "kernel_constraint"): Constraint("min_max_norm", minimum=0.5, maximum=2.0),
        ("conv", "bias_constraint"): Constraint("max_norm", 2.0),
        ("conv", "kernel_regularizer"): Penalty(0.1, 0.2),
        ("conv", "activity_regularizer"): Penalty(l2=0.2),
        ("bn", "momentum"): 0.9,
    }
    edits = [edit_of(path, fields(graph, path)[key], value) for (path, key), value in wanted.items()]
    edited = plan(graph, edits).graph
    assert {place: fields(edited, place[0])[place[1]].value for place in wanted} == wanted


def test_a_constraint_that_is_not_of_keras_is_shown_as_one_of_its_own() -> None:
    own = {"class_name": "Package>Sparse", "config": {}}
    odd = {"class_name": "OrthogonalRegularizer", "config": {"factor": 0.1, "mode": "rows"}}
    graph = model(
        entry("x", (None, 4)), layer("d", "Dense", "x", units=3, kernel_constraint=own, kernel_regularizer=odd)
    )
    assert fields(graph, "d")["kernel_constraint"].value == Constraint("custom")
    assert fields(graph, "d")["kernel_regularizer"].value == Penalty(custom=True)
