"""Ways to put a level's layers into groups: each gives every layer a label, or none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from inspector.graph.groups.cuts import cells, fingerprint, repeats, units
from inspector.graph.groups.level import Level
from inspector.graph.groups.names import Words, place
from inspector.graph.groups.scopes import scopes_of

Kind = Literal["name", "scope", "ending", "towers", "stage", "cells", "runs", "chain"]

_SHARE_OF_LABELS = 0.15
_SMALLEST_ENDING = 4
_NUMBER = re.compile(r"(?<![A-Za-z0-9])(\d+)(?![A-Za-z0-9])")
_WIDEST_CUT = 3
_WHOLE = 0.15
_LONG_CHAIN = 25
_STRETCHES = 16


@dataclass(frozen=True, slots=True)
class Proposal:
    """A label per layer, ``None`` for layers it says nothing about.

    Attributes:
        kind: what the labels come from.
        worth: how much a person is expected to like such groups, beside how well they cut.
    """

    kind: Kind
    worth: float
    labels: tuple[str | None, ...]


def proposals(level: Level, words: Sequence[Words | None]) -> Iterator[Proposal]:
    """Every way that could suit the level.

    Args:
        words: of the layers' names, ``None`` for a name Keras made up.
    """
    yield from (proposal for proposal in _by_name(words) if _says_enough(proposal))
    if (scopes := _by_scope(level, words)) is not None:
        yield scopes
    if (towers := _by_input(level)) is not None:
        yield towers
    if (stages := _by_size(level)) is not None:
        yield stages
    for tensors in range(1, _WIDEST_CUT + 1):
        yield from _by_cuts(level, tensors)
    if len(level) >= _LONG_CHAIN and (chain := _by_units(level)) is not None:
        yield chain


def _says_enough(proposal: Proposal) -> bool:
    return sum(label is not None for label in proposal.labels) >= _SHARE_OF_LABELS * len(proposal.labels)


def _by_name(words: Sequence[Words | None]) -> Iterator[Proposal]:
    """By the first words of names, by their last, and by the one number in them."""
    for count, worth in ((1, 0.2), (2, 0.15), (3, 0.1)):
        labels = tuple(place(name[:count]) if name else None for name in words)
        yield Proposal("name", worth + (_numbered(labels) if count == 1 else 0), labels)
    last = [name[-1] if name and any(map(str.isdigit, name[-1])) else None for name in words]
    times = Counter(last)
    yield Proposal("ending", 0.5, tuple(label if times[label] >= _SMALLEST_ENDING else None for label in last))
    numbers = (_NUMBER.findall(" ".join(name).replace("_", " ")) if name else [] for name in words)
    yield Proposal("ending", 0.0, tuple(found[0] if len(found) == 1 else None for found in numbers))


def _numbered(labels: Sequence[str | None]) -> float:
    """What labels are worth for numbers in them: they count parts of a model."""
    return 0.3 * sum(any(map(str.isdigit, label)) for label in labels if label) / len(labels)


def _by_scope(level: Level, words: Sequence[Words | None]) -> Proposal | None:
    """By the scopes of names where they have one, as layers of a model inside have, and by first words elsewhere."""
    scopes = {group.label: group.members for group in scopes_of(level) if len(group.members) > 1}
    if not scopes:
        return None
    labels = [place(name[:1]) if name else None for name in words]
    for label, members in scopes.items():
        for number in members:
            labels[number] = label
    return Proposal("scope", 0.3 + _numbered(labels), tuple(labels))


def _by_input(level: Level) -> Proposal | None:
    """Layers that depend on the same inputs; each input's own tower is one group."""
    inputs = [number for number in range(len(level)) if not level.predecessors[number]]
    if not 2 <= len(inputs) <= 8 or any(level.layers[number].class_name != "InputLayer" for number in inputs):
        return None
    reached_from: list[frozenset[int]] = []
    for number, others in enumerate(level.predecessors):
        sets = [reached_from[other] for other in others]
        reached_from.append(frozenset().union(*sets) if sets else frozenset({number}))
    labels = (level.layers[min(sources)].name if len(sources) == 1 else "joined" for sources in reached_from)
    return Proposal("towers", 0.2, tuple(labels))


def _by_size(level: Level) -> Proposal | None:
    """Layers whose outputs have the same height and width."""
    sizes = [
        None if category == "reshaping" else _spatial_size(layer.output_shape)
        for layer, category in zip(level.layers, level.categories, strict=True)
    ]
    known = [size for size in sizes if size is not None]
    if len(known) <= len(level) / 2 or len(set(known)) < 3:
        return None
    return Proposal("stage", 0.05, tuple(sizes))


def _spatial_size(shape: tuple[int | None, ...] | None) -> str | None:
    if shape is None or len(shape) not in (4, 5):
        return None
    last, first = shape[1:-1], shape[2:]
    sizes = last if last[0] == last[-1] else first
    return None if None in sizes else "×".join(map(str, sizes))


def _by_cuts(level: Level, tensors: int) -> Iterator[Proposal]:
    """Cells between narrow places, patterns of cells that repeat, and runs of what is built alike."""
    found = cells(level, tensors)
    if len(found) < 3 or max(map(len, found)) >= 0.8 * len(level):
        return
    worth = 0.08 * (2 - tensors) if tensors < 3 else -0.05
    prints = [fingerprint(level, cell) for cell in found]
    yield from _cells_and_runs(level, found, prints, worth)
    patterns = repeats(prints)
    if len(patterns) < len(found):
        together = [[number for place in places for number in found[place]] for places in patterns]
        yield from _cells_and_runs(level, together, [fingerprint(level, each) for each in together], worth + _WHOLE)


def _cells_and_runs(
    level: Level, found: Sequence[Sequence[int]], prints: Sequence[int], worth: float
) -> Iterator[Proposal]:
    yield Proposal("cells", worth, _labelled(len(level), found, range(len(found))))
    run, runs = 0, [0]
    for before, now in pairwise(prints):
        run += before != now
        runs.append(run)
    if run + 1 < len(found):
        yield Proposal("runs", worth, _labelled(len(level), found, runs))


def _by_units(level: Level) -> Proposal | None:
    """Stretches of a long chain, several together where there would be too many."""
    found = units(level)
    if len(found) < 3:
        return None
    together = -(-len(found) // _STRETCHES)
    labels: list[str | None] = [None] * len(level)
    for start in range(0, len(found), together):
        group = [number for unit in found[start : start + together] for number in unit]
        first, last = level.layers[group[0]].name, level.layers[group[-1]].name
        for number in group:
            labels[number] = first if together == 1 else f"{first} – {last}"
    return Proposal("chain", -0.1, tuple(labels))


def _labelled(count: int, groups: Sequence[Sequence[int]], labels: Sequence[int]) -> tuple[str | None, ...]:
    made: list[str | None] = [None] * count
    for group, label in zip(groups, labels, strict=True):
        for number in group:
            made[number] = str(label)
    return tuple(made)
