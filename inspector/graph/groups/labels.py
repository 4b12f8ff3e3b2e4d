"""What is written on the groups of a level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from inspector.graph.groups.choice import Grouping
from inspector.graph.groups.level import Group, Level
from inspector.graph.groups.names import STEPS, Words, place, stem_of


def labels_of(level: Level, words: Sequence[Words | None], grouping: Grouping, has_stem: bool) -> list[str]:
    """A label per group, each once: from names where they say something, else counted.

    Args:
        words: of the layers' names, ``None`` for a name Keras made up.
        has_stem: whether the level is a whole model, whose first layers may be its stem.
    """
    made: list[str] = []
    counted = 0
    blocks = [group for group in grouping.groups if len(group.members) > 1]
    for group in grouping.groups:
        if grouping.kind == "scope":
            label = group.label
        elif grouping.kind in ("name", "ending", "towers", "stage", "chain"):
            label = _with_letters(_with_shared_steps(group.label, group, words), group, words)
        elif has_stem and group is blocks[0] and _is_chain(level, group):
            label = "stem"
        else:
            label = _name_of_exit(level, words, group) if grouping.kind == "cells" else _shared_start(group, words)
        if not label:
            counted += len(group.members) > 1
            label = f"block {counted}" if grouping.kind == "cells" else f"stack {counted}"
        made.append(label)
    return each_once(made)


def _with_shared_steps(label: str, group: Group, words: Sequence[Words | None]) -> str:
    """A label with the steps that all its layers' names have next: ``expanded_conv`` for ``expanded``."""
    names = [name for number in group.members if (name := words[number]) and place(name[:1]) == label]
    size = 1
    while names and all(len(name) > size and name[size] == names[0][size] for name in names):
        if names[0][size] not in STEPS:
            break
        label += f"_{names[0][size]}"
        size += 1
    return label


def _with_letters(label: str, group: Group, words: Sequence[Words | None]) -> str:
    """A label that is a bare number, with the word its layers have in common."""
    if not label.replace("_", "").isdigit():
        return label
    stems = Counter(
        stem
        for number in group.members
        for stem in {stem_of(word) for word in words[number] or ()}
        if stem and stem.lower() not in STEPS
    )
    word = next((stem for stem, count in stems.most_common(1) if count > len(group.members) / 3), "block")
    return f"{word} {label}"


def _is_chain(level: Level, group: Group) -> bool:
    return all(len(level.predecessors[number]) <= 1 for number in group.members)


def _name_of_exit(level: Level, words: Sequence[Words | None], group: Group) -> str:
    """The place the one layer is named after through which everything leaves a group."""
    inside = set(group.members)
    exits = [number for number in group.members if not inside.issuperset(level.successors[number])]
    name = words[exits[0]] if len(exits) == 1 else None
    return place(name) if name else ""


def _shared_start(group: Group, words: Sequence[Words | None]) -> str:
    """The first word of all names in a group, where there is one."""
    first = {name[0] for number in group.members if (name := words[number])}
    return first.pop() if len(first) == 1 else ""


def each_once(labels: Iterable[str]) -> list[str]:
    """The labels, from the second time on with a count: ``conv``, ``conv (2)``."""
    seen: Counter[str] = Counter()
    made = []
    for label in labels:
        seen[label] += 1
        made.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return made
