"""Where layers of a graph are gone from."""

from __future__ import annotations

from collections.abc import Mapping

from inspector.graph.model import ModelGraph


def taken_out(before: ModelGraph, after: ModelGraph) -> Mapping[str, tuple[str, ...]]:
    """The layers of ``before`` that are not in ``after``, by the layer that is left and that they came behind.

    A nested model stands for everything in it. Layers that nothing is left before are not told.
    """
    left = after.by_path
    found: dict[str, tuple[str, ...]] = {}
    for layer in before.layers:
        if layer.path in left or (layer.parent and layer.parent not in left):
            continue
        path = layer.path
        while path and path not in left:
            path = next(iter(before.predecessors[path]), "")
        if path:
            found[path] = (*found.get(path, ()), layer.name)
    return found
