"""How much detail is shown: how many levels of blocks are open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from inspector.graph.blocks import Block


def levels(blocks: Sequence[Block]) -> int:
    """How deep blocks are nested; opening that many levels shows every layer."""
    return max((1 + levels(block.children) for block in blocks), default=0)


def opened_to(blocks: Sequence[Block], level: int) -> frozenset[str]:
    """Ids of the blocks to open for a level of detail; 0 folds all."""
    return frozenset(block.id for depth, block in _deep(blocks, 0) if depth < level)


def level_of(blocks: Sequence[Block], opened: Set[str]) -> int:
    """The deepest level of which everything is open."""
    shut = (depth for depth, block in _deep(blocks, 0) if block.id not in opened)
    return min(shut, default=levels(blocks))


def _deep(blocks: Sequence[Block], depth: int) -> Iterator[tuple[int, Block]]:
    for block in blocks:
        yield depth, block
        yield from _deep(block.children, depth + 1)
