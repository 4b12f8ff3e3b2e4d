"""The tree the layer list shows, as plain objects: blocks, and layers in the file's order."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from inspector.graph.blocks import Block
from inspector.graph.model import Layer, ModelGraph

_serials = itertools.count(1)


@dataclass(slots=True, eq=False)
class Node:
    """One row: a block or a leaf layer.

    ``id`` is the box id the graph uses too; ``layers`` are the leaf paths it stands for; ``serial`` is never reused,
    so that an old index can be told from a present one.
    """

    id: str
    label: str
    layers: tuple[str, ...]
    layer: Layer | None = None
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    row: int = 0
    serial: int = field(default_factory=lambda: next(_serials))

    def walk(self) -> Iterator[Node]:
        """This node, then all below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def ancestors(self) -> Iterator[Node]:
        """The blocks it is in, innermost first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


def tree(graph: ModelGraph, blocks: Sequence[Block]) -> list[Node]:
    """The top rows, everything else below them; each level ordered as in the file."""
    order = {leaf.path: place for place, leaf in enumerate(graph.leaves)}
    return _level(graph, blocks, order, tuple(order))


def number(nodes: Sequence[Node], parent: Node | None) -> None:
    """Tell the nodes of one level where they stand."""
    for row, node in enumerate(nodes):
        node.row, node.parent = row, parent


def _level(graph: ModelGraph, blocks: Sequence[Block], order: dict[str, int], paths: Sequence[str]) -> list[Node]:
    grouped = {path for block in blocks for path in block.layers}
    nodes = [_block(graph, block, order) for block in blocks if block.layers]
    nodes += [_leaf(graph.by_path[path]) for path in paths if path not in grouped]
    nodes.sort(key=lambda node: min(order[path] for path in node.layers))
    number(nodes, None)
    return nodes


def _block(graph: ModelGraph, block: Block, order: dict[str, int]) -> Node:
    node = Node(f"block:{block.id}", block.label, block.layers, graph.by_path.get(block.model))
    node.children = _level(graph, block.children, order, block.layers)
    number(node.children, node)
    return node


def _leaf(layer: Layer) -> Node:
    return Node(layer.path, layer.name, (layer.path,), layer)
