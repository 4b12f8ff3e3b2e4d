"""The whole layered layout: sizes and links in, positions and lines out."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.drawing.layout.coordinates import middles
from inspector.drawing.layout.cycles import turned
from inspector.drawing.layout.layers import layers
from inspector.drawing.layout.order import Order, order
from inspector.drawing.layout.outlets import leaves
from inspector.drawing.layout.problem import Link, Node, Placement
from inspector.drawing.layout.proper import LINE, Proper, proper
from inspector.drawing.layout.route import bands, routes
from inspector.drawing.layout.stopping import Check, unstopped


def arrange(
    nodes: Sequence[Node], links: Sequence[Link], check: Check = unstopped, exit_at: float | None = None
) -> Placement:
    """Lay out from top to bottom; the same input gives the same output.

    Links point downwards, except those that close a cycle. Nodes do not overlap, and no line crosses a node.

    Args:
        nodes: the rectangles.
        links: between two different nodes; several between the same two are drawn one by one.
        check: called between the stages, to give up.
        exit_at: how far right of the first node a single node pinned to the bottom is to stand, where given.

    Raises:
        StoppedError: ``check`` did.
    """
    back = turned(len(nodes), links)
    pairs = [
        (link.target, link.source) if index in back else (link.source, link.target) for index, link in enumerate(links)
    ]
    check()
    graph = proper(nodes, links, back, layers(nodes, pairs, check))
    rows = order(graph, check)
    leaving = leaves(nodes, links, graph, rows)
    for start, x in zip(graph.starts, leaving, strict=True):
        if start >= 0:
            graph.upper_at[start] = x
    check()
    columns = _in_line(nodes, graph, rows, middles(graph, rows), exit_at)
    left, right = _edges(graph, columns)
    columns = [x - left for x in columns]
    xs = [columns[column] + shift for column, shift in zip(graph.column, graph.shift, strict=True)]
    check()
    stacked = bands(nodes, graph, columns)
    placed = tuple((x, stacked.middles[number]) for x, number in zip(xs, graph.layer, strict=True))
    lines = routes(nodes, links, leaving, graph, columns, xs, stacked)
    return Placement(placed, tuple(lines), right - left, stacked.bottoms[-1] if stacked.bottoms else 0.0)


def _in_line(
    nodes: Sequence[Node], graph: Proper, rows: Order, columns: list[float], exit_at: float | None
) -> list[float]:
    """Move a single exit under a single entrance, so that frames one below the other stand in line."""
    tops = [index for index, node in enumerate(nodes) if node.pin == "top"] if exit_at is None else [0]
    bottoms = [graph.column[index] for index, node in enumerate(nodes) if node.pin == "bottom"]
    if len(tops) != 1 or len(bottoms) != 1 or rows[-1] != bottoms:
        return columns
    moved = list(columns)
    moved[bottoms[0]] = columns[graph.column[tops[0]]] + graph.shift[tops[0]] + (exit_at or 0.0)
    return moved


def _edges(graph: Proper, columns: Sequence[float]) -> tuple[float, float]:
    """Where everything begins and ends."""
    parts = [(x, part) for x, parts in zip(columns, graph.parts, strict=True) for part in parts or (LINE,)]
    left = min((x + part.middle - part.reach for x, part in parts), default=0.0)
    return left, max((x + part.middle + part.reach for x, part in parts), default=0.0)
