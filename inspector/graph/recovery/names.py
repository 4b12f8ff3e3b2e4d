"""What a scope's layer is called: its true name where variables tell it, else the scope without added numbers."""

from __future__ import annotations

import re

from inspector.graph.recovery.alignment import Alignment
from inspector.graph.recovery.scopes import Path, is_numbered

_RETRACED = re.compile(r"(.+_\d+)_\d+")
_ADDED = re.compile(r"(_\d+)?(~\d+)?$")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NUMBER = re.compile(r"(_\d+)+$")


_KERAS_NAMES = {
    "AddV2": "add",
    "Mul": "multiply",
    "Sub": "subtract",
    "RealDiv": "true_divide",
    "ConcatV2": "concatenate",
}


def is_default(operation: str, name: str) -> bool:
    """Whether a name is the one that an operation of this type gets when nobody names it: ``Add_3``."""
    return _ADDED.sub("", name) in (operation, operation.removesuffix("V2"))


def keras_name(operation: str) -> str:
    """What Keras calls an operation that a model uses without a layer: ``"multiply"``."""
    return _KERAS_NAMES.get(operation) or _HUMP.sub("_", operation.removesuffix("V2")).lower()


class Names:
    """Gives every scope one name; calls of the same model get the same.

    Args:
        outermost: the outermost scopes of all operations.
    """

    def __init__(self, aligned: Alignment, containers: frozenset[Path], outermost: frozenset[str]) -> None:
        self._aligned = aligned
        self._containers = containers
        self._outermost = {aligned.without_suffix(scope) for scope in outermost}
        self._given: dict[Path, str] = {}
        self._first_call: dict[tuple[Path, frozenset[str]], str] = {}

    def of(self, scope: Path) -> str:
        """The layer's name, with the names of the models around it before it."""
        given: list[str] = []
        for depth in range(1, len(scope) + 1):
            part = scope[:depth]
            if part not in self._given:
                self._given[part] = self._name(part, tuple(given))
            given.append(self._given[part])
        return "/".join(given)

    def _name(self, scope: Path, outer: Path) -> str:
        name = self._aligned.true_names.get(scope) or self._untraced(scope[-1])
        if scope not in self._containers:
            return name
        first = self._first_call.setdefault((outer, self._aligned.readers.get(scope, frozenset())), name)
        is_same = is_numbered(name, first) or is_numbered(first, name) or _bare(name) == _bare(first)
        return first if is_same else name

    def _untraced(self, scope: str) -> str:
        name = self._aligned.without_suffix(scope)
        retraced = _RETRACED.fullmatch(scope)
        if name == scope and self._aligned.suffix and retraced and retraced[1] not in self._outermost:
            return retraced[1]  # "conv2d_1_2" is the second trace of "conv2d_1"
        return name


def _bare(name: str) -> str:
    return _NUMBER.sub("", name)
