"""Which layer each node stands in, the first being 0."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.drawing.layout.problem import Node
from inspector.drawing.layout.shorten import shorten
from inspector.drawing.layout.stopping import Check, unstopped


def layers(nodes: Sequence[Node], pairs: Sequence[tuple[int, int]], check: Check = unstopped) -> list[int]:
    """Assign layers so that every pair points from a lower number to a higher one.

    Longest path first, then links become as short as they can: what no input reaches comes to stand right above
    what takes it. Pinned nodes have the first and the last layer to themselves.

    Args:
        nodes: the nodes.
        pairs: source and target, without cycles.
        check: called now and then, to give up.
    """
    count = len(nodes)
    after: list[list[int]] = [[] for _ in range(count)]
    before: list[list[int]] = [[] for _ in range(count)]
    for source, target in pairs:
        after[source].append(target)
        before[target].append(source)
    order = _topological(before, after)
    layer = [0] * count
    for node in order:
        for target in after[node]:
            layer[target] = max(layer[target], layer[node] + 1)
    _shorten(nodes, pairs, layer, check)
    _pin(nodes, layer)
    first = min(layer, default=0)
    return [number - first for number in layer]


def _topological(before: list[list[int]], after: list[list[int]]) -> list[int]:
    missing = [len(sources) for sources in before]
    order = [node for node, sources in enumerate(before) if not sources]
    for node in order:
        for target in after[node]:
            missing[target] -= 1
            if not missing[target]:
                order.append(target)
    return order


def _shorten(nodes: Sequence[Node], pairs: Sequence[tuple[int, int]], layer: list[int], check: Check) -> None:
    """Shorten the links; nodes pinned to one side move as one."""
    group: dict[str, int] = {}
    representative = [group.setdefault(node.pin, index) if node.pin else index for index, node in enumerate(nodes)]
    for index, node in enumerate(nodes):
        if node.pin:
            choose = min if node.pin == "top" else max
            layer[group[node.pin]] = choose(layer[group[node.pin]], layer[index])
    shorten(layer, [(representative[source], representative[target]) for source, target in pairs], check)
    for index, other in enumerate(representative):
        layer[index] = layer[other]


def _pin(nodes: Sequence[Node], layer: list[int]) -> None:
    """Give pinned nodes the layers outside all others."""
    inner = [number for number, node in zip(layer, nodes, strict=True) if not node.pin]
    for index, node in enumerate(nodes):
        if node.pin == "top":
            layer[index] = min(inner, default=0) - 1
        elif node.pin == "bottom":
            layer[index] = max(inner, default=0) + 1
