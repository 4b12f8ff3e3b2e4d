"""Scopes of operations laid beside names of the variables they read.

A layer's operations lie in a scope that is its name, or its name made unique with a number, while its variables have
its true name: ``model/dense_1_2/MatMul`` reads ``dense_1/kernel``. Where the two fit tells how deep the layer lies,
what it is called, and which scopes hold several layers.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from inspector.graph.operations import Variable
from inspector.graph.recovery.scopes import Path, is_numbered, path_of

_ATTENTION = frozenset({"query", "key", "value"})
_OF_A_LAYER = frozenset({
    "Tensordot", "batchnorm", "moments", "convolution", "embedding_lookup", "einsum", "Einsum", "while", "Gelu",
    "separable_conv2d", "depthwise", "add", "mul", "MatMul", "dense", "cond", "BiasAdd", "Cast",
})  # fmt: skip
"""Scopes that layers of Keras open inside themselves."""
_END = re.compile(r"(?:_\d+)?$")
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Fit:
    """One place where a variable's name fits the scopes of an operation that reads it.

    Attributes:
        path: the operation's scopes.
        first, end: which of them are the names below.
        names: the variable's scopes that fit, from the last backwards.
    """

    path: Path
    first: int
    end: int
    names: Path
    variable: Variable


@dataclass(frozen=True)
class Alignment:
    """What the fits tell together."""

    fits: tuple[Fit, ...]

    @cached_property
    def true_names(self) -> Mapping[Path, str]:
        """Of a scope the name of the layer or model it was opened for."""
        votes: dict[Path, Counter[str]] = defaultdict(Counter)
        for fit in self._named:
            for offset, name in enumerate(fit.names):
                votes[fit.path[: fit.first + offset + 1]][name] += 1
        return {scope: names.most_common(1)[0][0] for scope, names in votes.items()}

    @cached_property
    def suffix(self) -> str:
        """What TensorFlow put behind most layers' names when it traced the model again, such as ``"_1"``."""
        votes = Counter(
            fit.path[fit.first + offset][len(name) :] for fit in self._named for offset, name in enumerate(fit.names)
        )
        if not self._named:  # names of a frozen model are those of the scopes: most of them end alike
            votes = Counter(_END.findall(scope)[0] for scope in {fit.path[fit.end - 1] for fit in self.fits})
        if not votes:
            return ""
        suffix, count = votes.most_common(1)[0]
        return suffix if 2 * count >= votes.total() else ""

    @cached_property
    def _named(self) -> tuple[Fit, ...]:
        return tuple(fit for fit in self.fits if fit.variable.is_named)

    @cached_property
    def containers(self) -> frozenset[Path]:
        """Scopes that hold several layers with variables: nested models, and layers made of layers."""
        inner: dict[Path, set[Path]] = defaultdict(set)
        for fit in self.fits:
            for depth in range(1, fit.end):
                inner[fit.path[:depth]].add(fit.path[depth : fit.end])
        return frozenset(scope for scope, layers in inner.items() if len(layers) > 1 and not self._is_attention(layers))

    @cached_property
    def readers(self) -> Mapping[Path, frozenset[str]]:
        """Keys of the variables that are read inside a scope."""
        found: dict[Path, set[str]] = defaultdict(set)
        for fit in self.fits:
            for depth in range(1, fit.end + 1):
                found[fit.path[:depth]].add(fit.variable.key)
        return {scope: frozenset(keys) for scope, keys in found.items()}

    def without_suffix(self, scope: str) -> str:
        """The scope's name as it was before the model was traced again."""
        return scope.removesuffix(self.suffix) if self.suffix else scope

    def _is_attention(self, layers: set[Path]) -> bool:
        names = {self.without_suffix(path[-1]) for path in layers}
        return names >= _ATTENTION and all(len(path) == 1 for path in layers)


def align(reading: Sequence[tuple[Path, Sequence[Variable]]]) -> Alignment:
    """Lay the scopes of operations beside the names of the variables they read."""
    seen: dict[tuple[Path, str], tuple[int, Path] | None] = {}
    fits: list[Fit] = []
    keys_of: dict[str, set[str]] = defaultdict(set)
    for path, variables in reading:
        for variable in variables:
            keys_of[variable.name].add(variable.key)
            place = (path[:-1], variable.name)
            if place not in seen:
                seen[place] = _fit(path[:-1], path_of(variable.name)[:-1])
            found = seen[place]
            if found:
                fits.append(Fit(path, found[0], found[0] + len(found[1]), found[1], variable))
    return Alignment(tuple(_deepened(fit) if len(keys_of[fit.variable.name]) > 1 else fit for fit in fits))


def _fit(scopes: Path, names: Path) -> tuple[int, Path] | None:
    """Where the end of the names lies in the scopes, the longest end first and exact names before numbered ones."""
    for fits in (str.__eq__, is_numbered):
        for skipped in range(len(names)):
            end = names[skipped:]
            for first in range(len(scopes) - len(end) + 1):
                if all(map(fits, scopes[first : first + len(end)], end)):
                    return first, end
    return None


def _deepened(fit: Fit) -> Fit:
    """A fit of a name that several variables share: the layer lies deeper, in scopes the name leaves out."""
    end = fit.end
    while end < len(fit.path) - 1 and fit.path[end] not in _OF_A_LAYER:
        end += 1
    return Fit(fit.path, fit.first, end, fit.names, fit.variable)


def with_siblings(containers: frozenset[Path], paths: Sequence[Path], aligned: Alignment) -> frozenset[Path]:
    """The containers, and scopes beside them that are named like them and hold no variables: ``block_3``."""
    patterns = {(scope[:-1], _pattern(scope[-1])) for scope in containers if _NUMBERS.search(scope[-1])}
    beside = {
        path[:depth]
        for path in paths
        for depth in range(1, len(path) - 1)
        if path[:depth] not in aligned.readers and (path[: depth - 1], _pattern(path[depth - 1])) in patterns
    }
    return containers | beside


def _pattern(name: str) -> str:
    return _NUMBERS.sub("#", name)
