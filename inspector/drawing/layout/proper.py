"""The graph that is ordered and placed: columns in rows, and segments that join columns of neighbouring rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from inspector.drawing.layout.problem import Link, Node

LANE = 12.0
"""Width in pixels that a line needs where it passes a layer."""


class Part(NamedTuple):
    """What a column is in one layer: a node's box or a line that passes.

    ``middle`` is how far right of the column's middle its own is, ``reach`` half of the width it takes.
    """

    middle: float
    reach: float
    is_box: bool


LINE = Part(0.0, LANE / 2, is_box=False)


@dataclass(slots=True)
class Proper:
    """Columns and segments, as parallel lists.

    A row is one layer, or several between which every line goes straight on: each node has one link up and one down
    there. A column is what stands in a row one below the other: nodes with the line that joins them, or that passes.
    Taking them as one makes long chains as quick to place as short ones.

    Attributes:
        rows: the layers of each row.
        row: of each column.
        parts: of each column, one for every layer of its row; none where it is only a line.
        column: of each node.
        shift: of each node, how far its middle is right of its column's.
        upper, lower: the columns of each segment.
        upper_at, lower_at: how far right of those columns' middles a segment ends.
        above, below: segments of each column to the previous and the next row.
        starts: of each link, the segment that leaves its source, -1 where it first goes straight on in a column.
        chains: of each link, the columns that are only its line, from the source's end to the target's.
    """

    rows: list[range]
    layer: list[int]
    column: list[int]
    shift: list[float]
    row: list[int] = field(default_factory=list)
    parts: list[list[Part]] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    lower: list[int] = field(default_factory=list)
    upper_at: list[float] = field(default_factory=list)
    lower_at: list[float] = field(default_factory=list)
    above: list[list[int]] = field(default_factory=list)
    below: list[list[int]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    chains: list[list[int]] = field(default_factory=list)

    def add_column(self, row: int) -> int:
        """Add a column that is only a line and return its index."""
        self.row.append(row)
        self.parts.append([])
        self.above.append([])
        self.below.append([])
        return len(self.row) - 1

    def top(self, column: int) -> Part:
        """What a column begins with."""
        return self.parts[column][0] if self.parts[column] else LINE

    def bottom(self, column: int) -> Part:
        """What a column ends with."""
        return self.parts[column][-1] if self.parts[column] else LINE

    def join(self, columns: Sequence[int], leaves: float, arrives: float) -> None:
        """Add the segments of a line through columns of successive rows.

        Args:
            columns: from the top down.
            leaves: how far right of the first column's last part the line leaves.
            arrives: likewise of the last column's first part.
        """
        for index, (upper, lower) in enumerate(pairwise(columns)):
            self.below[upper].append(len(self.upper))
            self.above[lower].append(len(self.upper))
            self.upper.append(upper)
            self.lower.append(lower)
            self.upper_at.append(self.bottom(upper).middle + (0.0 if index else leaves))
            self.lower_at.append(self.top(lower).middle + (0.0 if index < len(columns) - 2 else arrives))


def proper(nodes: Sequence[Node], links: Sequence[Link], turned: frozenset[int], layer: Sequence[int]) -> Proper:
    """Cut every link into segments.

    A turned link leaves its source downwards, turns one layer below it, runs up beside it, and comes to its
    target from one layer above.

    Args:
        nodes: the nodes.
        links: the links as asked for.
        turned: indices of links that point upwards.
        layer: of each node.
    """
    first = -1 if any(layer[links[index].target] == 0 for index in turned) else 0
    layer = [number - first for number in layer]
    depth = max([*layer, *(layer[links[index].source] + 1 for index in turned)], default=-1) + 1
    made = Proper(_rows(nodes, links, turned, layer, depth), layer, [-1] * len(nodes), [0.0] * len(nodes))
    row_of = [number for number, row in enumerate(made.rows) for _ in row]
    _columns(made, nodes, links, turned, row_of)
    for index, link in enumerate(links):
        source, target = made.column[link.source], made.column[link.target]
        if source == target and index not in turned:
            made.starts.append(-1)
            made.chains.append([])
            continue
        made.starts.append(len(made.upper))
        if index in turned:
            bottom, top = row_of[layer[link.source] + 1], row_of[layer[link.target] - 1]
            chain = [made.add_column(number) for number in range(bottom, top - 1, -1)]
            made.join([source, chain[0]], link.leaves, 0.0)
            made.join(chain[::-1], 0.0, 0.0)
            made.join([chain[-1], target], 0.0, link.arrives or 0.0)
        else:
            chain = [made.add_column(number) for number in range(made.row[source] + 1, made.row[target])]
            begins, ends = made.bottom(source).is_box, made.top(target).is_box
            made.join([source, *chain, target], link.leaves if begins else 0.0, (link.arrives or 0.0) if ends else 0.0)
            if not begins:
                made.starts[-1] = -1
        made.chains.append(chain)
    return made


def _rows(
    nodes: Sequence[Node], links: Sequence[Link], turned: frozenset[int], layer: Sequence[int], depth: int
) -> list[range]:
    """Which successive layers are one row."""
    leaving, entering = [0] * len(nodes), [0] * len(nodes)
    for index, link in enumerate(links):
        leaving[link.source] += 2 if index in turned else 1
        entering[link.target] += 2 if index in turned else 1
    parted = [False] * (depth + 1)
    for index, node in enumerate(nodes):
        number = layer[index]
        if entering[index] != 1 or node.pin:
            parted[number] = True
        if leaving[index] != 1 or node.pin or len(node.outlets) > 1:
            parted[number + 1] = True
    starts = [number for number in range(depth) if not number or parted[number]]
    return [range(start, end) for start, end in pairwise([*starts, depth])]


def _columns(
    made: Proper, nodes: Sequence[Node], links: Sequence[Link], turned: frozenset[int], row_of: Sequence[int]
) -> None:
    """Put every node into a column: below the one its only link comes from, where that is in the same row."""
    layer = made.layer
    entering: list[Link | None] = [None] * len(nodes)
    leaves: list[float] = [0.0] * len(nodes)
    for index, link in enumerate(links):
        if index not in turned:
            entering[link.target] = link
            leaves[link.source] = link.leaves
    for node in sorted(range(len(nodes)), key=layer.__getitem__):
        number, come = layer[node], entering[node]
        row = row_of[number]
        start = made.rows[row].start
        if number > start and come and row_of[layer[come.source]] == row:
            column, at = made.column[come.source], made.shift[come.source] + come.leaves
        else:
            column, at = made.add_column(row), 0.0
        parts = made.parts[column]
        if number > start:
            parts.extend([Part(at, LANE / 2, is_box=False)] * (number - start - len(parts)))
            at -= (come.arrives or 0.0) if come else 0.0
        made.column[node], made.shift[node] = column, at
        parts.append(Part(at, max(nodes[node].reach, nodes[node].width / 2), is_box=True))
    for node, column in enumerate(made.column):
        parts, layers = made.parts[column], made.rows[made.row[column]]
        if layer[node] - layers.start == len(parts) - 1:
            parts.extend([Part(made.shift[node] + leaves[node], LANE / 2, is_box=False)] * (len(layers) - len(parts)))
