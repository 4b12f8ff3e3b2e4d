"""Shapes and weights inferred from a config equal those of the layer Keras builds from it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from inspector.formats.config.file import read_config
from inspector.graph.model import Layer, ModelGraph
from inspector.graph.shapes import infer
from inspector.graph.weights import fill

pytestmark = pytest.mark.engine

keras = pytest.importorskip("keras", reason="compares with Keras")
L = keras.layers

SEQUENCE, IMAGE, VOLUME = (12, 6), (16, 12, 4), (9, 8, 7, 4)
VIDEO, ROW, WORDS = (5, 10, 8, 3), (6,), (7,)
OF_RANK = {1: SEQUENCE, 2: IMAGE, 3: VOLUME}

Case = tuple[Callable[[], Any], tuple[tuple[int | None, ...], ...]]


def ranked(make: Callable[[int], Any], ranks: tuple[int, ...] = (1, 2, 3)) -> list[Case]:
    """The same layer for sequences, images and volumes."""
    return [(lambda rank=rank: make(rank), (OF_RANK[rank],)) for rank in ranks]


def called(make: Callable[[], Any], *shapes: tuple[int | None, ...]) -> list[Case]:
    return [(make, shapes)]


def of_class(name: str, **settings: Any) -> Callable[[int], Any]:
    return lambda rank: getattr(L, name.format(rank))(**settings)


CASES: list[Case] = [
    *ranked(of_class("Conv{}D", filters=5, kernel_size=3, strides=2, padding="same")),
    *ranked(of_class("Conv{}D", filters=6, kernel_size=2, dilation_rate=2, use_bias=False)),
    *ranked(of_class("Conv{}D", filters=6, kernel_size=2, groups=2), (1, 2)),
    *called(lambda: L.Conv1D(4, 3, padding="causal", dilation_rate=2), SEQUENCE),
    *called(lambda: L.Conv2D(4, (3, 2), strides=(2, 1), data_format="channels_first"), (4, 9, 8)),
    *ranked(of_class("Conv{}DTranspose", filters=5, kernel_size=3, strides=2)),
    *ranked(of_class("Conv{}DTranspose", filters=5, kernel_size=3, strides=2, padding="same", output_padding=1)),
    *ranked(of_class("DepthwiseConv{}D", kernel_size=3, depth_multiplier=2), (1, 2)),
    *ranked(of_class("SeparableConv{}D", filters=5, kernel_size=3, depth_multiplier=2), (1, 2)),
    *ranked(of_class("MaxPooling{}D", pool_size=2)),
    *ranked(of_class("AveragePooling{}D", pool_size=3, strides=2, padding="same")),
    *ranked(of_class("GlobalMaxPooling{}D")),
    *ranked(of_class("GlobalAveragePooling{}D", keepdims=True)),
    *ranked(of_class("AdaptiveMaxPooling{}D", output_size=3)),
    *ranked(of_class("AdaptiveAveragePooling{}D", output_size=2)),
    *ranked(of_class("ZeroPadding{}D", padding=2)),
    *called(lambda: L.ZeroPadding2D(((1, 2), (0, 3))), IMAGE),
    *called(lambda: L.ZeroPadding1D((1, 2)), SEQUENCE),
    *ranked(of_class("Cropping{}D", cropping=1)),
    *ranked(of_class("UpSampling{}D", size=2)),
    *ranked(of_class("SpatialDropout{}D", rate=0.2)),
    *called(lambda: L.Dense(5), ROW),
    *called(lambda: L.Dense(5, use_bias=False), SEQUENCE),
    *called(lambda: L.EinsumDense("abc,cde->abde", output_shape=(None, 3, 2), bias_axes="de"), SEQUENCE),
    *called(lambda: L.EinsumDense("...x,xy->...y", output_shape=5, bias_axes="y"), SEQUENCE),
    *called(lambda: L.EinsumDense("ab...,bc->ac...", output_shape=5, bias_axes="c"), IMAGE),
    *called(lambda: L.Embedding(20, 3), WORDS),
    *called(lambda: L.ReversibleEmbedding(20, 3, tie_weights=False), WORDS),
    *called(lambda: L.BatchNormalization(), IMAGE),
    *called(lambda: L.BatchNormalization(axis=1, scale=False, renorm=True), IMAGE),
    *called(lambda: L.LayerNormalization(axis=[1, 2], center=False), SEQUENCE),
    *called(lambda: L.GroupNormalization(groups=2), IMAGE),
    *called(lambda: L.RMSNormalization(), SEQUENCE),
    *called(lambda: L.UnitNormalization(), SEQUENCE),
    *called(lambda: L.SpectralNormalization(L.Conv2D(3, 2, name="held")), IMAGE),
    *called(lambda: L.Activation("relu"), ROW),
    *called(lambda: L.ReLU(), ROW),
    *called(lambda: L.LeakyReLU(), ROW),
    *called(lambda: L.ELU(), ROW),
    *called(lambda: L.Softmax(), ROW),
    *called(lambda: L.PReLU(shared_axes=[1, 2]), IMAGE),
    *called(lambda: L.Dropout(0.5), ROW),
    *called(lambda: L.AlphaDropout(0.5), ROW),
    *called(lambda: L.GaussianDropout(0.5), ROW),
    *called(lambda: L.GaussianNoise(0.5), ROW),
    *called(lambda: L.ActivityRegularization(0.1), ROW),
    *called(lambda: L.Flatten(), IMAGE),
    *called(lambda: L.Reshape((-1, 6)), IMAGE),
    *called(lambda: L.Permute((3, 1, 2)), IMAGE),
    *called(lambda: L.RepeatVector(3), ROW),
    *called(lambda: L.Masking(), SEQUENCE),
    *called(lambda: L.Identity(), ROW),
    *called(lambda: L.Add(), IMAGE, (1, 12, 4), IMAGE),
    *called(lambda: L.Subtract(), ROW, ROW),
    *called(lambda: L.Multiply(), (None, 6), (12, 6)),
    *called(lambda: L.Average(), ROW, ROW),
    *called(lambda: L.Maximum(), ROW, ROW),
    *called(lambda: L.Minimum(), ROW, ROW),
    *called(lambda: L.Concatenate(axis=1), SEQUENCE, (3, 6)),
    *called(lambda: L.Concatenate(), SEQUENCE, (12, 2), (12, 1)),
    *called(lambda: L.Dot(axes=2), SEQUENCE, (5, 6)),
    *called(lambda: L.Dot(axes=-1), ROW, ROW),
    *called(lambda: L.LSTM(4, return_sequences=True), SEQUENCE),
    *called(lambda: L.LSTM(4, return_state=True, use_bias=False), SEQUENCE),
    *called(lambda: L.GRU(4), SEQUENCE),
    *called(lambda: L.GRU(4, reset_after=False, return_state=True), (None, 6)),
    *called(lambda: L.SimpleRNN(4), SEQUENCE),
    *called(lambda: L.RNN(L.LSTMCell(4), return_sequences=True), SEQUENCE),
    *called(lambda: L.RNN([L.GRUCell(4), L.LSTMCell(3)], return_state=True), SEQUENCE),
    *called(lambda: L.ConvLSTM1D(3, 2, return_sequences=True), (5, 10, 3)),
    *called(lambda: L.ConvLSTM2D(3, 2, return_state=True), VIDEO),
    *called(lambda: L.ConvLSTM3D(3, 2, padding="same"), (4, 6, 6, 6, 2)),
    *called(lambda: L.Bidirectional(L.LSTM(4, name="inner", return_sequences=True)), SEQUENCE),
    *called(lambda: L.Bidirectional(L.GRU(4, return_state=True), merge_mode="sum"), SEQUENCE),
    *called(lambda: L.Bidirectional(L.LSTM(4), merge_mode=None), SEQUENCE),
    *called(lambda: L.TimeDistributed(L.Conv2D(3, 2)), VIDEO),
    *called(lambda: L.TimeDistributed(L.Dense(3)), SEQUENCE),
    *called(lambda: L.Attention(use_scale=True, score_mode="concat"), SEQUENCE, (5, 6)),
    *called(lambda: L.AdditiveAttention(), SEQUENCE, (5, 6), (5, 6)),
    *called(lambda: L.Rescaling(1 / 255), IMAGE),
    *called(lambda: L.Normalization(), IMAGE),
    *called(lambda: L.Normalization(axis=None), ROW),
    *called(lambda: L.Normalization(mean=1.0, variance=2.0), ROW),
    *called(lambda: L.Resizing(5, 7), IMAGE),
    *called(lambda: L.CenterCrop(5, 7), IMAGE),
    *called(lambda: L.RandomCrop(5, 7), IMAGE),
    *called(lambda: L.Discretization(bin_boundaries=[0.0, 1.0]), ROW),
    *called(lambda: L.CategoryEncoding(num_tokens=4), WORDS),
    *called(lambda: L.CategoryEncoding(num_tokens=4, output_mode="one_hot"), WORDS),
    *called(lambda: L.CategoryEncoding(num_tokens=4, output_mode="one_hot"), (1,)),
    *called(lambda: L.MelSpectrogram(), (16000,)),
    *called(lambda: L.STFTSpectrogram(mode="stft"), (1000, 2)),
    *called(lambda: L.STFTSpectrogram(mode="real", expand_dims=True, padding="same"), (1000, 1)),
]
AUGMENTATIONS = [
    *("RandomFlip", "RandomRotation", "RandomTranslation", "RandomZoom", "RandomBrightness", "RandomContrast"),
    *("RandomHue", "RandomSaturation", "RandomSharpness", "RandomShear", "RandomPerspective", "RandomErasing"),
    *("RandomGrayscale", "RandomInvert", "RandomPosterization", "RandomGaussianBlur", "RandomColorDegeneration"),
    *("AutoContrast", "Solarization", "AugMix", "RandAugment", "RandomElasticTransform", "RandomColorJitter"),
]
ARGUMENTS = {
    **dict.fromkeys(("RandomRotation", "RandomZoom", "RandomBrightness", "RandomContrast"), (0.2,)),
    **dict.fromkeys(("RandomHue", "RandomSaturation", "RandomSharpness"), (0.2,)),
    "RandomTranslation": (0.1, 0.1),
    "RandomPosterization": (4,),
    "RandomColorDegeneration": (0.5,),
}
CASES += [((lambda name=name: getattr(L, name)(*ARGUMENTS.get(name, ()))), ((16, 12, 3),)) for name in AUGMENTATIONS]


def built(case: Case) -> tuple[Any, Any, ModelGraph]:
    """The layer in a model by itself, and the graph of that model without any shape but the inputs'."""
    make, shapes = case
    layer = make()
    integers = layer.__class__.__name__ in {"Embedding", "ReversibleEmbedding", "CategoryEncoding"}
    inputs = [keras.Input(shape, dtype="int32" if integers else "float32") for shape in shapes]
    model = keras.Model(inputs, layer(inputs[0] if len(inputs) == 1 else inputs))
    return layer, model, read_config(json.loads(model.to_json()))


