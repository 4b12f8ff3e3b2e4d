"""Blocks that are built alike: the same types with the same settings in the same order, whatever their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from inspector.drawing.caption import caption
from inspector.graph.blocks import Block
from inspector.graph.model import ModelGraph

_LEAST = 3
"""Layers of a block that counts: smaller ones are alike by chance."""


def alike(graph: ModelGraph, blocks: Sequence[Block]) -> Mapping[str, tuple[str, ...]]:
    """Ids of all blocks that are built like a block, itself included, by its id; blocks without a like are left out."""
    built = {each.id: _built(graph, each) for block in blocks for each in block.walk() if len(each.layers) >= _LEAST}
    often = Counter(built.values())
    same: dict[tuple[str, ...], list[str]] = {}
    for block, layers in built.items():
        if often[layers] > 1:
            same.setdefault(layers, []).append(block)
    return {block: tuple(same[layers]) for block, layers in built.items() if layers in same}


def _built(graph: ModelGraph, block: Block) -> tuple[str, ...]:
    return tuple(caption(graph.by_path[path]) for path in block.layers)
