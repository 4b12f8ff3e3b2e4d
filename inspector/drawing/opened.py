"""Which blocks of a picture are open: those a person sees first, all, or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from inspector.graph.blocks import Block
from inspector.graph.model import ModelGraph

Unfolding = Literal["first", "all", "none", "flat"]
"""``first``: as the window first shows a model. ``flat``: every layer, without any blocks."""

_ENOUGH = 8
_FEWEST = 5
"""Boxes that do where all that could be opened says how often it stands there."""
_ALL = 40


def first_view(graph: ModelGraph, blocks: Sequence[Block]) -> frozenset[str]:
    """Ids of blocks to open: all of a small model, else the outermost until there is something to see.

    A block that is one thing several times is opened last: its label tells what there is to see.
    """
    if len(graph.leaves) <= _ALL:
        return every(blocks)
    opened: set[str] = set()
    shown = list(blocks)
    boxes = len(graph.leaves) - sum(len(block.layers) for block in blocks) + len(blocks)
    while boxes < _ENOUGH and shown:
        largest = max(shown, key=lambda block: (not block.repeats, len(block.layers)))
        if largest.repeats and boxes >= _FEWEST:
            break
        shown.remove(largest)
        shown += largest.children
        boxes += _boxes_in(largest) - 1
        opened.add(largest.id)
    return frozenset(opened)


def every(blocks: Iterable[Block]) -> frozenset[str]:
    """Ids of all blocks, those inside others too."""
    return frozenset(each.id for block in blocks for each in block.walk())


def opened_round(blocks: Iterable[Block], paths: Iterable[str], inside: Iterable[str] = ()) -> frozenset[str]:
    """Ids of the blocks to open so that some layers, and the blocks with the ids ``inside``, are seen."""
    wanted, hidden = set(paths), set(inside)
    found: set[str] = set()

    def holds(block: Block) -> bool:
        held = [holds(child) for child in block.children]
        if any(held) or any(child.id in hidden for child in block.children) or not wanted.isdisjoint(block.layers):
            found.add(block.id)
            return True
        return False

    for block in blocks:
        holds(block)
    return frozenset(found)


def unfolded(
    graph: ModelGraph, blocks: Sequence[Block], unfolding: Unfolding, *, expand_nested: bool | None = None
) -> frozenset[str]:
    """Ids of the blocks to open.

    Args:
        expand_nested: also open every nested Keras model and what is round it, or fold every one; ``None`` leaves them.
    """
    opened = first_view(graph, blocks) if unfolding == "first" else every(blocks) if unfolding == "all" else frozenset()
    if expand_nested is None:
        return opened
    if not expand_nested:
        return opened - {each.id for block in blocks for each in block.walk() if each.model}
    round_models = {each.id for block in blocks for each in block.walk() if any(inner.model for inner in each.walk())}
    return opened | round_models


def _boxes_in(block: Block) -> int:
    return len(block.layers) - sum(len(child.layers) for child in block.children) + len(block.children)
