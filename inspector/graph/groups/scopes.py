"""Groups made of the scopes in names: ``a/b`` and ``a/c`` belong to ``a``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from inspector.graph.groups.acyclic import partition
from inspector.graph.groups.level import Group, Level

_MOST_PIECES = 20_000


def scopes_of(level: Level) -> tuple[Group, ...]:
    """The layers of a level by the first scope in which their names differ; empty where no two share one.

    A layer named like a scope belongs to it. Layers of one scope are apart only where together they would close a
    circle. Nested models stand alone.
    """
    names = [layer.name.split("/") for layer in level.layers]
    shared = _shared(names)
    scopes = {parts[shared] for parts in names if len(parts) > shared + 1}
    labels: list[str | int] = [
        number if layer.kind == "model" or len(parts) <= shared or parts[shared] not in scopes else parts[shared]
        for number, (layer, parts) in enumerate(zip(level.layers, names, strict=True))
    ]
    pieces = partition(level.predecessors, labels, _MOST_PIECES)
    if pieces is None:
        return ()
    members: dict[int, list[int]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        members[piece].append(number)
    groups = [Group(tuple(found), _label(found, names, shared)) for found in members.values()]
    return tuple(groups) if 1 < len(groups) < len(level) else ()


def _shared(names: Sequence[list[str]]) -> int:
    """How many outer scopes all names have in common."""
    first, last = min(names), max(names)
    most = min(len(first), len(last)) - 1
    return next((depth for depth in range(most) if first[depth] != last[depth]), max(most, 0))


def _label(members: Sequence[int], names: Sequence[list[str]], shared: int) -> str:
    """The scopes its layers have in common beyond those of the level; nothing for a layer by itself."""
    if len(members) == 1:
        return ""
    own = [names[number] for number in members]
    return "/".join(own[0][shared : max(_shared(own), shared + 1)])
