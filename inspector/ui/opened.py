"""Which blocks are open when a model is first seen."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.graph.blocks import Block
from inspector.graph.model import ModelGraph

_ENOUGH = 8
_ALL = 40


def first_view(graph: ModelGraph, blocks: Sequence[Block]) -> frozenset[str]:
    """Ids of blocks to open: all of a small model, else the outermost until there is something to see."""
    if len(graph.leaves) <= _ALL:
        return frozenset(each.id for block in blocks for each in block.walk())
    opened: set[str] = set()
    shown = list(blocks)
    boxes = len(graph.leaves) - sum(len(block.layers) for block in blocks) + len(blocks)
    while boxes < _ENOUGH and shown:
        largest = max(shown, key=lambda block: len(block.layers))
        shown.remove(largest)
        shown += largest.children
        boxes += _boxes_in(largest) - 1
        opened.add(largest.id)
    return frozenset(opened)


def _boxes_in(block: Block) -> int:
    return len(block.layers) - sum(len(child.layers) for child in block.children) + len(block.children)
