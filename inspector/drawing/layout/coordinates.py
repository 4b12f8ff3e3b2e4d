"""Horizontal positions by Brandes and Köpf, "Fast and Simple Horizontal Coordinate Assignment" (Graph Drawing 2001).

Extended to segments that end beside a node's middle: nodes of an aligned block are shifted against each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from inspector.drawing.layout.order import Order, positions
from inspector.drawing.layout.proper import Proper

NODE_GAP = 28.0
"""Pixels between two boxes of a layer."""
LINE_GAP = 14.0
"""Pixels between a box and a line that passes it."""
LANE_GAP = 4.0
"""Pixels between the lanes of two lines."""


def middles(graph: Proper, rows: Order) -> list[float]:
    """The x of every node's middle, without overlaps, in the order of ``rows``.

    The mean of the two middle ones of four alignments (from above and below, to the left and to the right).
    """
    if not graph.layer:
        return []
    place = positions(rows, len(graph.layer))
    bending = _crossed(graph, rows, place) | _sideways(graph)
    found = []
    for from_below in (False, True):
        for mirrored in (False, True):
            view = _View(graph, rows, place, from_below=from_below, mirrored=mirrored)
            xs = _compact(view, _align(view, bending))
            found.append([-x for x in xs] if mirrored else xs)
    spans = [(min(xs), max(xs)) for xs in found]
    low, high = min(spans, key=lambda span: span[1] - span[0])
    moves = [high - span[1] if index % 2 else low - span[0] for index, span in enumerate(spans)]
    columns = zip(*([x + move for x in xs] for xs, move in zip(found, moves, strict=True)), strict=True)
    return [(ordered[1] + ordered[2]) / 2 for ordered in map(sorted, columns)]


def _crossed(graph: Proper, rows: Order, place: list[int]) -> set[int]:
    """Segments that cross a segment between two stand-ins: those stay straight, these give way."""
    crossed: set[int] = set()
    real = graph.real
    for number in range(1, graph.depth):
        row = rows[number]
        left, scanned = 0, 0
        for index, node in enumerate(row):
            inner = None
            if node >= real:
                inner = next((graph.upper[s] for s in graph.above[node] if graph.upper[s] >= real), None)
            if inner is None and index < len(row) - 1:
                continue
            right = place[inner] if inner is not None else len(rows[number - 1]) - 1
            for lower in row[scanned : index + 1]:
                for segment in graph.above[lower]:
                    upper = graph.upper[segment]
                    if not left <= place[upper] <= right and not (upper >= real and lower >= real):
                        crossed.add(segment)
            scanned, left = index + 1, right
    return crossed


def _sideways(graph: Proper) -> set[int]:
    """Ends of long links at nodes with as many boxes next to them on that side: there the short link is straight."""
    real = graph.real
    found: set[int] = set()
    for node in range(real):
        for segments, other in ((graph.above[node], graph.upper), (graph.below[node], graph.lower)):
            long = [segment for segment in segments if other[segment] >= real]
            if 2 * len(long) <= len(segments):
                found.update(long)
    return found


class _View:
    """The graph as one of the four passes sees it: rows from its first layer on, from its left to its right."""

    def __init__(self, graph: Proper, rows: Order, place: list[int], *, from_below: bool, mirrored: bool) -> None:
        self.graph = graph
        self.rows = [row[::-1] for row in rows] if mirrored else rows
        sign = -1 if mirrored else 1
        self.place = [sign * index for index in place]
        self.sign = float(sign)
        if from_below:
            self.rows = self.rows[::-1]
            self.segments, self.other = graph.below, graph.lower
            self.own_at, self.other_at = graph.upper_at, graph.lower_at
        else:
            self.segments, self.other = graph.above, graph.upper
            self.own_at, self.other_at = graph.lower_at, graph.upper_at


@dataclass(frozen=True, slots=True)
class _Alignment:
    """Blocks of nodes that share a vertical line: each node's root, and how far its middle is from the root's."""

    root: list[int]
    shift: list[float]


def _align(view: _View, bending: set[int]) -> _Alignment:
    """Align each node with its median neighbour."""
    count = len(view.graph.layer)
    root = list(range(count))
    shift = [0.0] * count
    place, other, other_at = view.place, view.other, view.other_at
    for row in view.rows[1:]:
        limit = float("-inf")
        for node in row:
            segments = [segment for segment in view.segments[node] if segment not in bending]
            if not segments:
                continue
            if len(segments) > 1:
                segments = sorted(segments, key=lambda s: (place[other[s]], view.sign * other_at[s]))
            for middle in dict.fromkeys(((len(segments) - 1) // 2, len(segments) // 2)):
                segment = segments[middle]
                neighbour = other[segment]
                if place[neighbour] > limit:
                    root[node] = root[neighbour]
                    bend = view.sign * (other_at[segment] - view.own_at[segment])
                    shift[node] = shift[neighbour] + bend
                    limit = place[neighbour]
                    break
    return _Alignment(root, shift)


def _compact(view: _View, alignment: _Alignment) -> list[float]:
    """Blocks as far left as their neighbours allow, then to the right where that costs nothing."""
    graph, root, shift = view.graph, alignment.root, alignment.shift
    count = len(root)
    rightwards: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    waiting = [0] * count
    for row in view.rows:
        for left, right in pairwise(row):
            apart = graph.reach[left] + _gap(graph.real, left, right) + graph.reach[right] + shift[left] - shift[right]
            rightwards[root[left]].append((root[right], apart))
            waiting[root[right]] += 1
    first = [not number for number in waiting]
    ready = [node for node in range(count) if root[node] == node and not waiting[node]]
    x = [float("-inf")] * count
    for block in ready:
        if first[block]:
            x[block] = 0.0
        for neighbour, apart in rightwards[block]:
            x[neighbour] = max(x[neighbour], x[block] + apart)
            waiting[neighbour] -= 1
            if not waiting[neighbour]:
                ready.append(neighbour)
    for block in reversed(ready):
        if rightwards[block]:
            room = min(x[neighbour] - apart for neighbour, apart in rightwards[block])
            x[block] = max(x[block], room)
    return [x[root[node]] + shift[node] for node in range(count)]


def _gap(real: int, left: int, right: int) -> float:
    if left < real and right < real:
        return NODE_GAP
    return LINE_GAP if left < real or right < real else LANE_GAP
