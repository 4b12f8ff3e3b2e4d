"""A model as one function of flat tensors with plain names, which converters to other formats take."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import keras
import tensorflow as tf

from inspector.engine.walk import functional, producer

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Serving:
    """What is called, and what its tensors are called.

    Attributes:
        call: takes a tensor per input, gives one per output by its name.
        signature: shape, dtype and name of each input.
        outputs: the names of the outputs, in the order of the model.
    """

    call: Callable[..., dict[str, Any]]
    signature: tuple[tf.TensorSpec, ...]
    outputs: tuple[str, ...]

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of the inputs, in the order of the model."""
        return tuple(spec.name for spec in self.signature)


def serving(model: keras.Model, batch: int | None = None) -> Serving:
    """The function of a model that predicts.

    Args:
        model: functional or sequential.
        batch: how many samples it takes at a time where the model leaves that open.
    """
    graph = functional(model)
    inputs = _plain([tensor.name for tensor in graph.inputs], "input")
    outputs = _plain([producer(tensor).operation.name for tensor in graph.outputs], "output", taken=inputs)

    def call(*tensors: Any) -> dict[str, Any]:
        given = keras.tree.pack_sequence_as(graph.input, list(tensors))
        return dict(zip(outputs, keras.tree.flatten(model(given, training=False)), strict=True))

    return Serving(call, tuple(_spec(*each, batch) for each in zip(graph.inputs, inputs, strict=True)), outputs)


def _spec(tensor: Any, name: str, batch: int | None) -> tf.TensorSpec:
    first, *rest = tensor.shape
    return tf.TensorSpec((first or batch, *rest), tensor.dtype, name=name)


def _plain(names: Sequence[str], instead: str, taken: Sequence[str] = ()) -> tuple[str, ...]:
    """The names where all can be used, else numbered ones."""
    used = {name.lower() for name in (*names, *taken)}
    if all(_PLAIN.fullmatch(name) for name in names) and len(used) == len(names) + len(taken):
        return tuple(names)
    return tuple(f"{instead}_{number}" for number in range(len(names)))
