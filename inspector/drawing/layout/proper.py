"""The layered graph in which every segment joins neighbouring layers: long links run through stand-ins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from inspector.drawing.layout.problem import Link, Node

LANE = 12.0
"""Width in pixels that a line needs where it passes a layer."""


@dataclass(slots=True)
class Proper:
    """Nodes (first the real ones, then stand-ins) and segments from an upper to a lower node, as parallel lists.

    Attributes:
        real: number of real nodes.
        layer: of each node.
        reach: half of the width each node takes.
        upper, lower: the nodes of each segment.
        upper_at, lower_at: how far from those nodes' middles a segment ends.
        above, below: segments of each node to the previous and the next layer.
        starts: of each link, the segment at its source.
        chains: of each link, the stand-ins it runs through, from the source's end to the target's.
        depth: number of layers.
    """

    real: int
    layer: list[int]
    reach: list[float]
    upper: list[int]
    lower: list[int]
    upper_at: list[float]
    lower_at: list[float]
    above: list[list[int]]
    below: list[list[int]]
    starts: list[int]
    chains: list[list[int]]
    depth: int = 0

    def stand_in(self, layer: int) -> int:
        """Add a stand-in and return its index."""
        self.layer.append(layer)
        self.reach.append(LANE / 2)
        self.above.append([])
        self.below.append([])
        return len(self.layer) - 1

    def join(self, upper: int, lower: int, upper_at: float = 0.0, lower_at: float = 0.0) -> None:
        """Add a segment."""
        self.below[upper].append(len(self.upper))
        self.above[lower].append(len(self.upper))
        self.upper.append(upper)
        self.lower.append(lower)
        self.upper_at.append(upper_at)
        self.lower_at.append(lower_at)


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
    shift = 0
    if any(layer[links[index].target] == 0 for index in turned):
        shift = 1
    made = Proper(
        real=len(nodes),
        layer=[number + shift for number in layer],
        reach=[max(node.reach, node.width / 2) for node in nodes],
        upper=[],
        lower=[],
        upper_at=[],
        lower_at=[],
        above=[[] for _ in nodes],
        below=[[] for _ in nodes],
        starts=[],
        chains=[],
    )
    for index, link in enumerate(links):
        made.starts.append(len(made.upper))
        made.chains.append(_upwards(made, link) if index in turned else _downwards(made, link))
    made.depth = max(made.layer, default=-1) + 1
    return made


def _downwards(made: Proper, link: Link) -> list[int]:
    chain = [made.stand_in(number) for number in range(made.layer[link.source] + 1, made.layer[link.target])]
    nodes = [link.source, *chain, link.target]
    for upper, lower in pairwise(nodes):
        made.join(
            upper,
            lower,
            link.leaves if upper == link.source else 0.0,
            (link.arrives or 0.0) if lower == link.target else 0.0,
        )
    return chain


def _upwards(made: Proper, link: Link) -> list[int]:
    bottom, top = made.layer[link.source] + 1, made.layer[link.target] - 1
    chain = [made.stand_in(number) for number in range(bottom, top - 1, -1)]
    made.join(link.source, chain[0], upper_at=link.leaves)
    for lower, upper in pairwise(chain):
        made.join(upper, lower)
    made.join(chain[-1], link.target, lower_at=link.arrives or 0.0)
    return chain
