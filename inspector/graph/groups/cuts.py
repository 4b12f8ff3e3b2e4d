"""Where a level can be cut: narrow places, and in a plain chain every layer that learns features."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.graph.groups.level import Level

_LONGEST_PATTERN = 12
_ALL_ALONG = 0.4
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
        if found[-1] and level.categories[number] in _FEATURES:
            found.append([])
        if layer.class_name != "InputLayer":
            found[-1].append(number)
    return found


def repeats(prints: Sequence[int]) -> list[range]:
    """Places of a row, those together that repeat as a pattern: ``a b c b c b c d`` is ``a``, three ``b c``, ``d``.

    Args:
        prints: of what stands in the row; the same number for what is alike. A pattern has at least two places and
            stands at least three times; rows of what is all alike are left as they are.
    """
    found: list[range] = []
    waiting = [range(len(prints))]
    while waiting:
        row = waiting.pop()
        stretch, period = _longest_repeat(prints, row)
        if not stretch:
            found += [range(place, place + 1) for place in row]
            continue
        found += [range(place, place + period) for place in stretch[::period]]
        waiting += [range(row.start, stretch.start), range(stretch.stop, row.stop)]
    return sorted(found, key=lambda places: places.start)


def _longest_repeat(prints: Sequence[int], row: range) -> tuple[range, int]:
    """The longest stretch of a row that is one pattern again and again, and the size of the pattern."""
    best, best_period = range(0), 1
    for period in range(2, _LONGEST_PATTERN + 1):
        same = 0
        for place in row[:-period]:
            same = same + 1 if prints[place] == prints[place + period] else 0
            size = (same + period) // period * period
            start = place - same + 1
            if size > len(best) and size >= 3 * period and len(set(prints[start : start + period])) > 1:
                best, best_period = range(start, start + size), period
    return best, best_period


def _tensors_alive(level: Level) -> list[int]:
    """After each layer, how many outputs are still needed by later ones; those needed all along do not count."""
    change = [0] * (len(level) + 1)
    for number, others in enumerate(level.successors):
        is_needed_all_along = len(others) > 2 and others[-1] - number > len(level) * _ALL_ALONG
        if others and not is_needed_all_along:
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
