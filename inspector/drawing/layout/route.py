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


def bands(nodes: Sequence[Node], graph: Proper, xs: Sequence[float]) -> Bands:
    """Stack the layers, with more room where lines have far to go."""
    heights = [0.0] * graph.depth
    below = [0.0] * graph.depth
    above = [0.0] * graph.depth
    flat = [True] * graph.depth
    for index, node in enumerate(nodes):
        number = graph.layer[index]
        heights[number] = max(heights[number], node.height)
        below[number] = max(below[number], node.below)
        if not node.pin:
            flat[number], above[number] = False, APPROACH
    widest = [0.0] * graph.depth
    for upper, lower, upper_at, lower_at in zip(graph.upper, graph.lower, graph.upper_at, graph.lower_at, strict=True):
        number = graph.layer[upper]
        widest[number] = max(widest[number], abs(xs[upper] + upper_at - xs[lower] - lower_at))
    layers = Bands([], [], [])
    y = 0.0
    for number in range(graph.depth):
        layers.tops.append(y)
        layers.middles.append(y + above[number] + heights[number] / 2)
        layers.bottoms.append(y + above[number] + heights[number] + below[number])
        beside_frame = flat[number] or (number + 1 < graph.depth and flat[number + 1])
        lean = min(_LEAN_MOST, _LEAN * widest[number])
        y = layers.bottoms[number] + (PORT_GAP if beside_frame else GAP) + lean
    return layers


def routes(
    nodes: Sequence[Node],
    links: Sequence[Link],
    leaving: Sequence[float],
    graph: Proper,
    xs: Sequence[float],
    layers: Bands,
) -> list[tuple[Point, ...]]:
    """Points of every link from the source's lower edge to the target's upper edge.

    ``leaving`` has each link's distance from the middle of its source.
    """
    ends = _arrivals(nodes, links, leaving, graph, xs)
    found = []
    for index, link in enumerate(links):
        source, target = link.source, link.target
        x = xs[source] + leaving[index]
        start, end = graph.layer[source], graph.layer[target]
        points = [(x, layers.middles[start] + nodes[source].height / 2), (x, layers.bottoms[start])]
        up = start >= end
        for stand_in in graph.chains[index]:
            number = graph.layer[stand_in]
            passing = [(xs[stand_in], layers.tops[number]), (xs[stand_in], layers.bottoms[number])]
            points.extend(reversed(passing) if up else passing)
        if up:  # the turns below the source and above the target need one point each
            points[2:4] = [points[3]]
            points[-2:] = [points[-2]]
        points.append((ends[index], layers.tops[end]))
        points.append((ends[index], layers.middles[end] - nodes[target].height / 2))
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
    nodes: Sequence[Node], links: Sequence[Link], leaving: Sequence[float], graph: Proper, xs: Sequence[float]
) -> list[float]:
    """Where on its target's upper edge each link ends: straight down where it can, apart from its neighbours."""
    ends = [xs[link.target] + (link.arrives or 0.0) for link in links]
    arriving: dict[int, list[tuple[float, int]]] = {}
    for index, link in enumerate(links):
        if link.arrives is None:
            chain = graph.chains[index]
            x = xs[chain[-1]] if chain else xs[link.source] + leaving[index]
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
