"""Names of operations as paths of scopes, and what all of them have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

Path = tuple[str, ...]

_NEARLY_ALL = 0.9
_DEEPEST = 40


def path_of(name: str) -> Path:
    """The scopes of an operation, its own name last; what lies deeper than any model goes is part of that name."""
    return tuple(name.split("/", _DEEPEST))


def shared_scopes(paths: Sequence[Path]) -> Path:
    """The outer scopes that nearly all operations lie in, such as the model's own name, as far as they branch below."""
    shared: Path = ()
    while True:
        depth = len(shared)
        inside = [path for path in paths if len(path) > depth + 1 and path[:depth] == shared]
        there = sum(1 for path in paths if len(path) > depth and path[:depth] == shared)
        if not inside:
            return shared
        scope, count = Counter(path[depth] for path in inside).most_common(1)[0]
        below = {path[depth + 1] for path in inside if path[depth] == scope and len(path) > depth + 2}
        if count < _NEARLY_ALL * there or len(below) < 2:
            return shared
        shared = (*shared, scope)


def is_numbered(scope: str, name: str) -> bool:
    """Whether a scope is that name, or that name with numbers behind it, as TensorFlow makes names unique."""
    if scope == name:
        return True
    rest = scope[len(name) + 1 :]
    return scope.startswith(name + "_") and rest.replace("_", "").isdigit()
