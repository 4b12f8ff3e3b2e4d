"""Layers that Keras 3 dropped, made of what it has."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import keras

from inspector.engine.errors import EngineError
from inspector.engine.upgrade.fields import modern_fields

REPLACED: dict[str, Callable[[Mapping[str, Any], Any], keras.Layer]] = {}
"""Class to what makes a layer that takes its place, from its settings and the tensor it is called with."""


_LIMITS = ("kernel_regularizer", "kernel_constraint", "bias_regularizer", "bias_constraint")


def _locally_connected(axes: int) -> Callable[[Mapping[str, Any], Any], keras.Layer]:
    def make(settings: Mapping[str, Any], tensor: Any) -> keras.Layer:
        """A small model: patches of the input, each multiplied with a matrix of its own."""
        _, fields = modern_fields("Conv2D", settings, lambda _: None)
        if fields.get("data_format") == "channels_first" or fields.get("padding") == "same":
            raise EngineError(
                f"'{settings.get('name')}' is a locally connected layer of a kind that Keras {keras.__version__} "
                "cannot express: the model can be looked at, not rebuilt."
            )
        inputs = keras.Input(batch_shape=tensor.shape, dtype=tensor.dtype)
        window = [1] * (2 - axes) + _sizes(fields["kernel_size"], axes)
        strides = [1] * (2 - axes) + _sizes(fields["strides"], axes)
        plane = keras.ops.expand_dims(inputs, 1) if axes == 1 else inputs
        rows, columns = (
            (size - one) // step + 1 for size, one, step in zip(plane.shape[1:3], window, strides, strict=True)
        )
        # a channel per position of the window and per channel of the input, the input's fastest
        patches = keras.ops.image.extract_patches(plane, tuple(window), tuple(strides), padding="valid")
        depth, filters = math.prod(window) * plane.shape[-1], int(fields["filters"])
        places = keras.ops.reshape(patches, (-1, rows * columns, depth))
        product = keras.layers.EinsumDense(
            "npd,pdf->npf",
            output_shape=(rows * columns, filters),
            bias_axes="pf" if fields.get("use_bias", True) else None,
            name=settings.get("name"),
            trainable=fields.get("trainable", True),
            activation=fields.get("activation"),
            **{key: fields[key] for key in fields if key.startswith(_LIMITS)},
        )(places)
        shape = (-1, columns, filters) if axes == 1 else (-1, rows, columns, filters)
        return keras.Model(inputs, keras.ops.reshape(product, shape), name=settings.get("name"))

    return make


def _sizes(value: Any, axes: int) -> list[int]:
    return [value] * axes if isinstance(value, int) else list(value)


REPLACED |= {"LocallyConnected1D": _locally_connected(1), "LocallyConnected2D": _locally_connected(2)}
