"""What range of values a model's input is made for, by the first layer that computes on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from inspector.graph.model import Layer, ModelGraph

Range = Literal["unit", "pixels", "own"]

_LARGEST_PIXEL_SCALE = 0.05
"""A first layer that multiplies by less than this is meant for pixels from 0 to 255."""

_ARITHMETIC = {"Add", "Subtract", "Multiply", "Divide", "TrueDivide", "GetItem", "Flip", "Normalization"}
PASSING = {
    "InputLayer",
    "Identity",
    "Reshape",
    "Flatten",
    "Permute",
    "Dropout",
    "SpatialDropout1D",
    "SpatialDropout2D",
    "SpatialDropout3D",
    "GaussianNoise",
    "ZeroPadding2D",
    "CenterCrop",
    "Resizing",
    "RandomCrop",
    "RandomFlip",
    "RandomRotation",
    "RandomTranslation",
    "RandomZoom",
}
"""Layers that leave the range of values as it is."""


def input_range(graph: ModelGraph) -> Range:
    """The range that the input of a graph is made for; the first one's where there are several."""
    first = first_layer(graph)
    return "unit" if first is None else range_of(first.class_name, first.config.get("scale"))


def range_of(class_name: str, scale: object) -> Range:
    """What the first layer that computes says of the range; ``scale`` is that of a ``Rescaling``.

    Returns:
        ``unit``: 0 to 1; ``pixels``: 0 to 255, which it brings down itself; ``own``: it computes in another way.
    """
    if class_name == "Rescaling":
        return "pixels" if isinstance(scale, float) and abs(scale) <= _LARGEST_PIXEL_SCALE else "own"
    return "own" if class_name in _ARITHMETIC else "unit"


def first_layer(graph: ModelGraph) -> Layer | None:
    """The first layer that computes on the values of the only input; ``None`` where it branches before."""
    return next((layer for layer in from_input(graph) if layer.class_name not in PASSING), None)


def from_input(graph: ModelGraph) -> Iterator[Layer]:
    """The layers from the only input on, those of nested models too, one behind the other up to the first branch."""
    path = graph.inputs[0] if graph.inputs else ""
    while path in graph.by_path:
        layer = graph.by_path[path]
        if layer.kind == "model":
            path = layer.entries[0] if layer.entries else ""
            continue
        yield layer
        takers = graph.successors[path]
        path = takers[0] if len(takers) == 1 else ""
