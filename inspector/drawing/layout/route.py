"""Vertical positions of the layers and the points of every link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspector.drawing.layout.problem import Link, Node, Point
from inspector.drawing.layout.proper import Proper

GAP = 18.0
"""Pixels between two layers in which lines are slanted, at least."""
PORT_GAP = 6.0
"""The same between the edge of a frame and the first or last layer in it."""
APPROACH = 8.0
"""Pixels over a box in which lines come straight down."""
ARROWS_APART = 14.0
"""Pixels between two arrows on a box's edge."""
ARROWS_CORNER = 12.0
"""Pixels that arrows stay away from a box's corner."""

_LEAN = 0.1  # part of a slanted segment's width that its gap grows by
_LEAN_MOST = 40.0


@dataclass(frozen=True, slots=True)
class Bands:
    """Top and bottom of each layer, lines are slanted only in between; and the middle of its nodes."""

    tops: list[float]
    middles: list[float]
    bottoms: list[float]


def bands(nodes: Sequence[Node], graph: Proper, columns: Sequence[float]) -> Bands:
    """Stack the layers, with more room where lines have far to go; ``columns`` has every column's middle."""
    depth = graph.rows[-1].stop if graph.rows else 0
    heights = [0.0] * depth
    below = [0.0] * depth
    above = [0.0] * depth
    flat = [True] * depth
    for index, node in enumerate(nodes):
        number = graph.layer[index]
        heights[number] = max(heights[number], node.height)
        below[number] = max(below[number], node.below)
        if not node.pin:
            flat[number], above[number] = False, APPROACH
    widest = [0.0] * depth
    for upper, lower, upper_at, lower_at in zip(graph.upper, graph.lower, graph.upper_at, graph.lower_at, strict=True):
        number = graph.rows[graph.row[upper]].stop - 1
        widest[number] = max(widest[number], abs(columns[upper] + upper_at - columns[lower] - lower_at))
    layers = Bands([], [], [])
    y = 0.0
    for number in range(depth):
        layers.tops.append(y)
        layers.middles.append(y + above[number] + heights[number] / 2)
        layers.bottoms.append(y + above[number] + heights[number] + below[number])
        beside_frame = flat[number] or (number + 1 < depth and flat[number + 1])
        lean = min(_LEAN_MOST, _LEAN * widest[number])
        y = layers.bottoms[number] + (PORT_GAP if beside_frame else GAP) + lean
    return layers


def routes(
    nodes: Sequence[Node],
    links: Sequence[Link],
    leaving: Sequence[float],
    graph: Proper,
    columns: Sequence[float],
    xs: Sequence[float],
    layers: Bands,
) -> list[tuple[Point, ...]]:
    """Points of every link from the source's lower edge to the target's upper edge.

    Args:
        nodes, links: what was asked for.
        leaving: each link's distance from the middle of its source.
        graph: the columns and segments.
        columns, xs: the middle of every column and of every node.
        layers: where the layers are.
    """
    ends = _arrivals(nodes, links, leaving, graph, columns, xs)
    found: list[tuple[Point, ...]] = []
    for index, link in enumerate(links):
        source, target = link.source, link.target
        x = xs[source] + leaving[index]
        start, end = graph.layer[source], graph.layer[target]
        first = x, layers.middles[start] + nodes[source].height / 2
        last = ends[index], layers.middles[end] - nodes[target].height / 2
        if graph.column[source] == graph.column[target] and start < end:
            found.append((first, last))
            continue
        points = [first]
        points.append((x, layers.bottoms[graph.rows[graph.row[graph.column[source]]].stop - 1]))
        up = start >= end
        for column in graph.chains[index]:
            row = graph.rows[graph.row[column]]
            passing = [(columns[column], layers.tops[row.start]), (columns[column], layers.bottoms[row.stop - 1])]
            points.extend(reversed(passing) if up else passing)
        if up:  # the turns below the source and above the target need one point each
            points[2:4] = [points[3]]
            points[-2:] = [points[-2]]
        points.append((ends[index], layers.tops[graph.rows[graph.row[graph.column[target]]].start]))
        points.append(last)
        found.append(straightened(points))
    return found


def straightened(points: Sequence[Point]) -> tuple[Point, ...]:
    """The same way without points that repeat or lie on a straight line between their neighbours."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(point[0] - kept[-1][0]) < 0.01 and abs(point[1] - kept[-1][1]) < 0.01:
            continue
        if len(kept) > 1 and _between(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return tuple(kept)


def _between(first: Point, middle: Point, last: Point) -> bool:
    ahead = (middle[1] - first[1]) * (last[1] - middle[1]) >= 0
    area = (middle[0] - first[0]) * (last[1] - first[1]) - (middle[1] - first[1]) * (last[0] - first[0])
    return ahead and abs(area) < 0.01


def _arrivals(
    nodes: Sequence[Node],
    links: Sequence[Link],
    leaving: Sequence[float],
    graph: Proper,
    columns: Sequence[float],
    xs: Sequence[float],
) -> list[float]:
    """Where on its target's upper edge each link ends: straight down where it can, apart from its neighbours."""
    ends = [xs[link.target] + (link.arrives or 0.0) for link in links]
    arriving: dict[int, list[tuple[float, int]]] = {}
    for index, link in enumerate(links):
        target = graph.column[link.target]
        if link.arrives is None and graph.column[link.source] != target and graph.top(target).is_box:
            chain = graph.chains[index]
            x = columns[chain[-1]] if chain else xs[link.source] + leaving[index]
            arriving.setdefault(link.target, []).append((x, index))
    for target, comers in arriving.items():
        comers.sort()
        half = max(nodes[target].width / 2 - ARROWS_CORNER, 0.0)
        low, high = xs[target] - half, xs[target] + half
        if len(comers) == 1 and not low <= comers[0][0] <= high:
            continue
        for (_, index), x in zip(comers, _spread([x for x, _ in comers], low, high), strict=True):
            ends[index] = x
    return ends


def _spread(wanted: list[float], low: float, high: float) -> list[float]:
    """Places near the wanted ones, in order, within bounds, and apart as far as there is room."""
    apart = min(ARROWS_APART, (high - low) / max(len(wanted) - 1, 1))
    found: list[float] = []
    for index, x in enumerate(wanted):
        earliest = found[-1] + apart if found else low
        latest = high - apart * (len(wanted) - 1 - index)
        found.append(min(max(x, earliest), latest))
    return found
