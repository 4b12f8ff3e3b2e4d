"""The axes of max-norm against Keras' own kernels: what is left over is one number per unit or filter."""

from __future__ import annotations

import math
from typing import Any

import pytest

from inspector.graph.model import Layer
from inspector.recipe.configs import changed
from inspector.recipe.heads import ACTIVATIONS, INITIALIZERS
from inspector.recipe.max_norms import max_norm_axes, max_norm_changes, max_norm_value

pytestmark = pytest.mark.engine
keras = pytest.importorskip("keras")

LIMIT = 0.25
IMAGE = (None, 9, 9, 6)
SEQUENCE = (None, 9, 6)
VOLUME = (None, 5, 5, 5, 4)

CASES: list[tuple[str, dict[str, Any], tuple[int | None, ...], dict[str, int]]] = [
    ("Dense", {"units": 7}, (None, 5), {"kernel_constraint": 7}),
    ("EinsumDense", {"equation": "abc,cde->abde", "output_shape": [None, 2, 3]}, SEQUENCE, {"kernel_constraint": 6}),
    ("Conv1D", {"filters": 7, "kernel_size": 3}, SEQUENCE, {"kernel_constraint": 7}),
    ("Conv2D", {"filters": 8, "kernel_size": 3, "groups": 2}, IMAGE, {"kernel_constraint": 8}),
    ("Conv3D", {"filters": 7, "kernel_size": 2}, VOLUME, {"kernel_constraint": 7}),
    ("Conv1DTranspose", {"filters": 7, "kernel_size": 3}, SEQUENCE, {"kernel_constraint": 7}),
    ("Conv2DTranspose", {"filters": 7, "kernel_size": 3}, IMAGE, {"kernel_constraint": 7}),
    ("Conv3DTranspose", {"filters": 7, "kernel_size": 2}, VOLUME, {"kernel_constraint": 7}),
    ("DepthwiseConv1D", {"kernel_size": 3, "depth_multiplier": 2}, SEQUENCE, {"depthwise_constraint": 12}),
    ("DepthwiseConv2D", {"kernel_size": 3, "depth_multiplier": 2}, IMAGE, {"depthwise_constraint": 12}),
    (
        "SeparableConv1D",
        {"filters": 7, "kernel_size": 3},
        SEQUENCE,
        {"depthwise_constraint": 6, "pointwise_constraint": 7},
    ),
    (
        "SeparableConv2D",
        {"filters": 7, "kernel_size": 3},
        IMAGE,
        {"depthwise_constraint": 6, "pointwise_constraint": 7},
    ),
    ("Embedding", {"input_dim": 11, "output_dim": 4}, (None, 5), {"embeddings_constraint": 11}),
    ("LSTM", {"units": 5}, SEQUENCE, {"kernel_constraint": 20}),
    ("GRU", {"units": 5}, SEQUENCE, {"kernel_constraint": 15}),
    ("SimpleRNN", {"units": 5}, SEQUENCE, {"kernel_constraint": 5}),
    ("ConvLSTM2D", {"filters": 5, "kernel_size": 2}, VOLUME, {"kernel_constraint": 20}),
]


def described(layer: Any) -> Layer:
    return Layer(layer.name, layer.name, type(layer).__name__, config=layer.get_config())


def limited(layer: Any, shape: tuple[int | None, ...]) -> list[Any]:
    """The variables with a constraint after max-norm was written into the layer's config and Keras read it."""
    config = changed(layer.get_config(), max_norm_changes(described(layer), LIMIT))
    again = type(layer).from_config(config)
    assert max_norm_value(described(again)) == LIMIT
    again.build(shape)
    return [variable for variable in again.weights if variable.constraint is not None]


@pytest.mark.parametrize(("name", "config", "shape", "norms"), CASES, ids=[case[0] for case in CASES])
def test_there_is_one_norm_per_unit_or_filter_and_none_above_the_limit(
    name: str, config: dict[str, Any], shape: tuple[int | None, ...], norms: dict[str, int]
) -> None:
    layer = getattr(keras.layers, name)(**config)
    axes = max_norm_axes(described(layer))
    assert axes.keys() == norms.keys()
    variables = limited(layer, shape)
    assert len(variables) == len(norms)
    for variable, key in zip(variables, axes, strict=True):
        left = [size for axis, size in enumerate(variable.shape) if axis not in axes[key]]
        assert math.prod(left) == norms[key]
        variable.assign(keras.ops.ones(variable.shape))
        variable.assign(variable.constraint(variable))
        squares = keras.ops.sum(variable**2, axis=tuple(axes[key]))
        assert keras.ops.convert_to_numpy(squares**0.5) == pytest.approx(LIMIT, rel=1e-4)


def test_wrapped_layers_are_limited_inside_their_wrapper() -> None:
    both = keras.layers.Bidirectional(keras.layers.LSTM(5))
    assert len(limited(both, SEQUENCE)) == 2
    each = keras.layers.TimeDistributed(keras.layers.Dense(3))
    (kernel,) = limited(each, SEQUENCE)
    assert kernel.shape == (6, 3)


@pytest.mark.parametrize("name", ["BatchNormalization", "MultiHeadAttention", "Dropout"])
def test_layers_without_a_kernel_of_units_have_none(name: str) -> None:
    config = {"num_heads": 2, "key_dim": 3} if name == "MultiHeadAttention" else {}
    config |= {"rate": 0.5} if name == "Dropout" else {}
    assert max_norm_axes(described(getattr(keras.layers, name)(**config))) == {}


def test_every_activation_of_a_head_is_keras_own() -> None:
    values = keras.ops.convert_to_tensor([[-1.0, 0.5, 2.0]])
    for name in ACTIVATIONS:
        assert keras.activations.get(name)(values).shape == (1, 3)


def test_every_initializer_of_a_head_is_keras_own_and_draws_something_of_its_own() -> None:
    drawn = set()
    for name in INITIALIZERS:
        keras.utils.set_random_seed(0)
        drawn.add(keras.ops.convert_to_numpy(keras.initializers.get(name)((4, 3))).tobytes())
    assert len(drawn) == len(INITIALIZERS)
