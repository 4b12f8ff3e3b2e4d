"""The variables a layer has, from its class, config and input shapes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from inspector.graph.flow import Inputs
from inspector.graph.layers import table
from inspector.graph.layers.call import Call, UnknownError
from inspector.graph.layers.keras_names import modern
from inspector.graph.model import Layer, ModelGraph, Shape, Weight
from inspector.graph.shapes import MALFORMED, infer, input_shapes

_FLOATS = frozenset({"float16", "bfloat16", "float32", "float64"})


def weights_of(layer: Layer, inputs: Inputs) -> tuple[Weight, ...] | None:
    """A leaf's variables in the order of Keras 3's ``layer.weights``, or ``None`` where they do not follow.

    Names are Keras 3's, without the layer's own name and that of a single cell or layer inside it: ``kernel``,
    ``query/kernel``, ``forward_lstm/recurrent_kernel``. Seeds of random layers are no weights, as in ``count_params``.

    Args:
        layer: its class and config are used; not the weights it may already have.
        inputs: one shape per tensor it takes, ``None`` where it is not known.
    """
    dtype = _variable_dtype(layer.config.get("dtype"))
    if dtype is None or layer.config.get("lora_rank"):
        return None
    try:
        made = table.weights(Call(*modern(layer.class_name, layer.config), inputs))
    except UnknownError:
        return None
    except MALFORMED:
        return None
    if not all(isinstance(size, int) and size >= 0 for weight in made for size in weight.shape):
        return None
    return tuple(replace(weight, dtype=dtype) if weight.dtype in _FLOATS else weight for weight in made)


def fill(graph: ModelGraph) -> ModelGraph:
    """The same graph with shapes inferred, and the weights of every leaf where the graph does not know them yet."""
    inferred = infer(graph)
    inputs = input_shapes(inferred)
    layers = tuple(_filled(layer, inputs.get(layer.path, ())) for layer in inferred.layers)
    return replace(inferred, layers=layers)


def fill_with(graph: ModelGraph, shapes: Mapping[str, Shape]) -> ModelGraph:
    """The graph filled in where it does not know a layer's output shape and another source does.

    What follows from these shapes is filled in too; the graph itself where nothing is new.

    Args:
        shapes: of the first tensor a layer gives, by its path.
    """
    new = {layer.path for layer in graph.layers if not layer.output_shapes and layer.path in shapes}
    if not new:
        return graph
    layers = (
        replace(layer, output_shapes=(shapes[layer.path],)) if layer.path in new else layer for layer in graph.layers
    )
    return fill(replace(graph, layers=tuple(layers)))


def _filled(layer: Layer, inputs: Inputs) -> Layer:
    if layer.kind == "model" or layer.weights is not None:
        return layer
    return replace(layer, weights=weights_of(layer, inputs))


def _variable_dtype(policy: Any) -> str | None:
    """The dtype variables have under a dtype policy; ``None`` for a quantized one, whose variables are others."""
    name = policy
    if isinstance(policy, Mapping):
        inner = policy.get("config")
        name = inner.get("name") if isinstance(inner, Mapping) else None
        if "Quantized" in str(policy.get("class_name")):
            return None
    if not isinstance(name, str):
        return "float32"
    if "_from_" in name:
        return None
    return name if name in _FLOATS else "float32"
