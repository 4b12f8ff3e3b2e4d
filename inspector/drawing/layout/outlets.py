"""Where the links of a node leave its lower edge: by one outlet per thing that leaves, in the order of their ways."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.drawing.layout.order import Order, positions
from inspector.drawing.layout.problem import Link, Node
from inspector.drawing.layout.proper import Proper


def leaves(nodes: Sequence[Node], links: Sequence[Link], graph: Proper, rows: Order) -> list[float]:
    """For every link the distance from its source's middle at which it leaves.

    A link that asks for an outlet gets its place here, so that outlets do not cross: of two, the one whose link goes
    to the nearer layer keeps the middle; more are spread evenly to both sides.
    """
    place = positions(rows, len(graph.row))
    found = [link.leaves for link in links]
    by_source: dict[int, list[int]] = {}
    for index, link in enumerate(links):
        if link.outlet is not None:
            by_source.setdefault(link.source, []).append(index)
    for source, own in by_source.items():
        if len(nodes[source].outlets) > 1:
            offsets = _offsets(nodes[source], [_Way(links[index], graph, index, place) for index in own])
            for index in own:
                found[index] = offsets[links[index].outlet or 0]
    return found


class _Way:
    """How a link goes on from its source: by which outlet, how far down, and where it comes into the next layer."""

    def __init__(self, link: Link, graph: Proper, index: int, place: list[int]) -> None:
        chain = graph.chains[index]
        self.outlet = link.outlet or 0
        self.length = abs(graph.layer[link.target] - graph.layer[link.source])
        self.next = place[chain[0] if chain else graph.column[link.target]]


def _offsets(node: Node, ways: Sequence[_Way]) -> list[float]:
    """The offset of every outlet of a node."""
    nexts: dict[int, list[int]] = {}
    lengths: dict[int, int] = {}
    for way in ways:
        nexts.setdefault(way.outlet, []).append(way.next)
        lengths[way.outlet] = min(way.length, lengths.get(way.outlet, way.length))
    order = sorted(nexts, key=lambda outlet: (sum(nexts[outlet]) / len(nexts[outlet]), outlet))
    offsets = [0.0] * len(node.outlets)
    x = 0.0
    for outlet in order:
        offsets[outlet] = x
        x += node.outlets[outlet]
    middle = offsets[min(order, key=lambda outlet: lengths[outlet])] if len(order) == 2 else offsets[order[-1]] / 2
    return [offset - middle for offset in offsets]
