"""Which layers come before and after a layer, through nested models too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from inspector.graph.leaf_edges import leaf_edges
from inspector.graph.model import ModelGraph


def before(graph: ModelGraph, paths: Iterable[str]) -> frozenset[str]:
    """The leaves some tensor of ``paths`` comes from, without ``paths`` themselves."""
    ways: dict[str, list[str]] = defaultdict(list)
    for edge in leaf_edges(graph):
        ways[edge.target].append(edge.source)
    return _reached(paths, ways)


def after(graph: ModelGraph, paths: Iterable[str]) -> frozenset[str]:
    """The leaves that get something of ``paths``, without ``paths`` themselves."""
    ways: dict[str, list[str]] = defaultdict(list)
    for edge in leaf_edges(graph):
        ways[edge.source].append(edge.target)
    return _reached(paths, ways)


def _reached(paths: Iterable[str], ways: Mapping[str, list[str]]) -> frozenset[str]:
    start = frozenset(paths)
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        for step in ways.get(waiting.pop(), ()):
            if step not in found:
                found.add(step)
                waiting.append(step)
    return frozenset(found - start)
