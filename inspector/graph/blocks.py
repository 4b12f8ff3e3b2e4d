"""Groups of layers that fold: a tree over a model's leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """A group of layers that folds into one box.

    Attributes:
        id: unique among blocks, nested ids joined with ``/``: ``"conv2/block1"``.
        label: what a person reads on the box: ``"block1"``.
        layers: paths of all leaves inside, those of nested blocks included, in the file's order.
        children: nested blocks; leaves of ``layers`` in none of them stand directly in this block.
        model: path of the nested Keras model the block stands for; empty for a group found by names or structure.
        repeats: whether its blocks are one thing several times, as its label says.
    """

    id: str
    label: str
    layers: tuple[str, ...]
    children: tuple[Block, ...] = ()
    model: str = ""
    repeats: bool = False

    def walk(self) -> Iterator[Block]:
        """This block, then every block inside it."""
        yield self
        for child in self.children:
            yield from child.walk()
