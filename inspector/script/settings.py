"""Edits that change a layer where it is: dropout rates and limits on weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from inspector.graph.model import Layer, ModelGraph
from inspector.recipe.configs import innermost, innermost_class
from inspector.recipe.dropouts import dropout_key
from inspector.recipe.plan import Plan
from inspector.script.layer_code import value_code
from inspector.script.literals import listed
from inspector.script.places import place, working_parts

_VARIABLE = {
    "kernel_constraint": "kernel",
    "embeddings_constraint": "embeddings",
    "depthwise_constraint": "depthwise_kernel",
    "pointwise_constraint": "pointwise_kernel",
}
"""Config field to the attribute of the layer with the variable it limits."""

_ATTENTION = {"MultiHeadAttention", "GroupQueryAttention", "GroupedQueryAttention", "Attention", "AdditiveAttention"}


def remade(plan: Plan) -> dict[str, Mapping[str, Any]]:
    """Path to config fields of the layers that have to be made again, since Keras reads the field only once."""
    return {
        path: changes
        for path, changes in plan.config.items()
        if path not in plan.created and not _in_place(plan.original.by_path[path], changes)
    }


def rate_lines(plan: Plan) -> Iterator[str]:
    """Code that sets the rates of dropouts."""
    again = remade(plan)
    for path, changes in plan.config.items():
        layer = plan.original.by_path[path]
        key = dropout_key(layer)
        if key and key in changes and path not in again:
            for part in working_parts(layer, place(plan.original, path)):
                yield f"{part}.{key} = {value_code(changes[key])}"


def limit_lines(plan: Plan) -> Iterator[str]:
    """Code that limits weights, layers that are limited alike together."""
    again = remade(plan)
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for path, changes in plan.config.items():
        layer = plan.original.by_path[path]
        if path in again or path in plan.created:
            continue
        lines = tuple(line for key, value in changes.items() if key in _VARIABLE for line in _limit(layer, key, value))
        if lines:
            alike.setdefault((layer.parent, lines), []).append(path)
    for (parent, lines), paths in alike.items():
        yield from _each_layer(plan.original, paths, parent, lines)


def _each_layer(graph: ModelGraph, paths: list[str], parent: str, lines: tuple[str, ...]) -> Iterator[str]:
    if len(paths) == 1:
        yield f"layer = {place(graph, paths[0])}"
        yield from lines
        return
    names = [graph.by_path[path].name for path in paths]
    around = place(graph, parent) if parent else "model"
    yield listed(names, "(", ")", before="for name in ", after=":")
    yield f"    layer = {around}.get_layer(name)"
    yield from (f"    {line}" for line in lines)


def _limit(layer: Layer, key: str, value: Any) -> Iterator[str]:
    variable = _variable(layer, key)
    if value is not None:
        yield f"limit = {value_code(value)}"
    for part in working_parts(layer):
        if value is None:
            yield f"{part}.{key} = {part}.{variable}.constraint = None"
        else:
            yield f"{part}.{key} = {part}.{variable}.constraint = limit"
            yield f"{part}.{variable}.assign(limit({part}.{variable}))"


def _variable(layer: Layer, key: str) -> str:
    if innermost_class(layer).startswith("DepthwiseConv"):
        return "kernel"
    return _VARIABLE[key]


def _in_place(layer: Layer, changes: Mapping[str, Any]) -> bool:
    """Whether Keras looks at these fields again each time it uses the layer.

    A dropout that dropped nothing has no generator of random numbers, and attention hands its rate on when it is made.
    """
    class_name, config = innermost(layer)
    for key in changes:
        if key == "rate" and not config.get("rate"):
            return False
        if key == "dropout" and class_name in _ATTENTION:
            return False
        if key not in _VARIABLE and key not in ("rate", "dropout"):
            return False
    return True
