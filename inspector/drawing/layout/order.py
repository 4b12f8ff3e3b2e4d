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

    A segment's end counts as its column's place plus a fraction that tells where on the column's edge it sits. Of each
    row it is known next to which columns exchanging neighbours may have become a gain.
    """

    def __init__(self, graph: Proper, rows: Order) -> None:
        self.graph = graph
        self.rows = [list(row) for row in rows]
        self._upper_part = [
            _part(at, graph.bottom(column).reach) for column, at in zip(graph.upper, graph.upper_at, strict=True)
        ]
        self._lower_part = [
            _part(at, graph.top(column).reach) for column, at in zip(graph.lower, graph.lower_at, strict=True)
        ]
        place = positions(rows, len(graph.row))
        self._upper_end = [place[column] + part for column, part in zip(graph.upper, self._upper_part, strict=True)]
        self._lower_end = [place[column] + part for column, part in zip(graph.lower, self._lower_part, strict=True)]
        self._unsettled = [set(row) for row in rows]

    def crossings(self) -> int:
        """How many pairs of segments cross."""
        below, upper_end, lower_end = self.graph.below, self._upper_end, self._lower_end
        count = 0
        for row in self.rows[:-1]:
            if len(row) < 2:
                continue
            ends = sorted([(upper_end[segment], lower_end[segment]) for column in row for segment in below[column]])
            passed: list[float] = []
            for _, end in ends:
                if passed and end < passed[-1]:
                    count += len(passed) - bisect_right(passed, end)
                    insort(passed, end)
                else:
                    passed.append(end)
        return count

    def sweep(self, *, downwards: bool, ties_reversed: bool) -> None:
        """Sort each row by the mean place of its neighbours in the row before."""
        segments, ends = (self.graph.above, self._upper_end) if downwards else (self.graph.below, self._lower_end)
        last = len(self.rows) - 1
        for number in range(1, last + 1) if downwards else range(last - 1, -1, -1):
            row = self.rows[number]
            if len(row) < 2:
                continue
            means = {
                column: sum([ends[segment] for segment in own]) / len(own)
                for column in row
                if (own := segments[column])
            }
            tied = reversed(row) if ties_reversed else row
            moving = iter(sorted([column for column in tied if column in means], key=means.__getitem__))
            self._set_row(number, [next(moving) if column in means else column for column in row])

    def shake(self) -> None:
        """Exchange neighbours, once in every row, where that does no harm: a way out of orders no exchange betters."""
        for number, row in enumerate(self.rows):
            for index in range(len(row) - 1):
                if self._gain(row[index], row[index + 1]) >= 0:
                    self._swap(number, index)

    def exchange(self) -> None:
        """Exchange neighbours in a row as long as that takes crossings away."""
        waiting = {number for number, columns in enumerate(self._unsettled) if columns}
        while waiting:
            for number in sorted(waiting):
                self._exchange_in(number)
            waiting = {number for number, columns in enumerate(self._unsettled) if columns}

    def _exchange_in(self, number: int) -> None:
        row, looked_at = self.rows[number], self._unsettled[number]
        self._unsettled[number] = set()
        if not looked_at:
            return
        for index in range(len(row) - 1):
            left, right = row[index], row[index + 1]
            if (left in looked_at or right in looked_at) and self._gain(left, right) > 0:
                self._swap(number, index)
                looked_at |= {left, right}

    def _gain(self, left: int, right: int) -> int:
        """By how many crossings exchanging two neighbours makes them fewer."""
        gain = 0
        for segments, ends in ((self.graph.above, self._upper_end), (self.graph.below, self._lower_end)):
            rights = [ends[segment] for segment in segments[right]]
            for segment in segments[left]:
                one = ends[segment]
                for two in rights:
                    gain += (one > two) - (one < two)
        return gain

    def _swap(self, number: int, index: int) -> None:
        row = self.rows[number]
        row[index], row[index + 1] = row[index + 1], row[index]
        self._moved(number, row[index], index)
        self._moved(number, row[index + 1], index + 1)

    def _set_row(self, number: int, row: list[int]) -> None:
        before, self.rows[number] = self.rows[number], row
        for index, column in enumerate(row):
            if before[index] != column:
                self._moved(number, column, index)

    def _moved(self, number: int, column: int, place: int) -> None:
        """A column stands elsewhere: so do the ends of its segments, and others may gain by an exchange."""
        graph = self.graph
        self._unsettled[number].add(column)
        for segment in graph.below[column]:
            self._upper_end[segment] = place + self._upper_part[segment]
            self._unsettled[number + 1].add(graph.lower[segment])
        for segment in graph.above[column]:
            self._lower_end[segment] = place + self._lower_part[segment]
            self._unsettled[number - 1].add(graph.upper[segment])


def _part(at: float, reach: float) -> float:
    return max(-0.49, min(0.49, 0.49 * at / max(reach, 1.0)))
