"""The order in which a graph's layers can be computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


def topological(paths: Sequence[str], predecessors: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The paths so that each follows what it takes from, one branch finished before the next begins.

    Depth first in the given order. Predecessors outside ``paths`` do not count. Where layers feed each other in a
    circle, as a shared layer can, the circle is entered where the given order enters it first.
    """
    inside = set(paths)
    ordered: list[str] = []
    state: dict[str, bool] = {}
    for start in paths:
        stack = [start]
        while stack:
            path = stack[-1]
            if path in state:
                stack.pop()
                if not state[path]:
                    state[path] = True
                    ordered.append(path)
                continue
            state[path] = False
            waiting = [other for other in predecessors.get(path, ()) if other in inside and other not in state]
            stack.extend(reversed(waiting))
    return tuple(ordered)