def shapes_of(layer: Any) -> list[tuple[int | None, ...]]:
    return [tuple(tensor.shape) for tensor in keras.tree.flatten(layer.output)]


def weights_in(layer: Any) -> list[tuple[str, tuple[int, ...], bool, str]]:
    """The layer's weights with names as the graph has them: without its own and that of a single part inside."""
    cell = getattr(layer, "cell", None) or getattr(getattr(layer, "forward_layer", None), "cell", None)
    part = layer.layer if isinstance(layer, L.TimeDistributed | L.SpectralNormalization) else cell
    left_out = {part.name, "gru_cell", "lstm_cell"} if part else set()
    if isinstance(part, L.StackedRNNCells):
        left_out = {part.name}
    return [
        (
            "/".join(name for name in weight.path.split("/")[1:] if name not in left_out),
            tuple(weight.shape),
            weight.trainable,
            weight.dtype,
        )
        for weight in layer.weights
    ]


def weights_of_graph(layer: Layer) -> list[tuple[str, tuple[int, ...], bool, str]]:
    assert layer.weights is not None
    return [(weight.name, weight.shape, weight.trainable, weight.dtype) for weight in layer.weights]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]().__class__.__name__}-{case[1]}")
def test_shapes_and_weights_of_a_layer_are_those_keras_builds(case: Case) -> None:
    layer, model, graph = built(case)
    inferred = fill(graph).by_path[layer.name]
    assert list(inferred.output_shapes) == shapes_of(layer)
    assert weights_of_graph(inferred) == weights_in(layer)
    assert sum(weight.parameters for weight in inferred.weights or ()) == model.count_params()


