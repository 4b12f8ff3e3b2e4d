"""How a script reaches a layer of a model, and the part of it that does the work."""

from __future__ import annotations

from inspector.graph.model import Layer, ModelGraph
from inspector.recipe.configs import innermost_class
from inspector.script.literals import literal

_CELLS = {"LSTM", "GRU", "SimpleRNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"}


def place(graph: ModelGraph, path: str, model: str = "model") -> str:
    """``model.get_layer("encoder").get_layer("conv1")``."""
    layer = graph.by_path[path]
    around = place(graph, layer.parent, model) if layer.parent in graph.by_path else model
    return f"{around}.get_layer({literal(layer.name)})"


def has_cell(layer: Layer) -> bool:
    """Whether it is a cell in the layer, or in what it wraps, that holds the weights."""
    return innermost_class(layer) in _CELLS


def wrapped(layer: Layer, name: str = "layer") -> str:
    """What works in a layer that is in a variable called ``name``: itself, or what it wraps."""
    return f"{name}.layer" if layer.class_name in {"TimeDistributed", "SpectralNormalization"} else name
