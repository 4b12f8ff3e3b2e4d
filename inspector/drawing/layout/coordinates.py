"""Horizontal positions by Brandes and Köpf, "Fast and Simple Horizontal Coordinate Assignment" (Graph Drawing 2001).

Extended to segments that end beside a column's middle: columns of an aligned block are shifted against each other.
"""

from __future__ import annotations

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
    before, behind = _lengths(graph, downwards=True), _lengths(graph, downwards=False)
    bending = _crossed(graph, rows, place) | _sideways(graph, place, before, behind)
    apart = [[_apart(graph, left, right) for left, right in pairwise(row)] for row in rows]
    found = []
    for from_below in (False, True):
        for mirrored in (False, True):
            view = _View(graph, rows, place, apart, from_below=from_below, mirrored=mirrored)
            xs = _compact(view, _align(view, bending))
            found.append([-x for x in xs] if mirrored else xs)
    spans = [(min(xs), max(xs)) for xs in found]
    low, high = min(spans, key=lambda span: span[1] - span[0])
    if high - low > _TOO_WIDE * max(map(sum, apart)):
        ways = [
            first + last - _boxes(graph, column)
            for column, (first, last) in enumerate(zip(before, behind, strict=True))
        ]
        longest = max(ways)
        return settled(graph, rows, apart, [way == longest for way in ways], bending)
    moves = [high - span[1] if index % 2 else low - span[0] for index, span in enumerate(spans)]
    columns = zip(*([x + move for x in xs] for xs, move in zip(found, moves, strict=True)), strict=True)
    return [(ordered[1] + ordered[2]) / 2 for ordered in map(sorted, columns)]


def _crossed(graph: Proper, rows: Order, place: list[int]) -> set[int]:
    """Segments that cross one of a line that goes on both ways: those stay straight, these give way."""
    crossed: set[int] = set()
    inner = _inner(graph)
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
    return [
        not (graph.bottom(upper).is_box or graph.top(lower).is_box)
        for upper, lower in zip(graph.upper, graph.lower, strict=True)
    ]


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


def _lengths(graph: Proper, *, downwards: bool) -> list[int]:
    """For each column the number of boxes on the longest way to its end, or from its start on."""
    segments, other = (graph.above, graph.upper) if downwards else (graph.below, graph.lower)
    found = [0] * len(graph.row)
    for column in sorted(range(len(graph.row)), key=graph.row.__getitem__, reverse=not downwards):
        longest = max([found[other[segment]] for segment in segments[column]], default=0)
        found[column] = longest + _boxes(graph, column)
    return found


def _boxes(graph: Proper, column: int) -> int:
    return sum(part.is_box for part in graph.parts[column])


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


class _View:
    """The graph as one of the four passes sees it: rows from its first on, from its left to its right."""

    def __init__(
        self,
        graph: Proper,
        rows: Order,
        place: list[int],
        apart: list[list[float]],
        *,
        from_below: bool,
        mirrored: bool,
    ) -> None:
        self.count = len(graph.row)
        self.rows = [row[::-1] for row in rows] if mirrored else rows
        self.apart = [own[::-1] for own in apart] if mirrored else apart
        sign = -1 if mirrored else 1
        self.place = [sign * index for index in place]
        self.sign = float(sign)
        if from_below:
            self.rows, self.apart = self.rows[::-1], self.apart[::-1]
            self.segments, self.other = graph.below, graph.lower
            self.own_at, self.other_at = graph.upper_at, graph.lower_at
        else:
            self.segments, self.other = graph.above, graph.upper
            self.own_at, self.other_at = graph.lower_at, graph.upper_at


@dataclass(frozen=True, slots=True)
class _Alignment:
    """Blocks of columns that share a vertical line: each one's root, and how far its middle is from the root's."""

    root: list[int]
    shift: list[float]


def _align(view: _View, bending: set[int]) -> _Alignment:
    """Align each column with its median neighbour."""
    root = list(range(view.count))
    shift = [0.0] * view.count
    place, other, other_at, own_at, sign = view.place, view.other, view.other_at, view.own_at, view.sign
    for row in view.rows[1:]:
        limit = float("-inf")
        for column in row:
            segments = view.segments[column]
            if len(segments) > 1:
                segments = [segment for segment in segments if segment not in bending]
                segments.sort(key=lambda s: (place[other[s]], sign * other_at[s]))
            elif segments and segments[0] in bending:
                continue
            count = len(segments)
            for middle in range((count - 1) // 2, count // 2 + 1) if count else ():
                segment = segments[middle]
                neighbour = other[segment]
                if place[neighbour] > limit:
                    root[column] = root[neighbour]
                    shift[column] = shift[neighbour] + sign * (other_at[segment] - own_at[segment])
                    limit = place[neighbour]
                    break
    return _Alignment(root, shift)


def _compact(view: _View, alignment: _Alignment) -> list[float]:
    """Blocks as far left as their neighbours allow, then to the right where that costs nothing."""
    root, shift = alignment.root, alignment.shift
    rightwards: list[list[tuple[int, float]]] = [[] for _ in range(view.count)]
    waiting = [0] * view.count
    for row, apart in zip(view.rows, view.apart, strict=True):
        for (left, right), gap in zip(pairwise(row), apart, strict=True):
            rightwards[root[left]].append((root[right], gap + shift[left] - shift[right]))
            waiting[root[right]] += 1
    ready = [column for column in range(view.count) if root[column] == column and not waiting[column]]
    x = [float("-inf")] * view.count
    for block in ready:
        if x[block] == float("-inf"):
            x[block] = 0.0
        for neighbour, distance in rightwards[block]:
            x[neighbour] = max(x[neighbour], x[block] + distance)
            waiting[neighbour] -= 1
            if not waiting[neighbour]:
                ready.append(neighbour)
    for block in reversed(ready):
        if rightwards[block]:
            room = min(x[neighbour] - distance for neighbour, distance in rightwards[block])
            x[block] = max(x[block], room)
    return [x[root[column]] + shift[column] for column in range(view.count)]


def _apart(graph: Proper, left: int, right: int) -> float:
    """How far the middles of two neighbouring columns have to be from each other."""
    lefts, rights = graph.parts[left], graph.parts[right]
    if not lefts and not rights:
        return LANE + LANE_GAP
    height = len(graph.rows[graph.row[left]])
    return max(map(_parts_apart, lefts or [LINE] * height, rights or [LINE] * height))


def _parts_apart(left: Part, right: Part) -> float:
    gap = (LANE_GAP, LINE_GAP, NODE_GAP)[left.is_box + right.is_box]
    return left.middle + left.reach + gap + right.reach - right.middle
