"""What is visible of a graph when some of its blocks are open: nested items and the flows between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from inspector.graph.blocks import Block
from inspector.graph.leaf_edges import leaf_edges
from inspector.graph.model import Edge, ModelGraph, Shape

Tensor = tuple[str, int]
"""An output of a leaf: its path and the output's index."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to draw: a layer, a folded block, or an open block with the items in it.

    ``id`` is the box's id, ``layers`` the leaves it stands for. Only an open block has ``children``, and only a stub
    ``ends``: the boxes that its line would go on to (``leads_on``), or the one it would come from.
    """

    id: str
    layers: tuple[str, ...]
    block: Block | None = None
    children: tuple[Item, ...] = ()
    ends: tuple[str, ...] = ()
    leads_on: bool = False

    def walk(self) -> Iterator[Item]:
        """This item, then every item inside it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Flow:
    """The tensors that go from one visible box to another, with their shapes.

    A tensor that a layer takes several times is there as often.
    """

    source: str
    target: str
    tensors: tuple[Tensor, ...]
    shapes: tuple[Shape | None, ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """The visible part of a graph: top-level items in the file's order, flows between folded blocks and layers."""

    items: tuple[Item, ...]
    flows: tuple[Flow, ...]

    def walk(self) -> Iterator[Item]:
        """Every visible item, a frame before what it holds."""
        for item in self.items:
            yield from item.walk()


def fold(graph: ModelGraph, blocks: Sequence[Block], opened: frozenset[str]) -> Fold:
    """Decide what is visible.

    Args:
        graph: the model; of nested models only the layers show, unless a block stands for the model.
        blocks: top-level blocks; empty shows every layer.
        opened: ids of the blocks that are open. A block inside a closed one is hidden.
    """
    rank = {leaf.path: index for index, leaf in enumerate(graph.leaves)}
    items = _items([leaf.path for leaf in graph.leaves], blocks, opened, rank)
    return Fold(items, _lift(leaf_edges(graph), items))


def _items(
    paths: Iterable[str], blocks: Sequence[Block], opened: frozenset[str], rank: dict[str, int]
) -> tuple[Item, ...]:
    inside = {path for block in blocks for path in block.layers}
    items = [Item(path, (path,)) for path in paths if path not in inside]
    for block in blocks:
        if block.layers:
            children = _items(block.layers, block.children, opened, rank) if block.id in opened else ()
            items.append(Item(f"block:{block.id}", block.layers, block, children))
    return tuple(sorted(items, key=lambda item: min(rank[path] for path in item.layers)))


def _lift(edges: Iterable[Edge], items: tuple[Item, ...]) -> tuple[Flow, ...]:
    shown = {path: item.id for top in items for item in top.walk() if not item.children for path in item.layers}
    merged: dict[tuple[str, str], dict[Tensor, tuple[Shape | None, int]]] = {}
    for edge, times in Counter(edges).items():
        pair = shown[edge.source], shown[edge.target]
        if pair[0] != pair[1]:
            tensors, tensor = merged.setdefault(pair, {}), (edge.source, edge.source_index)
            shape, before = tensors.get(tensor, (edge.shape, 0))
            tensors[tensor] = shape, max(times, before)
    return tuple(
        Flow(
            *pair,
            tuple(tensor for tensor, (_, times) in tensors.items() for _ in range(times)),
            tuple(shape for shape, times in tensors.values() for _ in range(times)),
        )
        for pair, tensors in merged.items()
    )
