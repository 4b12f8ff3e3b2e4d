"""What follows from a config is filled in: output shapes, shapes on edges, and every layer's variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from inspector.formats.errors import FormatError
from inspector.graph.model import Edge, ModelGraph, Note, Shape, Weight
from inspector.graph.shapes import infer
from inspector.graph.weights import weights_of

FindStored = Callable[[ModelGraph], Mapping[str, tuple[Weight, ...]]]


def complete(graph: ModelGraph, stored: FindStored) -> ModelGraph:
    """The graph with shapes and weights.

    Args:
        graph: as its config describes it.
        stored: gives the variables that lie in the file, by layer path; asked only when some layer's
            variables do not follow from its class and config. It may raise FormatError, which becomes a note.
    """
    graph = infer(graph)
    weights = {leaf.path: weights_of(leaf, input_shapes(graph, leaf.path)) for leaf in graph.leaves}
    notes = graph.notes
    if None in weights.values():
        try:
            found = stored(graph)
        except FormatError as error:
            text = f"The weights in the file could not be looked at, so some layers show no parameters. {error}"
            notes = (*notes, Note("warning", "weights-unreadable", text))
        else:
            weights = {path: found.get(path) if known is None else known for path, known in weights.items()}
    layers = tuple(replace(layer, weights=weights.get(layer.path)) for layer in graph.layers)
    return replace(graph, layers=layers, edges=tuple(_with_shape(edge, graph) for edge in graph.edges), notes=notes)


def _with_shape(edge: Edge, graph: ModelGraph) -> Edge:
    shapes = graph.by_path[edge.source].output_shapes
    if edge.shape is not None or edge.source_index >= len(shapes):
        return edge
    return replace(edge, shape=shapes[edge.source_index])
