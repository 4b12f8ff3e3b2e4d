"""Which links to turn round so that the rest has no cycle."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.drawing.layout.problem import Link


def turned(count: int, links: Sequence[Link]) -> frozenset[int]:
    """Indices of links that close a cycle when nodes are followed depth first in their order.

    Args:
        count: number of nodes.
        links: none of them from a node to itself.
    """
    leaving: list[list[int]] = [[] for _ in range(count)]
    entered = [0] * count
    for index, link in enumerate(links):
        leaving[link.source].append(index)
        entered[link.target] += 1
    back: set[int] = set()
    state = bytearray(count)  # 0 not seen, 1 on the path, 2 done
    starts = sorted(range(count), key=lambda node: entered[node] > 0)
    for start in starts:
        if state[start]:
            continue
        state[start] = 1
        path = [(start, iter(leaving[start]))]
        while path:
            node, rest = path[-1]
            for index in rest:
                target = links[index].target
                if state[target] == 1:
                    back.add(index)
                elif not state[target]:
                    state[target] = 1
                    path.append((target, iter(leaving[target])))
                    break
            else:
                state[node] = 2
                path.pop()
    return frozenset(back)
