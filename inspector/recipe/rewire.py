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


def take_out(graph: ModelGraph, path: str) -> ModelGraph:
    """Take a layer with one input out: what took its tensor takes that of the layer before it."""
    (into,) = (edge for edge in graph.edges if edge.target == path)
    source = into.source

    def joined(edge: Edge) -> Edge:
        return replace(edge, source=source, source_index=into.source_index) if edge.source == path else edge

    return replace(
        graph,
        layers=tuple(_without(layer, path, source) for layer in graph.layers if layer.path != path),
        edges=tuple(joined(edge) for edge in graph.edges if edge is not into),
        outputs=_exchanged(graph.outputs, path, source),
    )


def ended(graph: ModelGraph, path: str) -> ModelGraph:
    """The graph that ends at a top-level layer: what that one needs, and nothing else."""
    needed, waiting = {path}, [path]
    while waiting:
        new = set(graph.predecessors[waiting.pop()]) - needed
        needed |= new
        waiting.extend(new)
    kept = {member for each in needed for member in _family(graph, each)}
    return replace(
        graph,
        layers=tuple(layer for layer in graph.layers if layer.path in kept),
        edges=tuple(edge for edge in graph.edges if edge.source in kept and edge.target in kept),
        inputs=tuple(each for each in graph.inputs if each in kept),
        outputs=(path,),
    )


def _family(graph: ModelGraph, path: str) -> list[str]:
    """The layer itself and, for a nested model, everything in it."""
    if graph.by_path[path].kind != "model":
        return [path]
    return [path, *(layer.path for layer in graph.layers if layer.path.startswith(path + "/"))]


def _taking(layer: Layer, old: str, new: str) -> Layer:
    """The layer with the tensor of ``new`` where it took that of ``old``."""
    return replace(layer, inputs=_exchanged(layer.inputs, old, new))


def _without(layer: Layer, gone: str, source: str) -> Layer:
    """The layer where ``gone``, which took the tensor of ``source``, is no more."""
    if gone in layer.inputs:
        layer = _taking(layer, gone, source)
    return replace(layer, exits=_exchanged(layer.exits, gone, source)) if gone in layer.exits else layer


def _exchanged(paths: Sequence[str], old: str, new: str) -> tuple[str, ...]:
    return tuple(new if path == old else path for path in paths)
