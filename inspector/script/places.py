"""How a script reaches a layer of a model, and the part of a wrapper that does the work."""

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


def working_parts(layer: Layer, name: str = "layer") -> tuple[str, ...]:
    """What holds the weights of a layer in a variable called ``name``: itself, its cell, or what it wraps."""
    cell = ".cell" if innermost_class(layer) in _CELLS else ""
    match layer.class_name:
        case "Bidirectional":
            return f"{name}.forward_layer{cell}", f"{name}.backward_layer{cell}"
        case "TimeDistributed" | "SpectralNormalization":
            return (f"{name}.layer{cell}",)
    return (f"{name}{cell}",)
