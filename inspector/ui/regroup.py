"""Keeps the blocks of a file while edits add and take away layers, so that what is folded stays folded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from inspector.graph.blocks import Block
from inspector.graph.model import ModelGraph


def regroup(
    blocks: Sequence[Block], graph: ModelGraph, created: Iterable[str], renamed: Mapping[str, str] | None = None
) -> tuple[Block, ...]:
    """The same blocks over the layers of an edited graph.

    A created layer joins the blocks of the layer it follows as far as tensors go on to layers of those blocks, which
    keeps blocks convex; otherwise it stands outside. Blocks that lost all layers are gone.

    Args:
        blocks: of the file.
        graph: as it is now.
        created: paths of layers that edits made.
        renamed: path now of layers that have another in the file, by that one.
    """
    if renamed:
        blocks = tuple(_called(block, renamed) for block in blocks)
    order = {leaf.path: place for place, leaf in enumerate(graph.leaves)}
    guests = sorted((path for path in created if path in order), key=order.__getitem__)
    kept = (_regrouped(block, graph, order, guests) for block in blocks)
    return tuple(block for block in kept if block.layers)


def _called(block: Block, renamed: Mapping[str, str]) -> Block:
    return replace(
        block,
        label=renamed[block.model].rpartition("/")[2] if block.model in renamed else block.label,
        layers=tuple(renamed.get(path, path) for path in block.layers),
        children=tuple(_called(child, renamed) for child in block.children),
        model=renamed.get(block.model, block.model),
    )


def _regrouped(block: Block, graph: ModelGraph, order: dict[str, int], guests: Sequence[str]) -> Block:
    members = {path for path in block.layers if path in order}
    joining = [guest for guest in guests if _belongs(guest, block, members, graph, frozenset(guests))]
    members.update(joining)
    children = (_regrouped(child, graph, order, joining) for child in block.children)
    return replace(
        block,
        layers=tuple(sorted(members, key=order.__getitem__)),
        children=tuple(child for child in children if child.layers),
    )


def _belongs(guest: str, block: Block, members: set[str], graph: ModelGraph, guests: frozenset[str]) -> bool:
    if block.model:
        return guest.startswith(block.model + "/")
    around = (_beyond(guest, ways, guests) for ways in (graph.predecessors, graph.successors))
    return all(any(leaf.path in members for path in paths for leaf in graph.inside(path)) for paths in around)


def _beyond(path: str, ways: Mapping[str, tuple[str, ...]], guests: frozenset[str]) -> set[str]:
    """The nearest layers that are no guests, in one direction."""
    found: set[str] = set()
    for step in ways[path]:
        found |= _beyond(step, ways, guests) if step in guests else {step}
    return found
