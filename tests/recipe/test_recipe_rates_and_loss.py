"""The learning rate of every layer, and the loss that is chosen."""

from __future__ import annotations

import pytest
from recipe_graphs import classifier, layer, model, nested, tail

from inspector.recipe.edits import Freeze, InsertDropout, ReplaceHead, SetDropout
from inspector.recipe.loss import from_logits, is_classification, loss_for, metrics_for
from inspector.recipe.preview import preview
from inspector.recipe.rates import rates
from inspector.recipe.recipe import LearningRate, Training


def training(base: float = 1.0, **multipliers: float) -> Training:
    named = {name.replace("__", "/"): value for name, value in multipliers.items()}
    return Training(learning_rate=LearningRate(base, named))


def test_without_created_layers_every_layer_with_weights_learns_at_the_base_rate() -> None:
    shown = preview(classifier(), [SetDropout("drop", 0.5)])
    assert rates(shown, training(0.01)) == dict.fromkeys(["conv", "bn", "hidden", "predictions"], 0.01)


def test_beside_a_new_head_the_others_learn_at_a_tenth() -> None:
    shown = preview(classifier(), [ReplaceHead(14, "softmax")])
    assert rates(shown, training()) == {"conv": 0.1, "bn": 0.1, "hidden": 0.1, "predictions": 1.0}


def test_an_inserted_dropout_has_nothing_to_learn_and_slows_no_layer_down() -> None:
    assert rates(preview(classifier(), [InsertDropout("conv", 0.5)]), training())["predictions"] == 1.0


def test_frozen_layers_have_no_rate() -> None:
    assert rates(preview(classifier(), [Freeze(("conv", "bn"))]), training()).keys() == {"hidden", "predictions"}


def test_a_multiplier_counts_more_than_what_is_usual_and_zero_is_a_rate() -> None:
    shown = preview(classifier(), [ReplaceHead(14, "softmax")])
    found = rates(shown, training(0.5, conv=0.0, predictions=0.4))
    assert (found["conv"], found["bn"], found["predictions"]) == (0.0, 0.05, 0.2)


def test_a_nested_model_s_multiplier_is_for_its_layers_unless_they_have_their_own() -> None:
    found = rates(preview(nested(), ()), training(1.0, encoder=0.2, encoder__last=0.5))
    assert found == {"encoder/conv": 0.2, "encoder/last": 0.5, "head": 1.0}


@pytest.mark.parametrize(
    ("units", "activation", "loss", "logits"),
    [
        (10, "softmax", "sparse_categorical_crossentropy", False),
        (10, "linear", "sparse_categorical_crossentropy", True),
        (10, "log_softmax", "sparse_categorical_crossentropy", True),
        (10, "sigmoid", "sparse_categorical_crossentropy", False),
        (10, "tanh", "mean_squared_error", False),
        (1, "sigmoid", "binary_crossentropy", False),
        (1, "linear", "mean_squared_error", True),
        (1, "relu", "mean_squared_error", False),
    ],
)
def test_the_loss_follows_units_and_activation(units: int, activation: str, loss: str, logits: bool) -> None:
    graph = preview(classifier(), [ReplaceHead(units, activation)]).graph
    assert loss_for(graph, Training()) == loss
    assert from_logits(graph) is logits


def test_a_loss_that_is_set_is_taken() -> None:
    assert loss_for(classifier(), Training(loss="mean_absolute_error")) == "mean_absolute_error"


def test_the_activation_may_stand_behind_the_head_or_inside_a_nested_model() -> None:
    assert not from_logits(tail(layer("soft", "Softmax", "head"), layer("drop", "Dropout", "soft", rate=0.1)))
    assert from_logits(tail(layer("flat", "Flatten", "head")))
    top = [each for each in nested().layers if each.path not in {"pool", "head"}]
    assert not from_logits(model(*top, outputs=("encoder",)))


def test_classes_are_measured_by_accuracy_and_numbers_by_their_distance() -> None:
    for loss in ("sparse_categorical_crossentropy", "binary_crossentropy"):
        assert is_classification(loss)
        assert metrics_for(loss) == ("accuracy",)
    assert not is_classification("mean_squared_error")
    assert metrics_for("mean_squared_error") == ("mean_absolute_error",)
