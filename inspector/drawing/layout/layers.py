"""Which layer each node stands in, the first being 0."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.drawing.layout.problem import Node

_ROUNDS = 8


def layers(nodes: Sequence[Node], pairs: Sequence[tuple[int, int]]) -> list[int]:
    """Assign layers so that every pair points from a lower number to a higher one.

    Longest path first; what no input reaches moves as late as possible; then nodes move to where their links are
    shortest. Pinned nodes have the first and the last layer to themselves.

    Args:
        nodes: the nodes.
        pairs: source and target, without cycles.
    """
    count = len(nodes)
    after: list[list[int]] = [[] for _ in range(count)]
    before: list[list[int]] = [[] for _ in range(count)]
    for source, target in pairs:
        after[source].append(target)
        before[target].append(source)
    order = _topological(before, after)
    lowest = 1 if any(node.pin == "top" for node in nodes) else 0
    layer = [0 if node.pin == "top" else lowest for node in nodes]
    for node in order:
        for target in after[node]:
            layer[target] = max(layer[target], layer[node] + 1)
    last = _last(nodes, layer)
    for node in range(count):
        if nodes[node].pin == "bottom":
            layer[node] = last
    _sink_unfed(nodes, order, before, after, layer)
    _tighten(nodes, order, before, after, layer)
    return layer


def _topological(before: list[list[int]], after: list[list[int]]) -> list[int]:
    missing = [len(sources) for sources in before]
    order = [node for node, sources in enumerate(before) if not sources]
    for node in order:
        for target in after[node]:
            missing[target] -= 1
            if not missing[target]:
                order.append(target)
    return order


def _last(nodes: Sequence[Node], layer: list[int]) -> int:
    """The layer for nodes pinned to the bottom: after all others."""
    inner = max((layer[i] for i, node in enumerate(nodes) if node.pin != "bottom"), default=-1)
    return max(inner + 1, max((layer[i] for i, node in enumerate(nodes) if node.pin == "bottom"), default=0))


def _sink_unfed(
    nodes: Sequence[Node], order: list[int], before: list[list[int]], after: list[list[int]], layer: list[int]
) -> None:
    """Move what no input reaches right above what takes it. Without a known input, every source is one."""
    fed = [node.fed or node.pin == "top" for node in nodes]
    if not any(fed):
        fed = [not sources for sources in before]
    for node in order:
        if fed[node]:
            for target in after[node]:
                fed[target] = True
    for node in reversed(order):
        if after[node] and not fed[node]:
            layer[node] = min(layer[target] for target in after[node]) - 1


def _tighten(
    nodes: Sequence[Node], order: list[int], before: list[list[int]], after: list[list[int]], layer: list[int]
) -> None:
    """Move single nodes towards the side with more links while that shortens the whole."""
    movable = [node for node in order if not nodes[node].pin and len(after[node]) != len(before[node])]
    for _ in range(_ROUNDS):
        moved = False
        for node in reversed(movable):
            if after[node] and len(after[node]) > len(before[node]):
                best = min(layer[target] for target in after[node]) - 1
                moved |= best != layer[node]
                layer[node] = best
        for node in movable:
            if before[node] and len(before[node]) > len(after[node]):
                best = max(layer[source] for source in before[node]) + 1
                moved |= best != layer[node]
                layer[node] = best
        if not moved:
            return
