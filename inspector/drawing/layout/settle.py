"""Horizontal positions row by row, for graphs in which straight lines would lead ever further to one side.

Where many branches join a long line one below the other, each has to stand outside the one before it as long as it is
straight, and the picture gets as wide as it is high. Here branches bend instead: each row stands where the row below it
wishes, as far as neighbours allow (the priorities of Sugiyama, Tagawa and Toda, solved exactly by pooling neighbours).
"""

from __future__ import annotations

from collections.abc import Sequence

from inspector.drawing.layout.order import Order
from inspector.drawing.layout.proper import Proper

_SPINE, _LINE, _BOX = 1e6, 8.0, 1.0
"""How much it weighs that a column stands where it wishes to: on the longest way, a line that passes, a box."""


def settled(
    graph: Proper, rows: Order, apart: Sequence[Sequence[float]], spine: Sequence[bool], bending: set[int]
) -> list[float]:
    """The x of every column's middle, without overlaps, in the order of ``rows``.

    Args:
        graph: the columns and segments.
        rows: the columns of each row from left to right.
        apart: of each row, how far its neighbours are from each other at least.
        spine: of each column, whether it is on the longest way through the graph.
        bending: segments that need not be straight.
    """
    x = [0.0] * len(graph.row)
    for row, gaps in zip(reversed(rows), reversed(apart), strict=True):
        wishes: list[float | None] = []
        for column in row:
            segments = graph.below[column]
            straight = [segment for segment in segments if segment not in bending] or segments
            ends = [x[graph.lower[s]] + graph.lower_at[s] - graph.upper_at[s] for s in straight]
            wishes.append(sum(ends) / len(ends) if ends else None)
        weights = [_SPINE if spine[column] else _BOX if graph.parts[column] else _LINE for column in row]
        for column, at in zip(row, _placed(wishes, weights, gaps), strict=True):
            x[column] = at
    return x


def _placed(wishes: Sequence[float | None], weights: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """Places nearest to what is wished for, with the gaps between neighbours (weighted least squares)."""
    offsets = [0.0]
    for gap in gaps:
        offsets.append(offsets[-1] + gap)
    pools: list[tuple[float, float, int]] = []  # mean, weight, members
    before: float | None = None
    for wish, weight, offset in zip(wishes, weights, offsets, strict=True):
        if wish is None:  # goes along with its neighbour
            mean, heavy = (before, 1e-6) if before is not None else (0.0, 1e-9)
        else:
            mean, heavy = wish - offset, weight
        members = 1
        while pools and pools[-1][0] > mean:
            other, much, more = pools.pop()
            mean = (mean * heavy + other * much) / (heavy + much)
            heavy, members = heavy + much, members + more
        pools.append((mean, heavy, members))
        before = mean
    means = [mean for mean, _, members in pools for _ in range(members)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]
