"""Shapes flow through graphs of every kind, and what a file already says is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from inspector.graph.model import Edge, Layer, ModelGraph, Shape
from inspector.graph.shapes import infer, input_shapes, output_shapes
from inspector.graph.weights import fill, weights_of


def layer(path: str, class_name: str, *inputs: str, **settings: Any) -> Layer:
    return Layer(path, path.rpartition("/")[2], class_name, config=settings, inputs=inputs)


def model(path: str, *inputs: str, entries: tuple[str, ...], exits: tuple[str, ...]) -> Layer:
    return Layer(path, path, "Functional", kind="model", inputs=inputs, entries=entries, exits=exits)


def input_layer(path: str, *shape: int | None) -> Layer:
    return Layer(path, path.rpartition("/")[2], "InputLayer", output_shapes=((None, *shape),))


def joined(*layers: Layer) -> ModelGraph:
    edges = tuple(Edge(source, each.path) for each in layers for source in each.inputs)
    return ModelGraph("made by hand", "Functional", layers, edges)


def shape_of(graph: ModelGraph, path: str) -> tuple[Shape, ...]:
    return graph.by_path[path].output_shapes


def test_shapes_flow_from_layer_to_layer_and_stand_on_the_edges() -> None:
    dense = layer("dense", "Dense", "flat", units=5)
    graph = infer(joined(dense, input_layer("image", 4, 4, 3), layer("flat", "Flatten", "image")))
    assert shape_of(graph, "flat") == ((None, 48),)
    assert shape_of(graph, "dense") == ((None, 5),)
    assert {(edge.source, edge.shape) for edge in graph.edges} == {("image", (None, 4, 4, 3)), ("flat", (None, 48))}


def test_a_shape_in_the_file_is_kept_and_goes_on() -> None:
    custom = Layer("custom", "custom", "TheirOwn", inputs=("in",), output_shapes=((None, 7),))
    graph = infer(joined(input_layer("in", 3), custom, layer("dense", "Dense", "custom", units=2)))
    assert shape_of(graph, "custom") == ((None, 7),)
    assert input_shapes(graph)["dense"] == ((None, 7),)


def test_a_shape_in_the_file_counts_more_than_what_would_follow() -> None:
    product = Layer("times", "times", "Multiply", inputs=("one", "other"), output_shapes=((None, 12, 6),))
    graph = infer(joined(input_layer("one", None, 6), input_layer("other", 12, 6), product))
    assert shape_of(graph, "times") == ((None, 12, 6),)
    inner = nested(10, 10)
    said = tuple(
        replace(each, output_shapes=((None, 99, 4),)) if each.path == "inner" else each for each in inner.layers
    )
    assert shape_of(infer(joined(*said)), "inner") == ((None, 99, 4),)


def test_what_follows_an_unknown_layer_is_unknown_and_nothing_else() -> None:
    lost = layer("lost", "Flatten", "custom")
    graph = fill(
        joined(input_layer("in", 3), layer("custom", "TheirOwn", "in"), lost, layer("dense", "Dense", "in", units=2))
    )
    assert shape_of(graph, "custom") == shape_of(graph, "lost") == ()
    assert graph.by_path["custom"].weights is None
    assert graph.by_path["lost"].weights == ()
    assert shape_of(graph, "dense") == ((None, 2),)


def nested(inner_size: int | None, outer_size: int | None) -> ModelGraph:
    return joined(
        input_layer("in", outer_size, 3),
        model("inner", "in", entries=("inner/in",), exits=("inner/conv",)),
        input_layer("inner/in", inner_size, 3),
        layer("inner/conv", "Conv1D", "inner/in", filters=4, kernel_size=[3]),
        layer("flat", "Flatten", "inner"),
    )


def test_a_nested_model_shows_its_own_shapes_and_gives_those_of_its_call() -> None:
    graph = infer(nested(None, 10))
    assert shape_of(graph, "inner/conv") == ((None, None, 4),)
    assert shape_of(graph, "inner") == ((None, 8, 4),)
    assert shape_of(graph, "flat") == ((None, 32),)


def test_a_model_nested_in_thirty_others_is_followed_at_once() -> None:
    layers = [input_layer("in", 9, 3)]
    source, path = "in", ""
    for depth in range(30):
        path = f"{path}/m{depth}" if path else "m0"
        layers.append(Layer(path, f"m{depth}", "Functional", kind="model", inputs=(source,), entries=(f"{path}/in",)))
        layers.append(input_layer(f"{path}/in", None, 3))
        source = f"{path}/in"
    exits = [each for each in layers if each.kind == "model"]
    linked = []
    for outer, inner in zip(exits, [*exits[1:], None], strict=True):
        exit_path = inner.path if inner else f"{outer.path}/in"
        linked.append(Layer(**{**_fields(outer), "exits": (exit_path,)}))
    by_path = {each.path: each for each in (*layers, *linked)}
    graph = infer(joined(*by_path.values()))
    assert shape_of(graph, "m0") == ((None, 9, 3),)


def _fields(each: Layer) -> dict[str, Any]:
    return {name: getattr(each, name) for name in Layer.__dataclass_fields__}


def test_a_sequential_without_input_layer_takes_the_shape_it_is_called_on() -> None:
    graph = fill(
        joined(
            input_layer("in", 6),
            Layer("seq", "seq", "Sequential", kind="model", inputs=("in",), entries=("seq/a",), exits=("seq/b",)),
            layer("seq/a", "Dense", units=4),
            layer("seq/b", "Dense", "seq/a", units=3),
        )
    )
    assert shape_of(graph, "seq") == ((None, 3),)
    assert graph.by_path["seq/a"].weights[0].shape == (6, 4)  # type: ignore[index]


def test_a_sequential_by_itself_takes_the_shape_it_was_built_for() -> None:
    first = Layer("a", "a", "Dense", config={"units": 4}, input_shapes=((None, 6),))
    graph = fill(joined(first, layer("b", "Dense", "a", units=3)))
    assert shape_of(graph, "b") == ((None, 3),)
    assert graph.by_path["a"].weights[0].shape == (6, 4)  # type: ignore[index]


def test_each_output_of_a_nested_model_goes_its_own_way() -> None:
    layers = (
        input_layer("in", 6),
        model("two", "in", entries=("two/in",), exits=("two/a", "two/b")),
        input_layer("two/in", 6),
        layer("two/a", "Dense", "two/in", units=4),
        layer("two/b", "Dense", "two/in", units=5),
        layer("after", "Dense", units=2),
    )
    graph = joined(*layers)
    graph = fill(ModelGraph("m", "Functional", layers, (*graph.edges, Edge("two", "after", source_index=1))))
    assert shape_of(graph, "two") == ((None, 4), (None, 5))
    assert graph.by_path["after"].weights[0].shape == (5, 2)  # type: ignore[index]


def test_a_model_whose_outputs_are_two_of_one_layer_gives_both() -> None:
    graph = infer(
        joined(
            input_layer("in", 5, 6),
            model("inner", "in", entries=("inner/in",), exits=("inner/lstm", "inner/lstm")),
            input_layer("inner/in", 5, 6),
            layer("inner/lstm", "LSTM", "inner/in", units=3, return_sequences=True, return_state=True),
        )
    )
    assert shape_of(graph, "inner") == ((None, 5, 3), (None, 3))


def test_a_layer_that_is_called_twice_has_the_weights_of_one_call() -> None:
    merge = Layer("add", "add", "Concatenate", inputs=("a", "b", "c", "d"), input_shapes=((None, 2), (None, 3)))
    graph = infer(joined(*(input_layer(path, size) for path, size in zip("abcd", (2, 3, 2, 3), strict=True)), merge))
    assert shape_of(graph, "add") == ((None, 5),)


def test_layers_that_feed_each_other_in_a_circle_are_followed_as_far_as_can_be() -> None:
    graph = infer(
        joined(input_layer("in", 6), layer("a", "Dense", "in", "b", units=3), layer("b", "Dense", "a", units=4))
    )
    assert shape_of(graph, "b") == ((None, 4),)


OLD_CONFIGS: list[tuple[str, Mapping[str, Any], Shape, Shape, list[tuple[int, ...]]]] = [
    (
        "Convolution2D",
        {"nb_filter": 8, "nb_row": 3, "nb_col": 5, "subsample": [1, 2], "border_mode": "same", "dim_ordering": "tf"},
        (None, 10, 10, 3),
        (None, 10, 5, 8),
        [(3, 5, 3, 8), (8,)],
    ),
    (
        "Convolution2D",
        {"nb_filter": 8, "nb_row": 3, "nb_col": 3, "dim_ordering": "th", "bias": False},
        (None, 3, 10, 10),
        (None, 8, 8, 8),
        [(3, 3, 3, 8)],
    ),
    ("Convolution1D", {"nb_filter": 4, "filter_length": 3}, (None, 9, 2), (None, 7, 4), [(3, 2, 4), (4,)]),
    ("MaxPooling1D", {"pool_length": 2, "stride": 3}, (None, 9, 2), (None, 3, 2), []),
    ("ZeroPadding2D", {"padding": [1, 2, 3, 4]}, (None, 5, 5, 2), (None, 8, 12, 2), []),
    ("UpSampling1D", {"length": 3}, (None, 5, 2), (None, 15, 2), []),
    ("Dense", {"output_dim": 4}, (None, 6), (None, 4), [(6, 4), (4,)]),
    ("LSTM", {"output_dim": 4, "return_sequences": True}, (None, 5, 6), (None, 5, 4), [(6, 16), (4, 16), (16,)]),
    ("GRU", {"units": 4}, (None, 5, 6), (None, 4), [(6, 12), (4, 12), (12,)]),
    ("CuDNNGRU", {"units": 4}, (None, 5, 6), (None, 4), [(6, 12), (4, 12), (24,)]),
    ("LocallyConnected1D", {"filters": 4, "kernel_size": [3]}, (None, 9, 2), (None, 7, 4), [(7, 6, 4), (7, 4)]),
    (
        "LocallyConnected2D",
        {"filters": 4, "kernel_size": [3, 2]},
        (None, 5, 5, 2),
        (None, 3, 4, 4),
        [(12, 12, 4), (3, 4, 4)],
    ),
    ("BatchNormalization", {"axis": [3]}, (None, 5, 5, 2), (None, 5, 5, 2), [(2,), (2,), (2,), (2,)]),
    ("SReLU", {"shared_axes": [1]}, (None, 5, 2), (None, 5, 2), [(1, 2)] * 4),
]


@pytest.mark.parametrize(("class_name", "config", "taken", "given", "sizes"), OLD_CONFIGS)
def test_configs_of_keras_1_and_2_are_understood(
    class_name: str, config: Mapping[str, Any], taken: Shape, given: Shape, sizes: list[tuple[int, ...]]
) -> None:
    old = Layer("old", "old", class_name, config=config)
    assert output_shapes(old, (taken,)) == (given,)
    weights = weights_of(old, (taken,))
    assert weights is not None
    assert [weight.shape for weight in weights] == sizes


def test_a_merge_of_keras_1_is_the_layer_of_its_mode() -> None:
    merge = Layer("merge", "merge", "Merge", config={"mode": "concat", "concat_axis": 1})
    assert output_shapes(merge, ((None, 2, 3), (None, 4, 3))) == ((None, 6, 3),)


@pytest.mark.parametrize(
    ("class_name", "config"),
    [
        ("Dense", {}),
        ("Dense", {"units": "many"}),
        ("Dense", {"units": -3}),
        ("Conv2D", {"filters": 4, "kernel_size": "3x3"}),
        ("Conv2D", {"filters": 4, "kernel_size": [3, 3], "strides": 0}),
        ("Conv2D", {"filters": 4, "kernel_size": [99, 99]}),
        ("Reshape", {"target_shape": None}),
        ("Permute", {"dims": [7, 8]}),
        ("Bidirectional", {"layer": "LSTM"}),
        ("TimeDistributed", {"layer": {"class_name": "Dense", "config": None}}),
        ("EinsumDense", {"equation": "nonsense", "output_shape": 3}),
        ("RNN", {"cell": {"class_name": "TheirOwnCell", "config": {}}}),
        ("Cropping2D", {"cropping": [[9, 9], [9, 9]]}),
    ],
)
def test_a_config_that_makes_no_sense_gives_no_shape(class_name: str, config: Mapping[str, Any]) -> None:
    assert output_shapes(Layer("odd", "odd", class_name, config=config), ((None, 8, 8, 3),)) == ()


def test_weights_that_depend_on_an_unknown_size_are_unknown() -> None:
    dense = Layer("dense", "dense", "Dense", config={"units": 4})
    assert weights_of(dense, ((None, None),)) is None
    assert weights_of(dense, (None,)) is None
    assert weights_of(dense, ()) is None


def test_quantized_and_adapted_layers_have_other_weights_than_their_class_says() -> None:
    policy = {"class_name": "QuantizedDTypePolicy", "config": {"mode": "int8", "source_name": "float32"}}
    for config in (
        {"units": 4, "dtype": policy},
        {"units": 4, "dtype": "int8_from_float32"},
        {"units": 4, "lora_rank": 2},
    ):
        assert weights_of(Layer("dense", "dense", "Dense", config=config), ((None, 3),)) is None


def test_a_sequential_inside_a_wrapper_is_followed() -> None:
    inner = {
        "class_name": "Sequential",
        "config": {
            "layers": [
                {"class_name": "Dense", "config": {"name": "one", "units": 4}},
                {"class_name": "Dense", "config": {"name": "two", "units": 2}},
            ]
        },
    }
    wrapper = Layer("steps", "steps", "TimeDistributed", config={"layer": inner})
    assert output_shapes(wrapper, ((None, 5, 3),)) == ((None, 5, 2),)
    weights = weights_of(wrapper, ((None, 5, 3),))
    assert weights is not None
    assert [weight.name for weight in weights] == ["one/kernel", "one/bias", "two/kernel", "two/bias"]
