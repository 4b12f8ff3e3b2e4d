"""A graph without nesting: edges that run from leaf to leaf, into and out of nested models."""

from __future__ import annotations

from collections import Counter

from inspector.graph.model import Edge, ModelGraph


def leaf_edges(graph: ModelGraph) -> tuple[Edge, ...]:
    """Edges between leaves only; one that ends at a nested model runs on to the layer that takes its tensor inside.

    An edge is there as often as its target takes the tensor: twice where a shared layer's two outputs are added.
    """
    taken: Counter[str] = Counter()
    found: list[Edge] = []
    for edge in graph.edges:
        targets = _entering(graph, edge.target, taken[edge.target])
        taken[edge.target] += 1
        for source, index in _leaving(graph, edge.source, edge.source_index):
            found += [Edge(source, target, edge.shape, index) for target in targets]
    return tuple(found)


def _entering(graph: ModelGraph, path: str, position: int) -> tuple[str, ...]:
    """Leaves that take the tensor at a position among a layer's inputs."""
    layer = graph.by_path[path]
    if layer.kind != "model":
        return (path,)
    if not layer.entries:
        return ()
    return _entering(graph, layer.entries[position % len(layer.entries)], 0)


def _leaving(graph: ModelGraph, path: str, index: int) -> tuple[tuple[str, int], ...]:
    """The leaf an output of a layer comes from, and which of its outputs it is."""
    layer = graph.by_path[path]
    if layer.kind != "model":
        return ((path, index),)
    if index >= len(layer.exits):
        return ()
    exit_path = layer.exits[index]
    return _leaving(graph, exit_path, layer.exits[:index].count(exit_path))
