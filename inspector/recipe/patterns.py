"""Layers by a pattern: names, types and blocks, with ``*``, ``?`` and ``[…]`` as in a shell."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from inspector.graph.blocks import Block
from inspector.graph.model import Layer, ModelGraph
from inspector.recipe.configs import innermost_class
from inspector.recipe.refusal import EditError

_NEAR = 3


def matching(graph: ModelGraph, blocks: Sequence[Block], pattern: str) -> tuple[str, ...]:
    """Paths of the leaves a pattern means, in the file's order.

    It is held against a leaf's path, name and class, what a wrapper wraps included, against the path of a nested model
    and the id of a block; these two mean every leaf in them.

    Raises:
        EditError: nothing matches; the message has the nearest names.
    """
    inside = {path for block in _all(blocks) if fnmatchcase(block.id, pattern) for path in block.layers}
    for layer in graph.layers:
        if layer.kind == "model" and fnmatchcase(layer.path, pattern):
            inside |= {leaf.path for leaf in graph.inside(layer.path)}
    found = tuple(leaf.path for leaf in graph.leaves if leaf.path in inside or _fits(leaf, pattern))
    if not found:
        raise EditError(
            f"Expected a name, type or block of the model, found '{pattern}'.{_meant(graph, blocks, pattern)}"
        )
    return found


def matching_blocks(blocks: Sequence[Block], pattern: str) -> tuple[Block, ...]:
    """The blocks whose ids a pattern matches, without those inside another of them."""
    found: list[Block] = []
    for block in blocks:
        if block.id == pattern or fnmatchcase(block.id, pattern):
            found.append(block)
        else:
            found += matching_blocks(block.children, pattern)
    return tuple(found)


def _fits(leaf: Layer, pattern: str) -> bool:
    names = (leaf.path, leaf.name, leaf.class_name, innermost_class(leaf))
    return any(name == pattern or fnmatchcase(name, pattern) for name in names)


def _all(blocks: Iterable[Block]) -> list[Block]:
    return [each for block in blocks for each in block.walk()]


def _meant(graph: ModelGraph, blocks: Sequence[Block], pattern: str) -> str:
    known = {layer.path for layer in graph.layers} | {layer.class_name for layer in graph.layers}
    near = difflib.get_close_matches(pattern, sorted(known | {block.id for block in _all(blocks)}), n=_NEAR)
    return f" Perhaps {' or '.join(near)} is meant." if near else " `inspector show` lists them."
