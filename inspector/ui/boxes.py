"""Which layers a box of a picture stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from inspector.graph.blocks import Block


def block_layers(blocks: Sequence[Block]) -> dict[str, tuple[str, ...]]:
    """Box id of every block, at any depth, to the paths of its leaves."""
    return {f"block:{each.id}": each.layers for block in blocks for each in block.walk()}


def leaves(boxes: Iterable[str], of_blocks: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Paths of everything in some boxes: a layer's box is its own path; blocks that are gone hold nothing."""
    found: set[str] = set()
    for box in boxes:
        found.update(of_blocks.get(box, () if box.startswith("block:") else (box,)))
    return found


def blocks_round(blocks: Sequence[Block], box: str) -> tuple[str, ...]:
    """Ids of the blocks a layer or block is in, outermost first, itself not among them."""
    layers = block_layers(blocks).get(box, (box,))
    return tuple(
        each.id
        for block in blocks
        for each in block.walk()
        if f"block:{each.id}" != box and layers[0] in each.layers and set(layers) <= set(each.layers)
    )
