"""Nodes by what they take: in an order in which each comes after that, and those that a result needs."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence

from inspector.formats.protobuf.graph_def import Node

BACKWARDS = ("NextIteration", "RefNextIteration")
"""What a loop's operations give to the loop's next round."""


def in_order(nodes: Sequence[Node]) -> list[Node]:
    """The nodes so that each follows those its inputs name, else as in the file; those on a cycle come last.

    Nothing waits for what a loop gives to its next round.
    """
    place = {node.name: index for index, node in enumerate(nodes) if node.op not in BACKWARDS}
    waiting = [0] * len(nodes)
    followers: list[list[int]] = [[] for _ in nodes]
    for index, node in enumerate(nodes):
        for source in node.inputs:
            before = place.get(producer(source))
            if before is not None:
                followers[before].append(index)
                waiting[index] += 1
    ready = [index for index, count in enumerate(waiting) if not count]
    ordered: list[Node] = []
    while ready:
        index = heapq.heappop(ready)
        ordered.append(nodes[index])
        for follower in followers[index]:
            waiting[follower] -= 1
            if not waiting[follower]:
                heapq.heappush(ready, follower)
    return ordered + [node for node, count in zip(nodes, waiting, strict=True) if count > 0]


def producer(source: str) -> str:
    """The node that an input's name refers to: ``"conv:0"``, ``"^conv"`` and ``"conv:output:0"`` all to ``"conv"``."""
    return source.removeprefix("^").partition(":")[0]


def needed(nodes: Iterable[Node], results: Iterable[str], *, controls: bool = False) -> frozenset[str]:
    """Names of the nodes that the results depend on; with ``controls`` also those that only have to run before."""
    by_name = {node.name: node for node in nodes}
    found: set[str] = set()
    waiting = [producer(result) for result in results]
    while waiting:
        name = waiting.pop()
        if name in by_name and name not in found:
            found.add(name)
            waiting.extend(producer(each) for each in by_name[name].inputs if controls or not each.startswith("^"))
    return frozenset(found)
