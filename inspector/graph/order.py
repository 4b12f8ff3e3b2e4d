"""The order in which a graph's layers can be computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


def topological(paths: Sequence[str], predecessors: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The paths so that each follows what it takes from, one branch finished before the next begins.

    Args:
        paths: each once; where several could follow, the first of them does. Where layers feed each other in a
            circle, as a shared layer can, it is entered at the first of them.
        predecessors: those outside ``paths`` do not count.
    """
    position = {path: index for index, path in enumerate(paths)}
    waits_for = {path: {other for other in predecessors.get(path, ()) if other in position} for path in paths}
    followers: dict[str, list[str]] = {path: [] for path in paths}
    for path, others in waits_for.items():
        for other in others:
            followers[other].append(path)
    ordered: dict[str, None] = {}
    rest = iter(paths)
    ready = [path for path in reversed(paths) if not waits_for[path]]
    while len(ordered) < len(position):
        path = ready.pop() if ready else next(path for path in rest if path not in ordered)
        if path in ordered:
            continue
        ordered[path] = None
        for follower in followers[path]:
            waits_for[follower].discard(path)
        free = [follower for follower in followers[path] if not waits_for[follower] and follower not in ordered]
        ready += sorted(free, key=position.__getitem__, reverse=True)
    return tuple(ordered)
