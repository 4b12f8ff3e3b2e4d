"""Changing a graph's structure: a layer put in, layers taken off the end. Every function gives a new graph."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from inspector.graph.model import Edge, Layer, ModelGraph


def with_layer(graph: ModelGraph, layer: Layer) -> ModelGraph:
    """The graph with the layer at ``layer.path`` exchanged."""
    return replace(graph, layers=tuple(layer if old.path == layer.path else old for old in graph.layers))


def insert_after(graph: ModelGraph, path: str, layer: Layer) -> ModelGraph:
    """Put ``layer`` between the layer at ``path`` and everything that takes its tensor."""
    layers = []
    for old in graph.layers:
        moved = tuple(layer.path if source == path else source for source in old.inputs)
        layers.append(replace(old, inputs=moved) if path in old.inputs else old)
    at = 1 + max(i for i, old in enumerate(layers) if old.path == path or old.path.startswith(path + "/"))
    layers.insert(at, replace(layer, inputs=(path,)))
    edges = [replace(edge, source=layer.path) if edge.source == path else edge for edge in graph.edges]
    edges.append(Edge(path, layer.path, graph.by_path[path].output_shape))
    return replace(graph, layers=tuple(layers), edges=tuple(edges))


def replace_end(graph: ModelGraph, output: str, gone: Collection[str], attach: str, new: Sequence[Layer]) -> ModelGraph:
    """Take the top-level layers ``gone`` off and put the chain ``new`` on ``attach``; its last layer is the output."""
    goes = {layer.path for path in gone for layer in graph.layers if layer.path == path or _is_in(layer.path, path)}
    chain, source = [], attach
    for layer in new:
        chain.append(replace(layer, inputs=(source,)))
        source = layer.path
    edges = [edge for edge in graph.edges if edge.source not in goes and edge.target not in goes]
    edges += [Edge(layer.inputs[0], layer.path, None) for layer in chain]
    return replace(
        graph,
        layers=(*(layer for layer in graph.layers if layer.path not in goes), *chain),
        edges=tuple(edges),
        outputs=tuple(source if path == output else path for path in graph.outputs),
    )


def _is_in(path: str, model: str) -> bool:
    return path.startswith(model + "/")
