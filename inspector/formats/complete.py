"""What follows from a config is filled in, and from the file only what does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from inspector.formats.errors import FormatError
from inspector.graph.model import ModelGraph, Note, Weight
from inspector.graph.weights import fill

FindStored = Callable[[ModelGraph], Mapping[str, tuple[Weight, ...]]]


def complete(graph: ModelGraph, stored: FindStored) -> ModelGraph:
    """The graph with shapes and weights.

    Args:
        graph: as its config describes it.
        stored: gives the variables that lie in the file, by layer path; asked only when some layer's
            variables do not follow from its class and config. It may raise FormatError, which becomes a note.
    """
    graph = fill(graph)
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