ATTENTION: list[Case] = [
    *called(lambda: L.MultiHeadAttention(2, 3), SEQUENCE, SEQUENCE),
    *called(lambda: L.MultiHeadAttention(2, 3, value_dim=5, output_shape=7, use_bias=False), SEQUENCE, (5, 4), (5, 3)),
    *called(lambda: L.MultiHeadAttention(2, 3, use_gate=True), SEQUENCE, (5, 6)),
    *called(lambda: L.GroupQueryAttention(4, 4, 2), SEQUENCE, (5, 6)),
    *called(lambda: L.GroupQueryAttention(4, 4, 2, use_gate=True), SEQUENCE, (5, 6), (5, 6)),
]


@pytest.mark.parametrize("case", ATTENTION, ids=lambda case: f"{case[0]().__class__.__name__}-{case[1]}")
def test_attention_takes_query_value_and_key_as_arguments_of_their_own(case: Case) -> None:
    make, shapes = case
    layer, inputs = make(), [keras.Input(shape) for shape in shapes]
    model = keras.Model(inputs, layer(*inputs))
    inferred = fill(read_config(json.loads(model.to_json()))).by_path[layer.name]
    assert list(inferred.output_shapes) == shapes_of(layer)
    assert weights_of_graph(inferred) == weights_in(layer)


