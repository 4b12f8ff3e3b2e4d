"""Max-norm: which weights of a layer it limits, over which axes, and how Keras writes the constraint down.

The norm is that of one unit's (Dense) or one filter's (convolution) weights, so the axes follow the layout of the
kernel: https://keras.io/api/layers/constraints/. ``MaxNorm``'s own default, axis 0, is right for Dense only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from inspector.graph.model import Layer
from inspector.recipe.configs import as_written, innermost_class


def _tables() -> Iterator[tuple[str, dict[str, list[int]]]]:
    for name in ("Dense", "LSTM", "GRU", "SimpleRNN"):
        yield name, {"kernel_constraint": [0]}
    yield "Embedding", {"embeddings_constraint": [1]}
    for spatial in (1, 2, 3):
        space = list(range(spatial))
        yield f"Conv{spatial}D", {"kernel_constraint": [*space, spatial]}
        yield f"ConvLSTM{spatial}D", {"kernel_constraint": [*space, spatial]}
        yield f"Conv{spatial}DTranspose", {"kernel_constraint": [*space, spatial + 1]}
        yield f"DepthwiseConv{spatial}D", {"depthwise_constraint": space}
        yield f"SeparableConv{spatial}D", {"depthwise_constraint": space, "pointwise_constraint": [*space, spatial]}


_AXES = dict(_tables())


def max_norm_axes(layer: Layer) -> Mapping[str, list[int]]:
    """Constraint fields of the layer's config, each with the axes its norm is taken over; empty where there is none."""
    if layer.kind != "layer":
        return {}
    class_name = innermost_class(layer)
    if class_name == "EinsumDense":
        axes = _contracted(str(as_written(layer)[1].get("equation", "")))
        return {"kernel_constraint": axes} if axes else {}
    return _AXES.get(class_name, {})


def max_norm_changes(layer: Layer, value: float | None) -> dict[str, Any]:
    """The config fields that limit the layer to ``value``, or that take the limit away; empty where there is none."""
    return {key: None if value is None else _max_norm(value, axes) for key, axes in max_norm_axes(layer).items()}


def max_norm_value(layer: Layer) -> float | None:
    """The limit the layer has now; ``None`` without one."""
    for key in max_norm_axes(layer):
        constraint = as_written(layer)[1].get(key)
        if isinstance(constraint, Mapping) and constraint.get("class_name") == "MaxNorm":
            inner = constraint.get("config", {})
            value = inner.get("max_value", inner.get("m"))
            return float(value) if isinstance(value, int | float) else None
    return None


def _contracted(equation: str) -> list[int]:
    """Axes of an EinsumDense kernel that are summed over: in ``"abc,cde->abde"`` the ``c``, axis 0."""
    operands, _, output = equation.partition("->")
    _, _, kernel = operands.partition(",")
    return [axis for axis, letter in enumerate(kernel) if letter not in output]


def _max_norm(value: float, axes: list[int]) -> dict[str, Any]:
    return {
        "module": "keras.constraints",
        "class_name": "MaxNorm",
        "config": {"max_value": value, "axis": [*axes]},
        "registered_name": None,
    }
