"""Max-norm: which weights of a layer it limits, over which axes, and how Keras writes the constraint down.

The norm is that of one unit's (Dense) or one filter's (convolution) weights, so the axes follow the layout of the
kernel: https://keras.io/api/layers/constraints/. ``MaxNorm``'s own default, axis 0, is right for Dense only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inspector.graph.model import Layer
from inspector.recipe.configs import innermost

_RECURRENT = {"LSTM", "GRU", "SimpleRNN"}


def max_norm_axes(layer: Layer) -> dict[str, list[int]]:
    """Constraint fields of the layer's config, each with the axes its norm is taken over; empty where there is none."""
    if layer.kind != "layer":
        return {}
    class_name, config = innermost(layer)
    if class_name == "Dense" or class_name in _RECURRENT:
        return {"kernel_constraint": [0]}
    if class_name == "Embedding":
        return {"embeddings_constraint": [1]}
    if class_name == "EinsumDense":
        axes = _contracted(str(config.get("equation", "")))
        return {"kernel_constraint": axes} if axes else {}
    return _convolution_axes(class_name)


def max_norm_changes(layer: Layer, value: float | None) -> dict[str, Any]:
    """The config fields that limit the layer to ``value``, or that take the limit away; empty where there is none."""
    return {key: None if value is None else _max_norm(value, axes) for key, axes in max_norm_axes(layer).items()}


def max_norm_value(layer: Layer) -> float | None:
    """The limit the layer has now; ``None`` without one."""
    config = innermost(layer)[1]
    for key in max_norm_axes(layer):
        constraint = config.get(key)
        if isinstance(constraint, Mapping) and constraint.get("class_name") == "MaxNorm":
            inner = constraint.get("config", {})
            value = inner.get("max_value", inner.get("m"))
            return float(value) if isinstance(value, int | float) else None
    return None


def _convolution_axes(class_name: str) -> dict[str, list[int]]:
    for spatial in (1, 2, 3):
        space = list(range(spatial))
        if class_name in (f"Conv{spatial}D", f"ConvLSTM{spatial}D"):
            return {"kernel_constraint": [*space, spatial]}
        if class_name == f"Conv{spatial}DTranspose":
            return {"kernel_constraint": [*space, spatial + 1]}
        if class_name == f"DepthwiseConv{spatial}D":
            return {"depthwise_constraint": space}
        if class_name == f"SeparableConv{spatial}D":
            return {"depthwise_constraint": space, "pointwise_constraint": [*space, spatial]}
    return {}


def _contracted(equation: str) -> list[int]:
    """Axes of an EinsumDense kernel that are summed over: in ``"abc,cde->abde"`` the ``c``, axis 0."""
    operands, _, output = equation.partition("->")
    _, _, kernel = operands.partition(",")
    return [axis for axis, letter in enumerate(kernel) if letter not in output]


def _max_norm(value: float, axes: list[int]) -> dict[str, Any]:
    return {
        "module": "keras.constraints",
        "class_name": "MaxNorm",
        "config": {"max_value": value, "axis": axes},
        "registered_name": None,
    }
