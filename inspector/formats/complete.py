"""What follows from a config is filled in, and from the file only what does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from inspector.formats.errors import FormatError
from inspector.graph.model import Layer, ModelGraph, Note, Weight
from inspector.graph.weights import fill

FindStored = Callable[[ModelGraph], Mapping[str, tuple[Weight, ...]]]


def complete(graph: ModelGraph, stored: FindStored) -> ModelGraph:
    """The graph with shapes and weights.

    Args:
        graph: as its config describes it.
        stored: gives the variables that lie in the file, by layer path; asked only when some layer's
            variables do not follow from its class and config. It may raise FormatError, which becomes a note.
    """
    filled = fill(graph)
    graph = replace(filled, layers=tuple(map(_with_sound_weights, filled.layers)))
    if all(leaf.weights is not None for leaf in graph.leaves):
        return graph
    try:
        found = stored(graph)
    except FormatError as error:
        text = f"The weights in the file could not be looked at, so some layers show no parameters. {error}"
        return replace(graph, notes=(*graph.notes, Note("warning", "weights-unreadable", text)))
    layers = tuple(
        replace(layer, weights=found.get(layer.path)) if layer.weights is None and layer.kind != "model" else layer
        for layer in graph.layers
    )
    return replace(graph, layers=layers)


def _with_sound_weights(layer: Layer) -> Layer:
    """The layer; its weights are not known when a damaged config gives them sizes that are no counts."""
    sizes = (size for weight in layer.weights or () for size in weight.shape)
    is_sound = all(isinstance(size, int) and size >= 0 for size in sizes)
    return layer if is_sound else replace(layer, weights=None)
