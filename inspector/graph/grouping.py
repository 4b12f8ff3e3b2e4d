"""Blocks of a graph: nested models, and layers that belong together by their names or by how they are joined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from inspector.graph.blocks import Block
from inspector.graph.groups.choice import Wanted, best
from inspector.graph.groups.cuts import fingerprint
from inspector.graph.groups.labels import each_once, labels_of
from inspector.graph.groups.level import Level, level_of
from inspector.graph.groups.names import words_of
from inspector.graph.groups.runs import with_runs
from inspector.graph.groups.scopes import scopes_of
from inspector.graph.model import Layer, ModelGraph
from inspector.graph.renaming import Rule

_SMALLEST_MODEL = 13
_SMALLEST_BLOCK = 20
_TOP = Wanted(fewest=4, most=30)
_INSIDE = Wanted(fewest=2, most=60)
_DEEPEST = 3
_DEEPEST_SCOPE = 30


Groups = Sequence[tuple[Sequence[int], str]]
"""Groups of a level: their members, and a label for each; none where it stays as it is."""
Divide = Callable[[Level, int], Groups]
"""The groups of a level at a depth."""


def blocks(graph: ModelGraph) -> tuple[Block, ...]:
    """The top-level blocks of a graph, nested ones inside them; layers in none of them stand alone.

    Every nested model is a block. Otherwise a block has at least two layers, and only larger models and blocks are
    divided; smaller models by the scopes in names only, which nested models leave there in some files. A block that
    is one thing several times says so: ``stage_2 ×9``, and blocks that follow each other and are built alike are
    in one that does: ``block 2–9 ×8``. Any combination of folded blocks leaves the graph without
    circles, unless it has one itself.
    """
    return with_runs(graph, _Grouping(graph, _automatically).of_model(""))


def scope_blocks(graph: ModelGraph) -> tuple[Block, ...]:
    """Blocks as ``blocks`` gives them, but by nothing except the scopes in names: ``a/b`` is ``b`` in block ``a``.

    A scope whose layers cannot fold together without closing a circle is several blocks: ``a``, ``a (2)``.
    """
    return _Grouping(graph, _by_scopes).of_model("")


def blocks_under(graph: ModelGraph, rule: Rule) -> tuple[Block, ...]:
    """The blocks of a graph under the names of a rule: by the scopes in names where it makes those, else found."""
    return scope_blocks(graph) if rule.makes_blocks else blocks(graph)


def _automatically(level: Level, depth: int) -> Groups:
    if depth >= _DEEPEST or len(level) < (_SMALLEST_BLOCK if depth else _SMALLEST_MODEL):
        return _by_scopes(level, depth) if not depth else ()
    words = words_of(level)
    grouping = best(level, words, _INSIDE if depth else _TOP)
    if grouping is None:
        return ()
    labels = labels_of(level, words, grouping, depth == 0)
    return [(group.members, label) for group, label in zip(grouping.groups, labels, strict=True)]


def _by_scopes(level: Level, depth: int) -> Groups:
    groups = scopes_of(level) if level.layers and depth < _DEEPEST_SCOPE else ()
    return [(group.members, label) for group, label in zip(groups, each_once(g.label for g in groups), strict=True)]


def _are_alike(level: Level, groups: Groups) -> bool:
    """Whether a level is one thing several times."""
    return (
        len(groups) > 1
        and all(len(numbers) > 1 for numbers, _ in groups)
        and len({fingerprint(level, numbers) for numbers, _ in groups}) == 1
    )


class _Grouping:
    def __init__(self, graph: ModelGraph, divide: Divide) -> None:
        self._graph = graph
        self._divide = divide
        self._levels: dict[str, list[Layer]] = defaultdict(list)
        for layer in graph.layers:
            self._levels[layer.parent].append(layer)
        self._position = {leaf.path: index for index, leaf in enumerate(graph.leaves)}
        self._taken = {layer.path for layer in graph.layers}

    def of_model(self, path: str) -> tuple[Block, ...]:
        level = level_of(self._graph, tuple(self._levels.get(path, ())))
        return self._of_level(level, self._divide(level, 0), path, 0)

    def _of_level(self, level: Level, groups: Groups, parent_id: str, depth: int) -> tuple[Block, ...]:
        """Blocks among the layers of a level, in the order of its first layers."""
        if not groups:
            return tuple(self._of_nested(layer.path) for layer in level.layers if layer.kind == "model")
        made: list[Block] = []
        for numbers, label in groups:
            members = [level.layers[number] for number in numbers]
            if len(members) > 1:
                identity = self._identity(parent_id, label)
                inside = level.part(numbers)
                parts = self._divide(inside, depth + 1)
                alike = _are_alike(inside, parts)
                shown = f"{label} ×{len(parts)}" if alike else label
                children = self._of_level(inside, parts, identity, depth + 1)
                made.append(Block(identity, shown, self._leaves(members), children, repeats=alike))
            elif members[0].kind == "model":
                made.append(self._of_nested(members[0].path))
        return tuple(made)

    def _of_nested(self, path: str) -> Block:
        model = self._graph.by_path[path]
        return Block(path, model.name, self._leaves([model]), self.of_model(path), model=path)

    def _leaves(self, layers: Iterable[Layer]) -> tuple[str, ...]:
        found = [leaf.path for layer in layers for leaf in self._graph.inside(layer.path)]
        return tuple(sorted(found, key=self._position.__getitem__))

    def _identity(self, parent_id: str, label: str) -> str:
        """An id no other block and no layer has."""
        wanted = f"{parent_id}/{label}" if parent_id else label
        identity, count = wanted, 1
        while identity in self._taken:
            count += 1
            identity = f"{wanted} (block)" if count == 2 else f"{wanted} (block {count - 1})"
        self._taken.add(identity)
        return identity
