"""Layers that no label claims get the label of what is around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from inspector.graph.groups.level import Level

_ROUNDS = 4
_ENDS_WHAT_CAME_BEFORE = frozenset({"activation", "normalization", "regularization"})


def complete(level: Level, labels: Sequence[str | None]) -> list[str | None]:
    """The labels with gaps filled; ``None`` is left only where nothing around a layer has a label.

    A merge closes the block its branches came from. Another layer opens the block of what it leads to, unless it
    is one that usually ends a block, such as an activation; that one stays with what it takes from.
    """
    found = list(labels)
    for _ in range(_ROUNDS):
        before = list(found)
        _close_with_merges(level, found)
        _open_before(level, found)
        _go_on_after(level, found)
        if found == before:
            break
    for number in reversed(range(len(level))):
        found[number] = found[number] or _first(found[other] for other in level.successors[number])
    for number in range(len(level)):
        found[number] = found[number] or _first(found[other] for other in level.predecessors[number])
    return found


def _close_with_merges(level: Level, found: list[str | None]) -> None:
    for number, label in enumerate(found):
        if label is None and (level.categories[number] == "merging" or level.layers[number].class_name == "Add"):
            found[number] = _most_common_and_latest(found[other] for other in level.predecessors[number])


def _open_before(level: Level, found: list[str | None]) -> None:
    for number in reversed(range(len(level))):
        if found[number] is not None:
            continue
        ahead = {found[other] for other in level.successors[number]}
        if len(ahead) != 1 or None in ahead:
            continue
        (label,) = ahead
        behind = {found[other] for other in level.predecessors[number]} - {None}
        at_a_fork = all(len(level.successors[other]) > 1 for other in level.predecessors[number])
        if not behind or behind == ahead or at_a_fork or level.categories[number] not in _ENDS_WHAT_CAME_BEFORE:
            found[number] = label


def _go_on_after(level: Level, found: list[str | None]) -> None:
    for number, label in enumerate(found):
        if label is None:
            behind = [found[other] for other in level.predecessors[number]]
            found[number] = None if None in behind else _most_common_and_latest(behind)


def _most_common_and_latest(labels: Iterable[str | None]) -> str | None:
    listed = [label for label in labels if label is not None]
    counts = Counter(reversed(listed))
    return counts.most_common(1)[0][0] if counts else None


def _first(labels: Iterable[str | None]) -> str | None:
    return next((label for label in labels if label is not None), None)
