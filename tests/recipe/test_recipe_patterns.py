"""Patterns name layers by name, type and block."""

from __future__ import annotations

import pytest

from inspector.formats import open_model
from inspector.graph.grouping import blocks
from inspector.graph.listed import keras_layers
from inspector.graph.model import Layer, ModelGraph
from inspector.recipe.patterns import matching
from inspector.recipe.refusal import EditError
from inspector.resources import resource


@pytest.fixture(scope="module")
def sample() -> ModelGraph:
    return open_model(resource("samples/sample.keras"))


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("stem_conv", ("stem_conv",)),
        ("stem_*", ("stem_conv", "stem_bn", "stem_relu")),
        ("Dense", ("head_dense", "predictions")),
        ("block1_conv[12]", ("block1_conv1", "block1_conv2")),
        ("stem", ("stem_conv", "stem_bn", "stem_relu")),
    ],
)
def test_a_pattern_means_names_types_and_blocks(sample: ModelGraph, pattern: str, found: tuple[str, ...]) -> None:
    assert matching(sample, blocks(sample), pattern) == found


def test_a_nested_model_and_what_a_wrapper_wraps_are_meant_too() -> None:
    inner = {"class_name": "LSTM", "config": {"units": 3}}
    layers = (
        Layer("body", "body", "Functional", "model", entries=("body/a",), exits=("body/a",)),
        Layer("body/a", "a", "Dense"),
        Layer("both", "both", "Bidirectional", config={"layer": inner}),
    )
    graph = ModelGraph("m", "Functional", layers, ())

    assert matching(graph, (), "body") == ("body/a",)
    assert matching(graph, (), "LSTM") == ("both",)


def test_a_pattern_that_means_nothing_is_refused_with_the_nearest_names(sample: ModelGraph) -> None:
    with pytest.raises(EditError, match="stem_conv"):
        matching(sample, blocks(sample), "stem_konv")


def test_a_sequential_leaves_its_input_out_of_its_layers(sample: ModelGraph) -> None:
    layers = (Layer("start", "start", "InputLayer"), Layer("dense", "dense", "Dense"))

    assert [layer.path for layer in keras_layers(ModelGraph("m", "Sequential", layers, ()))] == ["dense"]
    assert keras_layers(sample)[0].class_name == "InputLayer"
