"""Changing a graph's structure: a layer put in, layers taken off the end. Every function gives a new graph."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from inspector.graph.model import Edge, Layer, ModelGraph


def with_layers(graph: ModelGraph, layers: Mapping[str, Layer]) -> ModelGraph:
    """The graph with the layers at some paths exchanged."""
    return replace(graph, layers=tuple(layers.get(old.path, old) for old in graph.layers))


def insert_after(graph: ModelGraph, path: str, layer: Layer) -> ModelGraph:
    """Put ``layer`` between the layer at ``path`` and everything that takes its tensor."""
    layers = [_taking(old, path, layer.path) if path in old.inputs else old for old in graph.layers]
    source = graph.by_path[path]
    behind = next(place for place, old in enumerate(layers) if old.path == path) + len(_family(graph, path))
    layers.insert(behind, replace(layer, inputs=(path,)))
    edges = [replace(edge, source=layer.path) if edge.source == path else edge for edge in graph.edges]
    edges.append(Edge(path, layer.path, source.output_shape))
    return replace(graph, layers=tuple(layers), edges=tuple(edges))


def replace_end(graph: ModelGraph, output: str, gone: Collection[str], attach: str, new: Sequence[Layer]) -> ModelGraph:
    """Take the top-level layers ``gone`` off and put the chain ``new`` on ``attach``; its last layer is the output."""
    goes = {member for path in gone for member in _family(graph, path)}
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


def _family(graph: ModelGraph, path: str) -> list[str]:
    """The layer itself and, for a nested model, everything in it."""
    if graph.by_path[path].kind != "model":
        return [path]
    return [path, *(layer.path for layer in graph.layers if layer.path.startswith(path + "/"))]


def _taking(layer: Layer, old: str, new: str) -> Layer:
    """The layer with the tensor of ``new`` where it took that of ``old``."""
    return replace(layer, inputs=tuple(new if source == old else source for source in layer.inputs))
