"""Helpers for tests of blocks: graphs made by hand, and what remains of a graph when blocks are folded."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence

import networkx

from inspector.graph.blocks import Block
from inspector.graph.leaf_edges import leaf_edges
from inspector.graph.model import Edge, Layer, ModelGraph, Shape


def graph_of(
    layers: Mapping[str, str], edges: Iterable[tuple[str, str]], shapes: Mapping[str, Shape] | None = None
) -> ModelGraph:
    """A graph of leaves: class names by path, and pairs of paths."""
    joined = tuple(Edge(source, target) for source, target in edges)
    return ModelGraph(
        "made by hand",
        "Functional",
        tuple(
            Layer(
                path,
                path,
                class_name,
                inputs=tuple(edge.source for edge in joined if edge.target == path),
                output_shapes=(shapes[path],) if shapes and path in shapes else (),
            )
            for path, class_name in layers.items()
        ),
        joined,
    )


def chain(names: Sequence[str], class_name: str = "Dense") -> ModelGraph:
    return graph_of(dict.fromkeys(names, class_name), itertools.pairwise(names))


def all_blocks(found: Iterable[Block]) -> list[Block]:
    return [inner for block in found for inner in block.walk()]


def folded(graph: ModelGraph, found: Sequence[Block], closed: Iterable[str]) -> networkx.DiGraph:
    """The graph of boxes a person sees when these blocks are closed and all others open."""
    shut = set(closed)
    box = {leaf.path: f"layer {leaf.path}" for leaf in graph.leaves}

    def close(blocks: Iterable[Block]) -> None:
        for block in blocks:
            if block.id in shut:
                box.update(dict.fromkeys(block.layers, f"block {block.id}"))
            else:
                close(block.children)

    close(found)
    made = networkx.DiGraph()
    made.add_nodes_from(box.values())
    pairs = ((box[edge.source], box[edge.target]) for edge in leaf_edges(graph))
    made.add_edges_from((source, target) for source, target in pairs if source != target)
    return made


def boxes(graph: ModelGraph, found: Sequence[Block]) -> int:
    """How many boxes a person sees first."""
    return len(folded(graph, found, (block.id for block in found)))


def check_tree(graph: ModelGraph, found: Sequence[Block]) -> None:
    """Every rule of a tree of blocks that does not depend on the model."""
    every = all_blocks(found)
    assert len({block.id for block in every}) == len(every)
    assert not {block.id for block in every if not block.model} & set(graph.by_path)
    order = {leaf.path: index for index, leaf in enumerate(graph.leaves)}
    _check_disjoint(found)
    for block in every:
        assert block.label
        assert list(block.layers) == sorted(block.layers, key=order.__getitem__)
        assert block.model or len(block.layers) > 1
        _check_disjoint(block.children)
        for child in block.children:
            assert set(child.layers) < set(block.layers) or (child.model and set(child.layers) <= set(block.layers))


def _check_disjoint(found: Iterable[Block]) -> None:
    seen: set[str] = set()
    for block in found:
        assert not seen & set(block.layers)
        seen |= set(block.layers)
