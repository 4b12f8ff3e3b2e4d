"""What range of values a model's input is made for, by the first layer that computes on it."""

from __future__ import annotations

from typing import Literal

from inspector.graph.model import Layer, ModelGraph

Range = Literal["unit", "pixels", "own"]

_LARGEST_PIXEL_SCALE = 0.05
_ARITHMETIC = {"Add", "Subtract", "Multiply", "Divide", "TrueDivide", "GetItem", "Flip", "Normalization"}
_PASSING = {
    "InputLayer",
    "Identity",
    "Reshape",
    "Flatten",
    "Permute",
    "Dropout",
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


def input_range(graph: ModelGraph) -> Range:
    """``unit``: 0 to 1; ``pixels``: 0 to 255, which it brings down itself; ``own``: it computes in another way."""
    first = _first(graph)
    if first is None:
        return "unit"
    if first.class_name == "Rescaling":
        scale = first.config.get("scale")
        return "pixels" if isinstance(scale, float) and abs(scale) <= _LARGEST_PIXEL_SCALE else "own"
    return "own" if first.class_name in _ARITHMETIC else "unit"


def _first(graph: ModelGraph) -> Layer | None:
    """The first layer that computes on the values of the only input; ``None`` where it branches before."""
    path = graph.inputs[0] if graph.inputs else ""
    while path in graph.by_path:
        layer = graph.by_path[path]
        if layer.kind == "model":
            path = layer.entries[0] if layer.entries else ""
            continue
        if layer.class_name not in _PASSING:
            return layer
        takers = graph.successors[path]
        if len(takers) != 1:
            return None
        path = takers[0]
    return None
