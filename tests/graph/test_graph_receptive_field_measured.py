"""Receptive fields are as large as gradients say: every input position that moves one output value, and no other."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest

pytestmark = pytest.mark.engine
keras = pytest.importorskip("keras")
tensorflow = pytest.importorskip("tensorflow")

from keras import layers  # noqa: E402

from inspector.formats.config.file import read_config  # noqa: E402
from inspector.graph.receptive_field import ReceptiveField, receptive_fields  # noqa: E402
from inspector.graph.weights import fill  # noqa: E402

ONES = {"kernel_initializer": "ones", "padding": "same"}


def measured(model: keras.Model) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """The largest extent of the gradients of values in the middle of the output, and how far apart these lie."""
    generator = np.random.default_rng(1)
    image = tensorflow.constant(generator.uniform(1, 2, (1, *model.input_shape[1:])).astype("float32"))
    spatial = model.output_shape[1:-1]
    starts: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    for shift in np.ndindex(*(5,) * len(spatial)):
        place = tuple(size // 2 + step for size, step in zip(spatial, shift, strict=True))
        with tensorflow.GradientTape() as tape:
            tape.watch(image)
            value = tensorflow.reduce_sum(model(image)[(0, *place)])
        moved = np.argwhere(np.abs(tape.gradient(value, image).numpy()[0]).sum(-1) > 0)
        starts[shift] = [(int(axis.min()), int(axis.max())) for axis in moved.T]
    size = tuple(max(found[axis][1] - found[axis][0] + 1 for found in starts.values()) for axis in range(len(spatial)))
    first, last = starts[(0,) * len(spatial)], starts[(4,) * len(spatial)]
    return size, tuple((b[0] - a[0]) / 4 for a, b in zip(first, last, strict=True))


def found(model: keras.Model) -> ReceptiveField | None:
    graph = fill(read_config(json.loads(model.to_json())))
    return receptive_fields(graph)[graph.outputs[0]]


def chain(*made: layers.Layer, shape: tuple[int, ...] = (64, 64, 1)) -> keras.Model:
    return keras.Sequential([keras.Input(shape), *made])


def plain() -> keras.Model:
    return chain(
        layers.Conv2D(1, (3, 5), **ONES),
        layers.BatchNormalization(),
        layers.AveragePooling2D(2),
        layers.Conv2D(1, 3, dilation_rate=2, **ONES),
        layers.ZeroPadding2D(1),
        layers.DepthwiseConv2D(3, strides=2, depthwise_initializer="ones", padding="same"),
        layers.Activation("softplus"),
        layers.SeparableConv2D(1, 3, depthwise_initializer="ones", pointwise_initializer="ones"),
    )


def residual() -> keras.Model:
    image = keras.Input((48, 48, 1))
    one = layers.Conv2D(1, 3, **ONES)(image)
    two = layers.Conv2D(1, 5, **ONES)(layers.Conv2D(1, 3, **ONES)(one))
    return keras.Model(image, layers.Conv2D(1, 3, **ONES)(layers.Concatenate()([layers.Add()([one, two]), image])))


def hourglass() -> keras.Model:
    """Down and up again, with skips, by a transposed convolution and by repeating."""
    image = keras.Input((64, 64, 1))
    down = layers.AveragePooling2D(2)(layers.Conv2D(1, 3, **ONES)(image))
    deep = layers.Conv2D(1, 3, **ONES)(layers.AveragePooling2D(2)(down))
    up = layers.Conv2DTranspose(1, 3, strides=2, **ONES)(deep)
    joined = layers.Concatenate()([up, down])
    return keras.Model(image, layers.Conv2D(1, 3, **ONES)(layers.UpSampling2D(2)(layers.Conv2D(1, 3, **ONES)(joined))))


def enlarged(kernel: int, then: int) -> keras.Model:
    return chain(
        layers.AveragePooling2D(2),
        layers.Conv2DTranspose(1, kernel, strides=2, **ONES),
        layers.Conv2D(1, then, **ONES),
    )


def smoothly_enlarged() -> keras.Model:
    return chain(
        layers.Conv2D(1, 3, **ONES), layers.UpSampling2D(2, interpolation="bilinear"), layers.Conv2D(1, 3, **ONES)
    )


def along_time() -> keras.Model:
    return chain(
        layers.Conv1D(2, 3, dilation_rate=2, padding="causal"),
        layers.LayerNormalization(),
        layers.Dense(2),
        layers.AveragePooling1D(3, strides=2),
        layers.Conv1D(1, 4, kernel_initializer="ones"),
        shape=(60, 3),
    )


def in_a_model_in_a_model() -> keras.Model:
    inner = chain(layers.Conv2D(1, 3, **ONES), layers.AveragePooling2D(2))
    image = keras.Input((64, 64, 1))
    return keras.Model(image, layers.Conv2D(1, 3, **ONES)(inner(image)))


NETWORKS: tuple[Callable[[], keras.Model], ...] = (
    plain, residual, hourglass, smoothly_enlarged, along_time, in_a_model_in_a_model,
    *(lambda kernel=kernel, then=then: enlarged(kernel, then) for kernel in (2, 3, 4, 5) for then in (1, 2, 3)),
)  # fmt: skip


@pytest.mark.parametrize("build", NETWORKS)
def test_a_receptive_field_is_what_gradients_reach(build: Callable[[], keras.Model]) -> None:
    model = build()
    size, stride = measured(model)
    assert found(model) == ReceptiveField(size, stride)


@pytest.mark.parametrize(
    "last",
    [
        [layers.GlobalAveragePooling2D()],
        [layers.Flatten(), layers.Dense(2)],
        [layers.GroupNormalization(1)],
        [layers.GlobalAveragePooling2D(keepdims=True), layers.UpSampling2D(3)],
    ],
)
def test_what_mixes_all_places_sees_the_whole_input(last: list[layers.Layer]) -> None:
    assert found(chain(layers.Conv2D(1, 3), *last)) == ReceptiveField(is_whole=True)


@pytest.mark.parametrize("last", [layers.Flatten(), layers.Reshape((-1, 2)), layers.Lambda(lambda each: each)])
def test_what_cannot_be_followed_is_not_known(last: layers.Layer) -> None:
    assert found(chain(layers.Conv2D(1, 3, padding="same"), last)) is None
