"""Layers that are like others: of the same type, with the same settings."""

from __future__ import annotations

from collections.abc import Iterable

from inspector.graph.model import Layer, ModelGraph

_OWN = {"name", "seed"}


def same_type(graph: ModelGraph, paths: Iterable[str]) -> tuple[str, ...]:
    """Paths of all leaves of the types of these."""
    types = {graph.by_path[path].class_name for path in paths}
    return tuple(leaf.path for leaf in graph.leaves if leaf.class_name in types)


def same_settings(graph: ModelGraph, paths: Iterable[str]) -> tuple[str, ...]:
    """Paths of all leaves of the type of one of these and with its settings; the name is none."""
    wanted = [_settings(graph.by_path[path]) for path in paths]
    return tuple(leaf.path for leaf in graph.leaves if _settings(leaf) in wanted)


def _settings(layer: Layer) -> tuple[str, dict[str, object]]:
    return layer.class_name, {key: value for key, value in layer.config.items() if key not in _OWN}
