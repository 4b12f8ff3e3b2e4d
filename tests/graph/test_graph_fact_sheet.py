"""Figures of layers and blocks: work by the documented convention, memory by dtype, and nothing that is a guess."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.catalogue import layer_classes
from inspector.graph.blocks import Block
from inspector.graph.fact_sheet import Facts, FactSheet
from inspector.graph.model import Edge, Layer, ModelGraph, Shape, Weight
from inspector.graph.weights import fill


def facts_of(class_name: str, config: dict[str, Any], *inputs: Shape, dtype: str = "float32", **more: Any) -> Facts:
    """Facts of one layer behind inputs of these shapes, all it needs inferred."""
    sources = [
        Layer(f"in_{index}", f"in_{index}", "InputLayer", output_shapes=(shape,), weights=(), dtype=dtype)
        for index, shape in enumerate(inputs)
    ]
    names = tuple(source.name for source in sources)
    layer = Layer("layer", "layer", class_name, config=config, inputs=names, dtype=dtype, **more)
    edges = tuple(Edge(source.name, "layer", source.output_shape) for source in sources)
    return FactSheet(fill(ModelGraph("m", "Functional", (*sources, layer), edges))).of("layer")


IMAGE: Shape = (None, 8, 8, 4)
STEPS: Shape = (None, 5, 6)


@pytest.mark.parametrize(
    ("class_name", "config", "inputs", "macs"),
    [
        ("Conv2D", {"filters": 6, "kernel_size": [3, 3], "padding": "same", "groups": 2}, [IMAGE], 64 * 9 * 2 * 6),
        (
            "Conv2D",
            {"filters": 6, "kernel_size": 3, "data_format": "channels_first"},
            [(None, 4, 8, 8)],
            36 * 9 * 4 * 6,
        ),
        ("Conv2DTranspose", {"filters": 6, "kernel_size": [2, 2], "strides": [2, 2]}, [IMAGE], 64 * 4 * 4 * 6),
        ("Dense", {"units": 7}, [STEPS], 5 * 6 * 7),
        ("EinsumDense", {"equation": "abc,cde->abde", "output_shape": [None, 2, 3]}, [STEPS], 5 * 6 * 2 * 3),
        ("LSTM", {"units": 3}, [STEPS], 5 * 4 * 3 * (6 + 3)),
        ("GRU", {"units": 3, "reset_after": True}, [STEPS], 5 * 3 * 3 * (6 + 3)),
        (
            "Bidirectional",
            {"layer": {"class_name": "SimpleRNN", "config": {"name": "rnn", "units": 3}}},
            [STEPS],
            2 * 5 * 3 * (6 + 3),
        ),
        ("TimeDistributed", {"layer": {"class_name": "Dense", "config": {"units": 7}}}, [STEPS], 5 * 6 * 7),
        (
            "ConvLSTM2D",
            {"filters": 2, "kernel_size": [3, 3], "padding": "same", "return_sequences": True},
            [(None, 5, 8, 8, 1)],
            5 * 64 * 9 * (1 + 2) * 8,
        ),
        (
            "MultiHeadAttention",
            {"num_heads": 2, "key_dim": 3, "value_dim": 4},
            [STEPS, (None, 7, 8)],
            5 * 6 * 6 + 7 * 8 * 6 + 7 * 8 * 8 + 5 * 7 * 2 * (3 + 4) + 5 * 8 * 6,
        ),
        ("Attention", {}, [STEPS, (None, 7, 6)], 5 * 7 * 6 + 5 * 7 * 6),
        ("Dot", {"axes": [2, 2]}, [STEPS, (None, 7, 6)], 5 * 7 * 6),
        ("Embedding", {"input_dim": 100, "output_dim": 9}, [(None, 5)], 0),
    ],
)
def test_multiply_adds_are_those_of_the_formula(
    class_name: str, config: dict[str, Any], inputs: list[Shape], macs: int
) -> None:
    assert facts_of(class_name, config, *inputs).macs == macs


@pytest.mark.parametrize(
    ("class_name", "config", "inputs", "flops"),
    [
        ("Dense", {"units": 7, "activation": "softmax"}, [(None, 6)], 2 * 6 * 7 + 7 + 5 * 7),
        ("Dense", {"units": 7, "use_bias": False, "activation": "linear"}, [(None, 6)], 2 * 6 * 7),
        ("BatchNormalization", {}, [IMAGE], 2 * 256),
        ("LayerNormalization", {"axis": [-1]}, [STEPS], 7 * 30),
        ("Activation", {"activation": "relu"}, [STEPS], 30),
        ("ReLU", {}, [STEPS], 30),
        ("Add", {}, [STEPS, STEPS, STEPS], 2 * 30),
        ("Concatenate", {"axis": -1}, [STEPS, STEPS], 0),
        ("MaxPooling2D", {"pool_size": [2, 2]}, [IMAGE], 256),
        ("GlobalAveragePooling2D", {}, [IMAGE], 256),
        ("Dropout", {"rate": 0.5}, [STEPS], 0),
        ("Flatten", {}, [IMAGE], 0),
        ("LSTM", {"units": 3}, [STEPS], 2 * 5 * 4 * 3 * (6 + 3)),
    ],
)
def test_operations_follow_the_convention(
    class_name: str, config: dict[str, Any], inputs: list[Shape], flops: int
) -> None:
    assert facts_of(class_name, config, *inputs).flops == flops


def test_memory_follows_the_dtype_that_is_computed_in() -> None:
    config = {"units": 10}
    for dtype, size in (("float32", 40), ("mixed_float16", 20), ("float64", 80)):
        assert facts_of("Dense", config | {"dtype": dtype}, (None, 3), dtype=dtype).activation_bytes == size
    found = facts_of("Dense", config, (None, 3), dtype="mixed_bfloat16")
    assert found.dtype == "bfloat16"


def test_whole_numbers_stay_whole_in_layers_that_only_move_them() -> None:
    assert facts_of("Flatten", {}, (None, 2, 3), dtype="int32").dtype == "int32"
    assert facts_of("Greater", {}, (None, 2), (None, 2), kind="operation").dtype == "bool"


@pytest.mark.parametrize(
    ("class_name", "config", "inputs"),
    [
        ("Conv2D", {"filters": 2, "kernel_size": [3, 3]}, [(None, None, None, 3)]),
        ("Secret", {}, [STEPS]),
        ("Lambda", {}, [STEPS]),
        ("Conv2D", {"filters": "many", "kernel_size": {}}, [IMAGE]),
        ("TimeDistributed", {"layer": 3}, [STEPS]),
        ("Einsum", {"subscripts": "ab,cd"}, [STEPS]),
        (
            "MultiHeadAttention",
            {"num_heads": 2, "key_dim": 3, "attention_axes": [1]},
            [(None, 5, 6, 7), (None, 5, 6, 7)],
        ),
    ],
)
def test_what_does_not_follow_is_not_known(class_name: str, config: dict[str, Any], inputs: list[Shape]) -> None:
    found = facts_of(class_name, config, *inputs)
    assert (found.macs, found.flops) == (None, None)


def called_twice(sizes: tuple[int, int]) -> ModelGraph:
    """A model with a convolution, called on two images."""
    conv = Layer(*("net/conv", "conv", "Conv2D"), config={"filters": 2, "kernel_size": [3, 3]}, inputs=("net/image",))
    layers = (
        *(
            Layer(name, name, "InputLayer", output_shapes=((None, size, size, 1),))
            for name, size in zip("ab", sizes, strict=True)
        ),
        Layer("net", "net", "Functional", "model", inputs=("a", "b"), entries=("net/image",), exits=("net/conv",)),
        Layer("net/image", "image", "InputLayer", output_shapes=((None, None, None, 1),)),
        conv,
    )
    edges = (Edge("a", "net"), Edge("b", "net"), Edge("net/image", "net/conv"))
    return fill(ModelGraph("m", "Functional", layers, edges))


@pytest.mark.parametrize(("sizes", "positions"), [((8, 8), 36 + 36), ((8, 12), 36 + 100)])
def test_every_call_is_paid_for_at_its_own_size(sizes: tuple[int, int], positions: int) -> None:
    sheet = FactSheet(called_twice(sizes))
    assert sheet.of("net/conv").macs == positions * 9 * 2
    assert sheet.of("net").macs == sheet.of_model().macs == positions * 9 * 2
    assert sheet.of("net").activation_bytes == positions * 2 * 4
    assert sheet.of("net").parameters == 20


def test_models_in_models_that_double_their_calls_are_counted_in_time() -> None:
    depth = 30
    layers = [Layer("in", "in", "InputLayer", output_shapes=((None, 4),))]
    edges, before = [], ""
    for level in range(depth):
        path = f"{before}m"
        inputs = ("in", "m")[:1] if not level else (f"{before}in",)
        layers.append(
            Layer(path, "m", "Functional", "model", inputs=inputs, entries=(f"{path}/in",), exits=(f"{path}/m",))
        )
        layers.append(Layer(f"{path}/in", "in", "InputLayer", output_shapes=((None, 4),)))
        edges += [Edge(inputs[0], path), Edge(inputs[0], path)]
        before = f"{path}/"
    layers.append(Layer(f"{before}m", "m", "Dense", config={"units": 4}, inputs=(f"{before}in",)))
    edges.append(Edge(f"{before}in", f"{before}m"))
    found = FactSheet(fill(ModelGraph("m", "Functional", tuple(layers), tuple(edges)))).of(f"{before}m")
    assert found.macs == 2**depth * 16


def test_a_block_is_the_sum_of_its_layers_and_sees_what_its_exits_see() -> None:
    layers = [Layer("in", "in", "InputLayer", output_shapes=((None, 16, 16, 1),))]
    for before, name in (("in", "a"), ("a", "b"), ("b", "c")):
        layers.append(Layer(name, name, "Conv2D", config={"filters": 1, "kernel_size": [3, 3]}, inputs=(before,)))
    edges = tuple(Edge(layer.inputs[0], layer.path) for layer in layers[1:])
    graph = fill(ModelGraph("m", "Functional", tuple(layers), edges))
    sheet = FactSheet(graph)
    found = sheet.of_block(Block("ab", "ab", ("a", "b")))
    assert found.macs == (14 * 14 + 12 * 12) * 9
    assert found.activation_bytes == (14 * 14 + 12 * 12) * 4
    assert found.parameters == found.trainable_parameters == 20
    assert found.receptive_field is not None
    assert (found.receptive_field.size, found.receptive_field.stride) == ((5, 5), (1.0, 1.0))
    hidden = replace(
        graph, layers=tuple(replace(each, class_name="Secret") if each.path == "b" else each for each in graph.layers)
    )
    assert FactSheet(hidden).of_block(Block("ab", "ab", ("a", "b"))).macs is None


def test_weights_count_where_a_config_does_not_tell_what_they_do() -> None:
    """As in layers that were recovered from operations: no number of heads, no groups."""
    kernels = tuple(Weight("kernel", shape) for shape in ((6, 2, 3), (6, 2, 3), (6, 2, 3), (2, 3, 6)))
    found = facts_of("MultiHeadAttention", {}, STEPS, weights=kernels, output_shapes=(STEPS,))
    assert found.macs == 4 * 5 * 36 + 2 * 5 * 5 * 6


ODD = st.one_of(
    *(st.none(), st.booleans(), st.integers(-3, 3), st.just(10**30), st.floats(), st.text(max_size=3)),
    *(st.lists(st.integers(-2, 10**20), max_size=3), st.dictionaries(st.text(max_size=2), st.integers(), max_size=1)),
)
SETTINGS = (
    *("units", "filters", "kernel_size", "strides", "dilation_rate", "padding", "groups", "depth_multiplier", "axis"),
    *("pool_size", "size", "interpolation", "activation", "dtype", "layer", "equation", "output_shape", "subscripts"),
    *("num_heads", "key_dim", "attention_axes", "axes", "data_format", "return_sequences", "output_mode", "use_bias"),
)


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from([*layer_classes(), "Matmul", "Einsum", "Cast", "Mean", "GetItem"]),
    st.dictionaries(st.sampled_from(SETTINGS), ODD, max_size=8),
    st.lists(st.sampled_from([IMAGE, STEPS, (None, 3), (), (None, None, 3), (0, 0, 0)]), max_size=3),
    st.sampled_from(["layer", "operation"]),
)
@pytest.mark.slow
def test_no_config_makes_the_figures_fail_or_make_no_sense(
    class_name: str, config: dict[str, Any], inputs: list[Shape], kind: str
) -> None:
    found = facts_of(class_name, config, *inputs, kind=kind)
    for number in (found.macs, found.flops, found.activation_bytes):
        assert number is None or (isinstance(number, int) and number >= 0)
    if found.receptive_field is not None:
        assert all(size >= 1 for size in found.receptive_field.size)


@pytest.mark.slow
def test_fields_of_absurdly_deep_models_are_given_up() -> None:
    for class_name, config in (
        ("Conv2D", {"filters": 1, "kernel_size": [3, 3], "strides": [2, 2], "padding": "same"}),
        ("UpSampling2D", {}),
    ):
        layers = [Layer("0", "0", "InputLayer", output_shapes=((None, 8, 8, 1),))]
        layers += [Layer(str(n), str(n), class_name, config=config, inputs=(str(n - 1),)) for n in range(1, 3000)]
        edges = tuple(Edge(layer.inputs[0], layer.path) for layer in layers[1:])
        sheet = FactSheet(ModelGraph("m", "Functional", tuple(layers), edges))
        assert sheet.of("5").receptive_field is not None
        assert sheet.of("2999").receptive_field is None
