"""Which layer every operation belongs to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass

from inspector.graph.groups.acyclic import partition
from inspector.graph.operations import OperationGraph
from inspector.graph.recovery.alignment import Alignment, align, with_siblings
from inspector.graph.recovery.live import Live
from inspector.graph.recovery.names import Names, is_default, keras_name
from inspector.graph.recovery.scopes import Path, path_of, shared_scopes

_Label = tuple[str, object]

_DEEPEST = 6
_PASSED_ON = re.compile(r"Identity(_\d+)?(~\d+)?")


@dataclass(frozen=True, slots=True)
class Assignment:
    """Layers as handfuls of operations.

    Attributes:
        members: places of each layer's operations, in order; an input is a layer of its own.
        names: of the layers, unique; those inside a nested model have its name before them.
        sources: of each operation that belongs to a layer, the tensors of other operations it takes data from, with
            operations that only pass a tensor on left out.
        layer_of: of each operation its layer's number.
    """

    members: tuple[tuple[int, ...], ...]
    names: tuple[str, ...]
    sources: Mapping[int, tuple[tuple[int, int], ...]]
    layer_of: Mapping[int, int]


def assign(graph: OperationGraph, alive: Live) -> Assignment:
    """Put every operation that carries data into a layer, so that layers depend on each other without circles."""
    paths = {place: path_of(graph.operations[place].name) for place in alive.carrying}
    outer = shared_scopes([path for path in paths.values() if len(path) > 1])
    inner = {
        place: path[len(outer) :] if path[: len(outer)] == outer and len(path) > len(outer) else path
        for place, path in paths.items()
    }
    aligned = align([(inner[place], alive.variables[place]) for place in alive.carrying])
    containers = with_siblings(aligned.containers, list(inner.values()), aligned)
    scopes = {place: _layer_scope(path, containers) for place, path in inner.items()}
    places = sorted(
        [*alive.inputs, *(place for place, scope in scopes.items() if not _only_passes(graph, place, scope))]
    )
    sources = _sources(graph, frozenset(places), scopes.keys())
    names = Names(aligned, containers, frozenset(path[0] for path in inner.values()))
    labels = [_label(graph, place, scopes.get(place), names, aligned) for place in places]
    return _pieces(places, labels, sources)


def _label(graph: OperationGraph, place: int, scope: Path | None, names: Names, aligned: Alignment) -> _Label:
    """The layer's name, and what two calls of one layer have in common and two layers of the same name have not."""
    operation = graph.operations[place]
    if scope is None:
        return operation.name, place
    if operation.name.endswith(scope[-1]) and is_default(operation.type, scope[-1]):
        return "/".join(filter(None, (names.of(scope[:-1]), keras_name(operation.type)))), place
    return names.of(scope), aligned.readers.get(scope) or scope[-1]


def _layer_scope(path: Path, containers: frozenset[Path]) -> Path:
    depth = 1
    while depth < _DEEPEST and len(path) > depth + 1 and path[:depth] in containers:
        depth += 1
    return path[:depth]


def _only_passes(graph: OperationGraph, place: int, scope: Path) -> bool:
    return len(scope) == 1 and graph.operations[place].type == "Identity" and bool(_PASSED_ON.fullmatch(scope[0]))


def _sources(
    graph: OperationGraph, kept: Collection[int], carrying: Container[int]
) -> dict[int, tuple[tuple[int, int], ...]]:
    return {
        place: tuple(
            found
            for tensor in graph.operations[place].inputs
            if (found := origin(graph, tensor, kept, carrying)) is not None
        )
        for place in kept
    }


def origin(
    graph: OperationGraph, tensor: tuple[int, int], kept: Container[int], carrying: Container[int]
) -> tuple[int, int] | None:
    """The tensor of a layer's operation that this one is, past operations that only pass it on."""
    while tensor[0] not in kept:
        inputs = graph.operations[tensor[0]].inputs
        if tensor[0] not in carrying or not inputs:
            return None
        tensor = inputs[0]
    return tensor


def _pieces(places: list[int], labels: list[_Label], sources: Mapping[int, tuple[tuple[int, int], ...]]) -> Assignment:
    number = {place: index for index, place in enumerate(places)}
    before = [[number[source] for source, _ in sources[place] if number[source] < number[place]] for place in places]
    pieces = partition(before, labels, len(places)) or []
    members: list[list[int]] = [[] for _ in range(max(pieces, default=-1) + 1)]
    for place, piece in zip(places, pieces, strict=True):
        members[piece].append(place)
    return Assignment(
        members=tuple(map(tuple, members)),
        names=_unique([labels[number[each[0]]] for each in members]),
        sources=sources,
        layer_of=dict(zip(places, pieces, strict=True)),
    )


def _unique(labels: list[_Label]) -> tuple[str, ...]:
    """Names of which none is there twice: bare operations are numbered as Keras does it, others marked."""
    taken = {name for name, identity in labels if not isinstance(identity, int)}
    given: list[str] = []
    seen: set[str] = set()
    counts: Counter[tuple[str, bool]] = Counter()
    for name, identity in labels:
        is_bare = isinstance(identity, int)
        free = name
        while free in seen or (is_bare and free in taken):
            counts[name, is_bare] += 1
            free = f"{name}_{counts[name, is_bare]}" if is_bare else f"{name}~{counts[name, is_bare]}"
        seen.add(free)
        given.append(free)
    return tuple(given)
