"""The order of nodes inside each layer: barycentre sweeps that reduce crossings."""

from __future__ import annotations

from bisect import bisect_right, insort

from inspector.drawing.layout.proper import Proper
from inspector.drawing.layout.stopping import Check, unstopped

Order = list[list[int]]

_SWEEPS = 24
_PATIENCE = 6


def order(graph: Proper, check: Check = unstopped) -> Order:
    """Nodes of each layer from left to right; ``check`` is called after every sweep, to give up."""
    best = _depth_first(graph)
    sweeper = _Sweeper(graph, best)
    least = sweeper.crossings()
    idle = 0
    for sweep in range(_SWEEPS):
        if not least or idle == _PATIENCE:
            break
        sweeper.sweep(downwards=sweep % 2 == 0, ties_reversed=sweep % 4 >= 2)
        check()
        crossings = sweeper.crossings()
        idle += 1
        if crossings < least:
            least, idle = crossings, 0
            best = [list(row) for row in sweeper.rows]
    return best


def positions(rows: Order, count: int) -> list[int]:
    """Each node's place in its layer."""
    place = [0] * count
    for row in rows:
        for index, node in enumerate(row):
            place[node] = index
    return place


def _depth_first(graph: Proper) -> Order:
    """Layers filled in the order of a walk from the sources, which keeps a branch together."""
    rows: Order = [[] for _ in range(graph.depth)]
    seen = bytearray(len(graph.layer))
    for start in sorted(range(len(graph.layer)), key=lambda node: graph.layer[node]):
        stack = [] if graph.above[start] else [start]
        while stack:
            node = stack.pop()
            if seen[node]:
                continue
            seen[node] = 1
            rows[graph.layer[node]].append(node)
            below = sorted(graph.below[node], key=lambda segment: graph.upper_at[segment])
            stack.extend(graph.lower[segment] for segment in reversed(below))
    return rows


class _Sweeper:
    """The order being improved, with the place of every segment's ends.

    A segment's end counts as its node's place plus a fraction that tells where on the node's edge it sits.
    """

    def __init__(self, graph: Proper, rows: Order) -> None:
        self.graph = graph
        self.rows = [list(row) for row in rows]
        self.place: list[float] = [float(place) for place in positions(rows, len(graph.layer))]
        reach = graph.reach
        self._upper_part = [
            0.49 * at / max(reach[node], 1.0) for node, at in zip(graph.upper, graph.upper_at, strict=True)
        ]
        self._lower_part = [
            0.49 * at / max(reach[node], 1.0) for node, at in zip(graph.lower, graph.lower_at, strict=True)
        ]

    def crossings(self) -> int:
        """How many pairs of segments cross."""
        graph, place = self.graph, self.place
        count = 0
        for row in self.rows[:-1]:
            ends = sorted(
                (place[node] + self._upper_part[segment], place[graph.lower[segment]] + self._lower_part[segment])
                for node in row
                for segment in graph.below[node]
            )
            passed: list[float] = []
            for _, end in ends:
                count += len(passed) - bisect_right(passed, end)
                insort(passed, end)
        return count

    def sweep(self, *, downwards: bool, ties_reversed: bool) -> None:
        """Sort each layer by the mean place of its neighbours in the layer before."""
        graph = self.graph
        if downwards:
            segments, other, part, rows = graph.above, graph.upper, self._upper_part, range(1, graph.depth)
        else:
            segments, other, part, rows = graph.below, graph.lower, self._lower_part, range(graph.depth - 2, -1, -1)
        place = self.place
        for number in rows:
            row = self.rows[number]
            if len(row) < 2:
                continue
            means = {
                node: sum([place[other[segment]] + part[segment] for segment in segments[node]]) / len(segments[node])
                for node in row
                if segments[node]
            }
            tied = reversed(row) if ties_reversed else row
            moving = iter(sorted([node for node in tied if node in means], key=means.__getitem__))
            row = [next(moving) if node in means else node for node in row]
            self.rows[number] = row
            for index, node in enumerate(row):
                place[node] = float(index)
