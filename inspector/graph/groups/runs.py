"""Runs of blocks that follow each other and are built alike, each put into one block of its own."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from inspector.graph.blocks import Block
from inspector.graph.leaf_edges import leaf_edges
from inspector.graph.model import ModelGraph

_SHORTEST = 3
"""Blocks of a run."""
_LEAST_LAYERS = 3
"""Layers of a block that counts: smaller ones are alike by chance."""
_MOST_AHEAD = 3
"""Layers that may stand before what the first block of a run has in common with the others."""
_NUMBERED = re.compile(r"(.*?)(\d+)(\D*)")
_OWN = frozenset({"name", "seed"})

Built = tuple[tuple[str, tuple[int, ...]], ...]
"""What a block consists of, equal for blocks that are built alike."""


def with_runs(graph: ModelGraph, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The same blocks, with runs of at least three that are built alike in one block, at every depth.

    Blocks are alike that have layers of the same classes with the same settings and shapes, joined in the same way.
    Labels of those of a run count up, each leads to the next, and nothing else of the graph lies between, so that
    folding a run closes no circle. What stands in the first one before that, such as an embedding, comes out of it.
    Blocks keep their ids; where all of a block is one run it stays as it is.
    """
    taken = {layer.path for layer in graph.layers} | {each.id for block in blocks for each in block.walk()}
    return _Runs(graph, taken).of_level(tuple(blocks), [leaf.path for leaf in graph.leaves], "")


class _Runs:
    def __init__(self, graph: ModelGraph, taken: set[str]) -> None:
        self._taken = taken
        self._sources: dict[str, list[str]] = defaultdict(list)
        for edge in leaf_edges(graph):
            self._sources[edge.target].append(edge.source)
        self._settings: Callable[[str], str] = cache(lambda path: _settings(graph, path))

    def of_level(self, blocks: tuple[Block, ...], layers: Sequence[str], parent: str) -> tuple[Block, ...]:
        """The blocks of a level, which has these leaves, with runs in them."""
        inside = tuple(replace(each, children=self.of_level(each.children, each.layers, each.id)) for each in blocks)
        found = list(inside)
        start = 0
        while start < len(found):
            members = self._run(found, start)
            if len(members) < _SHORTEST or not self._is_apart(found, members, layers):
                start += 1
                continue
            covered = {path for each in members for path in each.layers}
            if len(covered) == len(layers):
                return inside
            label = _label([each.label for each in members])
            order = tuple(path for path in layers if path in covered)
            run = Block(self._identity(parent, label), label, order, tuple(members), repeats=True)
            found[start : start + len(members)] = [run]
            start += 1
        return tuple(found)

    def _run(self, blocks: Sequence[Block], start: int) -> list[Block]:
        """The blocks from one on that are alike, each leading to the next; the first without what stands ahead."""
        if start + 1 >= len(blocks) or len(blocks[start].layers) < _LEAST_LAYERS or blocks[start].repeats:
            return []
        members = [self._trimmed(blocks[start], blocks[start + 1])]
        built = self._built(members[0])
        if len({settings for settings, _ in built}) == 1:
            return []
        for block in blocks[start + 1 :]:
            if (
                not _follows(members[-1].label, block.label)
                or block.repeats
                or self._built(block) != built
                or not self._leads(members[-1], block)
            ):
                break
            members.append(block)
        return members

    def _trimmed(self, block: Block, following: Block) -> Block:
        """A block without the layers ahead of what the next one is like; the block itself where it is not like it."""
        ahead = len(block.layers) - len(following.layers)
        if not 0 < ahead <= _MOST_AHEAD or block.children or block.model or len(following.layers) < _LEAST_LAYERS:
            return block
        rest = replace(block, layers=block.layers[ahead:])
        return rest if self._built(rest) == self._built(following) else block

    def _built(self, block: Block) -> Built:
        place = {path: number for number, path in enumerate(block.layers)}
        return tuple(
            (self._settings(path), tuple(sorted(place[each] for each in self._sources[path] if each in place)))
            for path in block.layers
        )

    def _leads(self, block: Block, following: Block) -> bool:
        inside = set(block.layers)
        return any(source in inside for path in following.layers for source in self._sources[path])

    def _is_apart(self, blocks: Sequence[Block], members: Sequence[Block], layers: Sequence[str]) -> bool:
        """Whether no way leads out of the members over others of the level and back into them."""
        run = {path for each in members for path in each.layers}
        piece = {path: path for path in layers} | {path: f"block:{b.id}" for b in blocks for path in b.layers}
        piece |= dict.fromkeys(run, "run")
        for path in _ahead(blocks, members):
            piece[path] = path
        onward: dict[str, set[str]] = defaultdict(set)
        for path in layers:
            for source in self._sources[path]:
                if source in piece and piece[source] != piece[path]:
                    onward[piece[source]].add(piece[path])
        waiting, seen = list(onward["run"]), set(onward["run"])
        while waiting:
            for other in onward[waiting.pop()] - seen:
                if other == "run":
                    return False
                seen.add(other)
                waiting.append(other)
        return True

    def _identity(self, parent: str, label: str) -> str:
        wanted = f"{parent}/{label}" if parent else label
        identity, count = wanted, 1
        while identity in self._taken:
            count += 1
            identity = f"{wanted} ({count})"
        self._taken.add(identity)
        return identity


def _ahead(blocks: Sequence[Block], members: Sequence[Block]) -> list[str]:
    """The layers that the first member lost to stand by themselves."""
    before = next(each for each in blocks if each.id == members[0].id)
    return [path for path in before.layers if path not in set(members[0].layers)]


def _settings(graph: ModelGraph, path: str) -> str:
    layer = graph.by_path[path]
    told = [layer.class_name, layer.output_shapes, _without_own(layer.config)]
    return json.dumps(told, sort_keys=True, default=str)


def _without_own(value: object) -> object:
    """A config without names and seeds, at any depth."""
    if isinstance(value, dict):
        return {key: _without_own(each) for key, each in value.items() if key not in _OWN}
    return [_without_own(each) for each in value] if isinstance(value, list | tuple) else value


def _label(labels: Sequence[str]) -> str:
    """``"block 2–9 ×8"`` for labels that count up."""
    first, last = _NUMBERED.fullmatch(labels[0]), _NUMBERED.fullmatch(labels[-1])
    assert first
    assert last
    return f"{first[1]}{first[2]}–{last[2]}{first[3]} ×{len(labels)}"


def _follows(label: str, other: str) -> bool:
    """Whether the second label is the first one with the next number."""
    one, two = _NUMBERED.fullmatch(label), _NUMBERED.fullmatch(other)
    return one is not None and two is not None and (one[1], int(one[2]) + 1, one[3]) == (two[1], int(two[2]), two[3])
