"""Which layers train, in as few words as there are: ``for layer in model.layers[:5]``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.graph.listed import keras_layers
from inspector.graph.model import Layer, ModelGraph
from inspector.recipe.plan import Plan
from inspector.script.literals import listed
from inspector.script.places import place

_NEAR_THE_END = 3


def freeze_lines(plan: Plan) -> Iterator[str]:
    """Code that freezes and unfreezes what the file has otherwise; layers without weights are left alone."""
    graph = plan.whole
    leaves = [leaf for leaf in graph.leaves if _has_weights(leaf) and leaf.path in plan.graph.by_path]
    kept = [leaf for leaf in leaves if leaf.path not in plan.created]
    hold = {leaf.path for leaf in kept if leaf.trainable and leaf.path in plan.frozen}
    free = {leaf.path for leaf in kept if not leaf.trainable and leaf.path not in plan.frozen}
    gone = {leaf.path for leaf in graph.leaves} - plan.graph.by_path.keys()
    may_hold = {leaf.path for leaf in graph.leaves if not _has_weights(leaf)} | (plan.frozen - plan.created) | gone
    for flag, paths, allowed in ((False, hold, may_hold), (True, free, _others(graph, may_hold, leaves))):
        if paths:
            yield "\n".join(_flag(graph, paths, allowed, flag))


def _others(graph: ModelGraph, held: set[str], leaves: Sequence[Layer]) -> set[str]:
    weighty = {leaf.path for leaf in leaves}
    return {leaf.path for leaf in graph.leaves if leaf.path not in weighty or leaf.path not in held}


def _flag(graph: ModelGraph, paths: set[str], allowed: set[str], flag: bool) -> Iterator[str]:
    first = _first(graph, paths, allowed)
    if first is not None:
        count = len(keras_layers(graph))
        end = first - count if 0 < count - first <= _NEAR_THE_END else first
        yield f"for layer in model.layers[:{end}]:" if first < count else "for layer in model.layers:"
        yield f"    layer.trainable = {flag}"
        return
    for parent, names in _whole(graph, paths, allowed).items():
        around = place(graph, parent) if parent else "model"
        if len(names) == 1:
            yield f'{around}.get_layer("{names[0]}").trainable = {flag}'
        else:
            yield listed(names, "(", ")", before="for name in ", after=":")
            yield f"    {around}.get_layer(name).trainable = {flag}"


def _first(graph: ModelGraph, paths: set[str], allowed: set[str]) -> int | None:
    """How many of the first layers of the model are meant; ``None`` where others lie between them."""
    top = keras_layers(graph)
    count = 0
    for number, layer in enumerate(top, 1):
        inner = {leaf.path for leaf in graph.inside(layer.path)}
        if inner & paths:
            count = number
        if inner - allowed and count < number:
            break
    meant = {leaf.path for layer in top[:count] for leaf in graph.inside(layer.path)}
    return count if count and paths <= meant <= allowed else None


def _whole(graph: ModelGraph, paths: set[str], allowed: set[str]) -> dict[str, list[str]]:
    """Parent to names: a nested model by its own name where all of it is meant."""
    found: dict[str, list[str]] = {}
    done: set[str] = set()
    for layer in graph.layers:
        inner = {leaf.path for leaf in graph.inside(layer.path)}
        if inner & paths and inner <= allowed and not inner & done:
            found.setdefault(layer.parent, []).append(layer.name)
            done |= inner
    return found


def _has_weights(leaf: Layer) -> bool:
    return leaf.weights is None or bool(leaf.weights)
