"""Counts: each layer once, frozen or not, in nested models too; and the graph as a networkx graph."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector.graph.facts import Totals, frozen_state, parameters, totals
from inspector.graph.leaf_edges import leaf_edges
from inspector.graph.model import Edge, Layer, ModelGraph, Weight
from inspector.graph.networkx_view import to_networkx

KERNEL, BIAS = Weight("kernel", (3, 4)), Weight("bias", (4,))
MEAN = Weight("moving_mean", (4,), trainable=False)


def graph() -> ModelGraph:
    """A shared layer, then a nested model of two layers, one of them with statistics, then one without weights."""
    layers = (
        Layer("in", "in", "InputLayer", output_shapes=((None, 3),), weights=()),
        Layer("shared", "shared", "Dense", inputs=("in", "in"), output_shapes=((None, 4),), weights=(KERNEL, BIAS)),
        Layer(
            "inner",
            "inner",
            "Functional",
            kind="model",
            inputs=("shared",),
            entries=("inner/in",),
            exits=("inner/norm", "inner/dense"),
        ),
        Layer("inner/in", "in", "InputLayer", weights=()),
        Layer("inner/norm", "norm", "BatchNormalization", inputs=("inner/in",), weights=(BIAS, MEAN)),
        Layer("inner/dense", "dense", "Dense", inputs=("inner/norm",), weights=(KERNEL,)),
        Layer("drop", "drop", "Dropout", inputs=("inner",), weights=()),
    )
    edges = (
        Edge("in", "shared", (None, 3)),
        Edge("in", "shared", (None, 3)),
        Edge("shared", "inner", (None, 4)),
        Edge("inner/in", "inner/norm"),
        Edge("inner/norm", "inner/dense"),
        Edge("inner", "drop", (None, 5), source_index=1),
    )
    return ModelGraph("m", "Functional", layers, edges, inputs=("in",), outputs=("drop",))


def frozen(*paths: str) -> ModelGraph:
    whole = graph()
    return replace(whole, layers=tuple(replace(each, trainable=each.path not in paths) for each in whole.layers))


def test_a_shared_layer_counts_once_and_statistics_do_not_train() -> None:
    assert totals(graph()) == Totals(layers=6, parameters=16 + 8 + 12, trainable_parameters=16 + 4 + 12)


def test_what_is_frozen_does_not_train() -> None:
    assert totals(frozen("shared", "inner/norm")).trainable_parameters == 12


def test_a_nested_model_has_the_parameters_of_its_layers() -> None:
    assert parameters(graph(), "inner") == 20
    assert parameters(graph(), "inner/norm") == 8
    assert parameters(graph(), "drop") == 0


def test_parameters_are_unknown_where_some_weights_are() -> None:
    whole = graph()
    layers = tuple(replace(each, weights=None) if each.path == "inner/norm" else each for each in whole.layers)
    partly = replace(whole, layers=layers)
    assert parameters(partly, "inner") is None
    assert parameters(partly, "inner/dense") == 12
    assert totals(partly).parameters == 28


def test_a_path_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="elsewhere"):
        parameters(graph(), "elsewhere")


@pytest.mark.parametrize(
    ("frozen_paths", "asked", "state"),
    [
        ((), ("inner", "shared"), "no"),
        (("inner/norm",), ("inner",), "some"),
        (("inner/norm", "inner/dense"), ("inner",), "all"),
        (("inner/norm", "inner/dense"), ("inner", "shared"), "some"),
        (("drop",), ("inner", "drop"), "no"),
        (("shared",), ("shared", "drop"), "all"),
        (("drop",), ("drop",), "all"),
        ((), (), "no"),
    ],
)
def test_a_block_is_frozen_as_far_as_its_layers_with_weights_are(
    frozen_paths: tuple[str, ...], asked: tuple[str, ...], state: str
) -> None:
    assert frozen_state(frozen(*frozen_paths), asked) == state


def test_edges_between_leaves_run_through_nested_models() -> None:
    found = {(edge.source, edge.target, edge.source_index) for edge in leaf_edges(graph())}
    assert found == {
        ("in", "shared", 0),
        ("shared", "inner/in", 0),
        ("inner/in", "inner/norm", 0),
        ("inner/norm", "inner/dense", 0),
        ("inner/dense", "drop", 0),
    }


def test_the_networkx_graph_has_leaves_with_their_facts_and_tensors_with_their_shapes() -> None:
    made = to_networkx(frozen("shared"))
    assert set(made) == {"in", "shared", "inner/in", "inner/norm", "inner/dense", "drop"}
    assert made.nodes["shared"]["class_name"] == "Dense"
    assert made.nodes["shared"]["parameters"] == 16
    assert made.nodes["shared"]["trainable"] is False
    assert made.nodes["inner/norm"]["model"] == "inner"
    assert [data["shape"] for _, _, data in made.edges("shared", data=True)] == [(None, 4)]
    assert made.graph["outputs"] == ("drop",)
