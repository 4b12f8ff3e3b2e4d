"""Where a level can be cut: narrow places, and in a plain chain every layer that learns features."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.catalogue import category_of
from inspector.graph.groups.level import Level

_FEATURES = frozenset({"convolution", "core", "recurrent", "attention"})


def cells(level: Level, tensors: int) -> list[list[int]]:
    """The level's layers in stretches, cut where at most ``tensors`` tensors are needed later.

    Stretches of one or two layers that follow each other are one.
    """
    found: list[list[int]] = []
    stretch: list[int] = []
    last_is_plain = False
    for number, alive in enumerate(_tensors_alive(level)):
        stretch.append(number)
        if alive > tensors:
            continue
        is_plain = len(stretch) <= 2
        if is_plain and last_is_plain:
            found[-1] += stretch
        else:
            found.append(stretch)
        stretch, last_is_plain = [], is_plain
    return [*found, stretch] if stretch else found


def units(level: Level) -> list[list[int]]:
    """A plain chain in stretches that each begin with a layer that learns features; empty for any other level."""
    if any(len(others) > 1 for others in (*level.predecessors, *level.successors)):
        return []
    found: list[list[int]] = [[]]
    for number, layer in enumerate(level.layers):
        if found[-1] and category_of(layer.class_name) in _FEATURES:
            found.append([])
        if layer.class_name != "InputLayer":
            found[-1].append(number)
    return found


def _tensors_alive(level: Level) -> list[int]:
    """After each layer, how many layers' outputs are still needed by later ones."""
    change = [0] * (len(level) + 1)
    for number, others in enumerate(level.successors):
        if others:
            change[number] += 1
            change[others[-1]] -= 1
    alive, counts = 0, []
    for step in change[:-1]:
        alive += step
        counts.append(alive)
    return counts


def fingerprint(level: Level, numbers: Sequence[int]) -> int:
    """The same number for groups of layers of the same classes, joined in the same way."""
    inside = set(numbers)
    marks = {number: hash(level.layers[number].class_name) for number in numbers}
    for _ in range(3):
        marks = {
            number: hash(
                (
                    mark,
                    tuple(sorted(marks[other] for other in level.predecessors[number] if other in inside)),
                    tuple(sorted(marks[other] for other in level.successors[number] if other in inside)),
                )
            )
            for number, mark in marks.items()
        }
    return hash(tuple(sorted(marks.values())))