def test_a_stateful_recurrent_layer_counts_no_states() -> None:
    inputs = keras.Input(batch_shape=(2, 5, 6))
    model = keras.Model(inputs, L.LSTM(4, stateful=True)(inputs))
    graph = fill(read_config(json.loads(model.to_json())))
    assert sum(weight.parameters for weight in graph.layers[1].weights or ()) == model.count_params()


def test_mixed_precision_keeps_32_bit_weights_and_a_pure_policy_does_not() -> None:
    inputs = keras.Input((6,))
    model = keras.Sequential([inputs, L.Dense(3, dtype="mixed_float16"), L.Dense(3, dtype="bfloat16")])
    graph = fill(read_config(json.loads(model.to_json())))
    assert [leaf.weights[0].dtype for leaf in graph.leaves if leaf.weights] == ["float32", "bfloat16"]


def test_every_layer_of_keras_with_weights_is_compared_here() -> None:
    compared = {make().__class__.__name__ for make, _ in (*CASES, *ATTENTION)}
    builders = {
        name
        for name in dir(L)
        if isinstance(getattr(L, name), type)
        and issubclass(getattr(L, name), L.Layer)
        and "build" in vars(getattr(L, name))
    }
    containers = {"FlaxLayer", "JaxLayer", "TFSMLayer", "TorchModuleWrapper", "Wrapper", "Layer"}
    cells = {"GRUCell", "LSTMCell", "SimpleRNNCell", "StackedRNNCells"}
    lookups = {"HashedCrossing", "IntegerLookup", "StringLookup", "TextVectorization", "Pipeline", "FeatureSpace"}
    named = {getattr(L, name).__name__ for name in builders - containers - cells - lookups}
    assert named - compared <= {"GroupedQueryAttention"}, named - compared


def test_keras_operations_keep_combine_and_reduce_shapes() -> None:
    x = keras.Input((5, 4))
    ops = keras.ops
    outputs = [ops.relu(x) + 1.0, ops.mean(x, axis=1, keepdims=True), ops.max(x, axis=[1, 2]), x * ops.sum(x)]
    model = keras.Model(x, outputs)
    graph = infer(read_config(json.loads(model.to_json())))
    for operation in model.operations:
        found = graph.by_path[operation.name].output_shapes
        assert list(found) == shapes_of(operation), operation.name
