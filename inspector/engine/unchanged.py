"""Which tensors of an edited model must have the values they had in the original."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import Any

import keras

from inspector.engine.ends import features, new_features
from inspector.engine.walk import calls, functional, is_model, producer, walk
from inspector.recipe.plan import Plan

Watched = tuple[str, Any, Any]
"""A name for it, the tensor of the original and the one of the edited model."""


@dataclass(frozen=True)
class Inner:
    """A nested model with a layer that computes something else, before and after, and what must not change in it."""

    old: keras.Model
    new: keras.Model
    tensors: tuple[Watched, ...]


@dataclass(frozen=True)
class Unchanged:
    """Outputs that nothing before them changed, what feeds new heads, and what goes into layers that changed."""

    outputs: tuple[Watched, ...]
    heads: tuple[Watched, ...]
    entering: tuple[Watched, ...]
    inner: tuple[Inner, ...]


def unchanged(old: keras.Model, new: keras.Model, plan: Plan) -> Unchanged:
    """What is to be compared after a plan was carried out.

    Raises:
        EngineError: it is not clear which call of a layer feeds a new head.
    """
    tainted = _tainted(old, "", plan.changing)
    new_heads = {head.output for head in plan.heads}
    heads = [
        (head.rebuilt or head.layers[-1].name, features(old, plan, head), new_features(new, head))
        for head in plan.heads
    ]
    return Unchanged(
        tuple(each for each in _outputs(old, new, tainted) if each[0] not in new_heads),
        tuple(each for each in heads if id(each[1]) not in tainted),
        _entering(old, new, "", plan),
        _inner(old, new, plan),
    )


def _inner(old: keras.Model, new: keras.Model, plan: Plan) -> tuple[Inner, ...]:
    edited = dict(walk(new))
    found = []
    for path, model in walk(old):
        if is_model(model) and _alters(model, path, plan.changing):
            inner, prefix = edited[path], f"{path}/"
            ends = _outputs(model, inner, _tainted(model, prefix, plan.changing))
            found.append(Inner(model, inner, (*ends, *_entering(model, inner, prefix, plan))))
    return tuple(found)


def _outputs(old: keras.Model, new: keras.Model, tainted: Set[int]) -> list[Watched]:
    pairs = zip(functional(old).outputs, functional(new).outputs, strict=True)
    named = [(producer(before).operation.name, before, after) for before, after in pairs]
    return [each for each in named if id(each[1]) not in tainted]


def _entering(old: keras.Model, new: keras.Model, prefix: str, plan: Plan) -> tuple[Watched, ...]:
    """What goes into the layers of one model that compute something else, where nothing before them does."""
    tainted = _tainted(old, prefix, plan.changing)
    after = _taken(new, prefix, plan)
    before = _taken(old, prefix, plan)
    return tuple(
        (key[0], tensor, after[key])
        for key, tensor in before.items()
        if tensor is not None and after.get(key) is not None and id(tensor) not in tainted
    )


def _taken(model: keras.Model, prefix: str, plan: Plan) -> dict[tuple[str, int, str], Any]:
    """Tensors that changing layers take, by what makes them; ``None`` where that does not tell two calls apart."""
    found: dict[tuple[str, int, str], Any] = {}
    for node in calls(model):
        if node.is_input or not _alters(node.operation, prefix + node.operation.name, plan.changing):
            continue
        for place, tensor in enumerate(node.input_tensors):
            key = (node.operation.name, place, _maker(tensor, prefix, plan))
            found[key] = None if key in found else tensor
    return found


def _maker(tensor: Any, prefix: str, plan: Plan) -> str:
    """The operation that makes a tensor, looking through dropouts that were put in or are taken out."""
    passed = {insertion.path for insertion in plan.insertions} | plan.removed
    node = producer(tensor)
    while prefix + node.operation.name in passed:
        tensor = node.input_tensors[0]
        node = producer(tensor)
    return f"{node.operation.name}:{tensor._keras_history.tensor_index}"


def _tainted(model: keras.Model, prefix: str, changing: Set[str]) -> set[int]:
    """Ids of the tensors that a changing layer makes or that come of one."""
    found: set[int] = set()
    for node in calls(model):
        altered = not node.is_input and _alters(node.operation, prefix + node.operation.name, changing)
        if altered or any(id(tensor) in found for tensor in node.input_tensors):
            found.update(id(tensor) for tensor in node.outputs)
    return found


def _alters(operation: keras.Operation, path: str, changing: Set[str]) -> bool:
    if is_model(operation):
        return any(f"{path}/{inner}" in changing for inner, _ in walk(operation))
    return path in changing
