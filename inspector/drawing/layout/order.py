"""The order of the columns in each row: few crossings, by sweeps of barycentres and exchanges of neighbours."""

from __future__ import annotations

from bisect import bisect_right, insort

from inspector.drawing.layout.proper import Proper
from inspector.drawing.layout.stopping import Check, unstopped

Order = list[list[int]]

_SWEEPS = 24
_PATIENCE = 6
_SMALL = 320  # columns of a graph that is ordered twice, from above and from below
_LARGE = 1000  # columns of one that never is


def order(graph: Proper, check: Check = unstopped) -> Order:
    """Columns of each row from left to right; ``check`` is called after every sweep, to give up."""
    best: Order = []
    least: int | None = None
    for downwards in _starts(graph):
        crossings, found = _improved(graph, _depth_first(graph, downwards=downwards), check, downwards=downwards)
        if least is None or crossings < least:
            least, best = crossings, found
        if not least:
            break
    return best


def positions(rows: Order, count: int) -> list[int]:
    """Each column's place in its row."""
    place = [0] * count
    for row in rows:
        for index, column in enumerate(row):
            place[column] = index
    return place


def _starts(graph: Proper) -> tuple[bool, ...]:
    """Which walks to begin with: both where that takes little time or may gain much, else the better one."""
    if len(graph.row) <= _SMALL:
        return True, False
    from_above, from_below = (
        _Sweeper(graph, _depth_first(graph, downwards=downwards)).crossings() for downwards in (True, False)
    )
    if from_above <= 2 * from_below:
        return (True,)
    return (False, True) if len(graph.row) <= _LARGE else (False,)


def _improved(graph: Proper, start: Order, check: Check, *, downwards: bool) -> tuple[int, Order]:
    """The best order found by sweeps of which the first goes down or up, and its crossings."""
    sweeper = _Sweeper(graph, start)
    least, best, idle = sweeper.crossings(), start, 0
    for sweep in range(_SWEEPS):
        if not least or idle == _PATIENCE:
            break
        sweeper.sweep(downwards=(sweep % 2 == 0) == downwards, ties_reversed=sweep % 4 >= 2)
        if downwards and sweep % 2:
            sweeper.shake()
        sweeper.exchange()
        check()
        crossings = sweeper.crossings()
        idle += 1
        if crossings < least:
            least, idle = crossings, 0
            best = [list(row) for row in sweeper.rows]
    return least, best


def _depth_first(graph: Proper, *, downwards: bool) -> Order:
    """Rows filled in the order of a walk from the sources, or up from the sinks, which keeps a branch together."""
    rows: Order = [[] for _ in graph.rows]
    seen = bytearray(len(graph.row))
    if downwards:
        before, after, other, at = graph.above, graph.below, graph.lower, graph.upper_at
    else:
        before, after, other, at = graph.below, graph.above, graph.upper, graph.lower_at
    sources = (column for column, segments in enumerate(before) if not segments)
    for start in sorted(sources, key=lambda column: graph.row[column] if downwards else -graph.row[column]):
        stack = [start]
        while stack:
            column = stack.pop()
            if seen[column]:
                continue
            seen[column] = 1
            rows[graph.row[column]].append(column)
            stack.extend(other[segment] for segment in sorted(after[column], key=at.__getitem__)[::-1])
    return rows


class _Sweeper:
    """The order being improved, with the place of every segment's ends.

    A segment's end counts as its column's place plus a fraction that tells where on the column's edge it sits.
    """

    def __init__(self, graph: Proper, rows: Order) -> None:
        self.graph = graph
        self.rows = [list(row) for row in rows]
        self.place: list[float] = [float(place) for place in positions(rows, len(graph.row))]
        self._upper_part = [
            _part(at, graph.bottom(column).reach) for column, at in zip(graph.upper, graph.upper_at, strict=True)
        ]
        self._lower_part = [
            _part(at, graph.top(column).reach) for column, at in zip(graph.lower, graph.lower_at, strict=True)
        ]

    def crossings(self) -> int:
        """How many pairs of segments cross."""
        graph, place = self.graph, self.place
        count = 0
        for row in self.rows[:-1]:
            if len(row) < 2:
                continue
            ends = sorted(
                (place[column] + self._upper_part[segment], place[graph.lower[segment]] + self._lower_part[segment])
                for column in row
                for segment in graph.below[column]
            )
            passed: list[float] = []
            for _, end in ends:
                count += len(passed) - bisect_right(passed, end)
                insort(passed, end)
        return count

    def sweep(self, *, downwards: bool, ties_reversed: bool) -> None:
        """Sort each row by the mean place of its neighbours in the row before."""
        graph = self.graph
        if downwards:
            segments, other, part = graph.above, graph.upper, self._upper_part
        else:
            segments, other, part = graph.below, graph.lower, self._lower_part
        last = len(self.rows) - 1
        place = self.place
        for number in range(1, last + 1) if downwards else range(last - 1, -1, -1):
            row = self.rows[number]
            if len(row) < 2:
                continue
            means = {
                column: sum([place[other[segment]] + part[segment] for segment in own]) / len(own)
                for column in row
                if (own := segments[column])
            }
            tied = reversed(row) if ties_reversed else row
            moving = iter(sorted([column for column in tied if column in means], key=means.__getitem__))
            self._set_row(number, [next(moving) if column in means else column for column in row])

    def shake(self) -> None:
        """Exchange neighbours, once in every row, where that does no harm: a way out of orders no exchange betters."""
        for row in self.rows:
            for index in range(len(row) - 1):
                left, right = row[index], row[index + 1]
                if self._gain(left, right) >= 0:
                    self._swap(row, index)

    def exchange(self) -> None:
        """Exchange neighbours in a row as long as that takes crossings away."""
        rows = self.rows
        waiting = set(range(len(rows)))
        while waiting:
            for number in sorted(waiting):
                waiting.discard(number)
                row = rows[number]
                for index in range(len(row) - 1):
                    left, right = row[index], row[index + 1]
                    if self._gain(left, right) > 0:
                        self._swap(row, index)
                        waiting |= {number} | {near for near in (number - 1, number + 1) if 0 <= near < len(rows)}

    def _gain(self, left: int, right: int) -> int:
        """By how many crossings exchanging two neighbours makes them fewer."""
        graph, place = self.graph, self.place
        gain = 0
        for segments, other, part in (
            (graph.above, graph.upper, self._upper_part),
            (graph.below, graph.lower, self._lower_part),
        ):
            lefts = [place[other[segment]] + part[segment] for segment in segments[left]]
            rights = [place[other[segment]] + part[segment] for segment in segments[right]]
            for one in lefts:
                for two in rights:
                    gain += (one > two) - (one < two)
        return gain

    def _swap(self, row: list[int], index: int) -> None:
        left, right = row[index], row[index + 1]
        row[index], row[index + 1] = right, left
        self.place[right], self.place[left] = float(index), float(index + 1)

    def _set_row(self, number: int, row: list[int]) -> None:
        self.rows[number] = row
        for index, column in enumerate(row):
            self.place[column] = float(index)


def _part(at: float, reach: float) -> float:
    return max(-0.49, min(0.49, 0.49 * at / max(reach, 1.0)))
