"""A graph cut at the boxes that everything passes through, into sections that are laid out one by one.

A box that every other one comes before or after stands alone in its layer, so what is above it and what is below can
be laid out apart and put together there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from inspector.drawing.layout.problem import Link, Node, Placement, Point


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a graph: indices of its nodes and of the links between them.

    The last node of a section is the first of the next one; the first section has the inputs, the last the outputs.
    """

    nodes: tuple[int, ...]
    links: tuple[int, ...]

    def problem(self, nodes: Sequence[Node], links: Sequence[Link]) -> tuple[tuple[Node, ...], tuple[Link, ...]]:
        """Its nodes and links, these by their indices in the section."""
        number = {node: index for index, node in enumerate(self.nodes)}
        own = []
        for index in self.links:
            source, target, outlet, leaves, arrives = links[index]
            own.append(Link(number[source], number[target], outlet, leaves, arrives))
        return tuple([nodes[node] for node in self.nodes]), tuple(own)


def sections(count: int, links: Sequence[Link]) -> tuple[Section, ...]:
    """Cut a graph where several links leave a node that all others come before or after; of one with a cycle is one.

    Args:
        count: number of nodes.
        links: between two different nodes.
    """
    leaving: list[list[int]] = [[] for _ in range(count)]
    missing = [0] * count
    for link in links:
        leaving[link.source].append(link.target)
        missing[link.target] += 1
    order = _topological(leaving, missing)
    cuts = _cuts(order, leaving, missing) if len(order) == count else []
    if not cuts:
        return (Section(tuple(range(count)), tuple(range(len(links)))),)
    part_of = [0] * count
    parts: list[list[int]] = [[]]
    for node in order:
        part_of[node] = len(parts) - 1
        parts[-1].append(node)
        if len(parts) <= len(cuts) and node == cuts[len(parts) - 1]:
            parts.append([node])
    for cut, number in zip(cuts, range(1, len(parts)), strict=True):
        part_of[cut] = number
    inside: list[list[int]] = [[] for _ in parts]
    for index, link in enumerate(links):
        inside[part_of[link.source]].append(index)
    return tuple(
        Section((*head, *sorted(rest), *tail), tuple(own))
        for (head, rest, tail), own in zip(_ends(parts), inside, strict=True)
    )


def _ends(parts: Sequence[list[int]]) -> list[tuple[list[int], list[int], list[int]]]:
    """Of each part the cut it begins with, what is inside, and the cut it ends with."""
    last = len(parts) - 1
    return [
        (part[: number > 0], part[number > 0 : len(part) - (number < last)], part[len(part) - (number < last) :])
        for number, part in enumerate(parts)
    ]


def _topological(leaving: Sequence[Sequence[int]], entering: Sequence[int]) -> list[int]:
    missing = list(entering)
    order = [node for node, count in enumerate(missing) if not count]
    for node in order:
        for target in leaving[node]:
            missing[target] -= 1
            if not missing[target]:
                order.append(target)
    return order


def _cuts(order: Sequence[int], leaving: Sequence[Sequence[int]], entering: Sequence[int]) -> list[int]:
    """Nodes with several links that no link passes by, none of the others being an end before or a beginning behind."""
    place = [0] * len(order)
    for index, node in enumerate(order):
        place[node] = index
    last_source = max(place[node] for node in order if not entering[node])
    found, furthest = [], 0
    for index, node in enumerate(order):
        targets = leaving[node]
        if index > 0 and index >= last_source and furthest <= index and len(targets) > 1:
            found.append(node)
        if not targets:
            break
        furthest = max(furthest, max([place[target] for target in targets]))
    return found


def joined(parts: Sequence[tuple[Section, Placement]], count: int, links: int) -> Placement:
    """The placement of a whole graph, put together from those of its sections.

    Args:
        parts: the sections from the top down.
        count, links: how many nodes and links the graph has.
    """
    centres: list[Point] = [(0.0, 0.0)] * count
    routes: list[tuple[Point, ...]] = [()] * links
    origins = _origins(parts)
    left = min(x for x, _ in origins)
    for (section, placement), (x, y) in zip(parts, origins, strict=True):
        across = x - left
        for node, centre in zip(section.nodes, placement.centres, strict=True):
            centres[node] = centre[0] + across, centre[1] + y
        for link, route in zip(section.links, placement.routes, strict=True):
            routes[link] = tuple([(at + across, down + y) for at, down in route])
    right = max(x + placement.width for (_, placement), (x, _) in zip(parts, origins, strict=True))
    return Placement(tuple(centres), tuple(routes), right - left, origins[-1][1] + parts[-1][1].height)


def _origins(parts: Sequence[tuple[Section, Placement]]) -> list[Point]:
    """Where the top left of every section comes to be, that of the first being (0, 0)."""
    x = y = 0.0
    origins = [(x, y)]
    for (_, above), (_, below) in pairwise(parts):
        end, start = above.centres[-1], below.centres[0]
        x, y = x + end[0] - start[0], y + end[1] - start[1]
        origins.append((x, y))
    return origins
