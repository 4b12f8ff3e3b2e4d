"""Horizontal positions by Brandes and Köpf, "Fast and Simple Horizontal Coordinate Assignment" (Graph Drawing 2001).

Extended to segments that end beside a column's middle: columns of an aligned block are shifted against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from inspector.drawing.layout.order import Order, positions
from inspector.drawing.layout.proper import LANE, LINE, Part, Proper
from inspector.drawing.layout.settle import settled

NODE_GAP = 28.0
"""Pixels between two boxes of a layer."""
LINE_GAP = 14.0
"""Pixels between a box and a line that passes it."""
LANE_GAP = 4.0
"""Pixels between the lanes of two lines."""

_TOO_WIDE = 3.0  # as often as the widest row a picture may be wide
_FEW = 16  # boxes by which ways may differ in length and still count alike


def middles(graph: Proper, rows: Order) -> list[float]:
    """The x of every column's middle, without overlaps, in the order of ``rows``.

    The mean of the two middle ones of four alignments (from above and below, to the left and to the right); where that
    is far wider than any row has to be, rows that bend.
    """
    if not graph.row:
        return []
    place = positions(rows, len(graph.row))
    boxes = [sum([part.is_box for part in parts]) for parts in graph.parts]
    before, behind = _lengths(graph, rows, boxes, downwards=True), _lengths(graph, rows, boxes, downwards=False)
    bending = _crossed(graph, rows, place) | _sideways(graph, place, before, behind)
    apart = [[_apart(graph, left, right) for left, right in pairwise(row)] for row in rows]
    found = []
    for from_below in (False, True):
        wishes = _wishes(graph, place, bending, from_below=from_below)
        for to_the_right in (False, True):
            alignment = _align(rows[::-1] if from_below else rows, wishes, to_the_right=to_the_right)
            found.append(_compact(rows, apart, alignment, to_the_right=to_the_right))
    spans = [(min(xs), max(xs)) for xs in found]
    low, high = min(spans, key=lambda span: span[1] - span[0])
    if high - low > _TOO_WIDE * max(map(sum, apart)):
        ways = [first + last - own for first, last, own in zip(before, behind, boxes, strict=True)]
        longest = max(ways)
        return settled(graph, rows, apart, [way == longest for way in ways], bending)
    moves = [high - span[1] if index % 2 else low - span[0] for index, span in enumerate(spans)]
    columns = zip(*([x + move for x in xs] for xs, move in zip(found, moves, strict=True)), strict=True)
    return [(ordered[1] + ordered[2]) / 2 for ordered in map(sorted, columns)]


def _crossed(graph: Proper, rows: Order, place: list[int]) -> set[int]:
    """Segments that cross one of a line that goes on both ways: those stay straight, these give way."""
    crossed: set[int] = set()
    inner = _inner(graph)
    if not any(inner):
        return crossed
    for number in range(1, len(rows)):
        row = rows[number]
        left, scanned = 0, 0
        for index, column in enumerate(row):
            straight = next((segment for segment in graph.above[column] if inner[segment]), None)
            if straight is None and index < len(row) - 1:
                continue
            right = len(rows[number - 1]) - 1 if straight is None else place[graph.upper[straight]]
            for lower in row[scanned : index + 1]:
                for segment in graph.above[lower]:
                    if not left <= place[graph.upper[segment]] <= right and not inner[segment]:
                        crossed.add(segment)
            scanned, left = index + 1, right
    return crossed


def _inner(graph: Proper) -> list[bool]:
    """Of each segment, whether it joins two lines that pass."""
    begins = [not parts or not parts[0].is_box for parts in graph.parts]
    ends = [not parts or not parts[-1].is_box for parts in graph.parts]
    return [ends[upper] and begins[lower] for upper, lower in zip(graph.upper, graph.lower, strict=True)]


def _sideways(graph: Proper, place: list[int], before: list[int], behind: list[int]) -> set[int]:
    """Segments at a box's edge that give way to others there, which are straight.

    Ends of long links do where as many boxes are next to it on that side; then what is of no account beside the longest
    way through the graph, as constants are; of two ways the shorter one; of more all but those in the middle.
    ``before`` and ``behind`` are the numbers of boxes on the longest ways to and from each column.
    """
    found: set[int] = set()
    for column in range(len(graph.row)):
        if len(graph.above[column]) > 1 and graph.top(column).is_box:
            own = sorted(graph.above[column], key=lambda s: (place[graph.upper[s]], graph.upper_at[s]))
            ends = [(segment, graph.upper[segment]) for segment in own]
            found.update(_giving_way([(segment, graph.bottom(end).is_box, before[end]) for segment, end in ends]))
        if len(graph.below[column]) > 1 and graph.bottom(column).is_box:
            own = sorted(graph.below[column], key=lambda s: (place[graph.lower[s]], graph.lower_at[s]))
            ends = [(segment, graph.lower[segment]) for segment in own]
            found.update(_giving_way([(segment, graph.top(end).is_box, behind[end]) for segment, end in ends]))
    return found


def _lengths(graph: Proper, rows: Order, boxes: Sequence[int], *, downwards: bool) -> list[int]:
    """For each column the number of boxes on the longest way to its end, or from its start on."""
    segments, other = (graph.above, graph.upper) if downwards else (graph.below, graph.lower)
    found = [0] * len(graph.row)
    for row in rows if downwards else reversed(rows):
        for column in row:
            longest = 0
            for segment in segments[column]:
                longest = max(longest, found[other[segment]])
            found[column] = longest + boxes[column]
    return found


def _giving_way(ways: list[tuple[int, bool, int]]) -> list[int]:
    """Of the ways on one side of a box (segment, whether a box is at its other end, length) those that give way.

    They come from left to right.
    """
    short = [(segment, length) for segment, is_box, length in ways if is_box]
    if 2 * len(short) < len(ways):
        short = [(segment, length) for segment, _, length in ways]
    longest = max(length for _, length in short)
    main = [(segment, length) for segment, length in short if 2 * length >= longest or longest - length < _FEW]
    if len(main) == 2 and main[0][1] != main[1][1]:
        main = [max(main, key=lambda way: way[1])]
    main = main[(len(main) - 1) // 2 : len(main) // 2 + 1]
    kept = {segment for segment, _ in main}
    return [segment for segment, _, _ in ways if segment not in kept]


_Wish = tuple[int, int, float]
"""A column to stand in line with, its place in its row, and how far right of its middle to stand."""


def _wishes(graph: Proper, place: list[int], bending: set[int], *, from_below: bool) -> list[list[_Wish]]:
    """For each column its median neighbours in the row before, one or two from left to right."""
    if from_below:
        ends, other, other_at, own_at = graph.below, graph.lower, graph.lower_at, graph.upper_at
    else:
        ends, other, other_at, own_at = graph.above, graph.upper, graph.upper_at, graph.lower_at
    wishes: list[list[_Wish]] = []
    for segments in ends:
        straight = [segment for segment in segments if segment not in bending]
        if len(straight) > 1:
            straight.sort(key=lambda s: (place[other[s]], other_at[s]))
            straight = straight[(len(straight) - 1) // 2 : len(straight) // 2 + 1]
        wishes.append([(other[s], place[other[s]], other_at[s] - own_at[s]) for s in straight])
    return wishes


@dataclass(frozen=True, slots=True)
class _Alignment:
    """Blocks of columns that share a vertical line: each one's root, and how far its middle is from the root's."""

    root: list[int]
    shift: list[float]


def _align(rows: Order, wishes: list[list[_Wish]], *, to_the_right: bool) -> _Alignment:
    """Align each column with its median neighbour, where that crosses no other alignment; which side comes first?"""
    root = list(range(len(wishes)))
    shift = [0.0] * len(wishes)
    side = -1 if to_the_right else 1
    for row in rows:
        limit = -len(wishes)
        for column in row[::side]:
            for neighbour, place, distance in wishes[column][::side]:
                if side * place > limit:
                    root[column] = root[neighbour]
                    shift[column] = shift[neighbour] + distance
                    limit = side * place
                    break
    return _Alignment(root, shift)


def _compact(
    rows: Order, apart: Sequence[Sequence[float]], alignment: _Alignment, *, to_the_right: bool
) -> list[float]:
    """Blocks as far to one side as their neighbours allow, then to the other where that costs nothing.

    Positions count from the side that blocks are pushed to until the end.
    """
    root, shift = alignment.root, alignment.shift
    count, sign = len(root), -1.0 if to_the_right else 1.0
    onwards: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    waiting = [0] * count
    for row, gaps in zip(rows, apart, strict=True):
        for left, right, gap in zip(row, row[1:], gaps, strict=False):
            first, second = (right, left) if to_the_right else (left, right)
            onwards[root[first]].append((root[second], gap + sign * (shift[first] - shift[second])))
            waiting[root[second]] += 1
    ready = [column for column in range(count) if root[column] == column and not waiting[column]]
    x = [float("-inf")] * count
    for block in ready:
        if x[block] == float("-inf"):
            x[block] = 0.0
        here = x[block]
        for neighbour, distance in onwards[block]:
            x[neighbour] = max(x[neighbour], here + distance)
            waiting[neighbour] -= 1
            if not waiting[neighbour]:
                ready.append(neighbour)
    for block in reversed(ready):
        if onwards[block]:
            room = min([x[neighbour] - distance for neighbour, distance in onwards[block]])
            x[block] = max(x[block], room)
    return [sign * x[own] + aside for own, aside in zip(root, shift, strict=True)]


def _apart(graph: Proper, left: int, right: int) -> float:
    """How far the middles of two neighbouring columns have to be from each other."""
    lefts, rights = graph.parts[left], graph.parts[right]
    if lefts and rights:
        return max(map(_parts_apart, lefts, rights))
    if lefts:
        return max([_parts_apart(part, LINE) for part in lefts])
    return max([_parts_apart(LINE, part) for part in rights]) if rights else LANE + LANE_GAP


def _parts_apart(left: Part, right: Part) -> float:
    middle, reach, is_box = left
    gap = (LANE_GAP, LINE_GAP, NODE_GAP)[is_box + right.is_box]
    return middle + reach + gap + right.reach - right.middle
