"""Where a model ends, and where a new head sits: the tensors that feed it before and after the edit."""

from __future__ import annotations

from typing import Any

import keras

from inspector.engine.errors import EngineError
from inspector.engine.walk import calls, functional, producer
from inspector.recipe.plan import HeadPlan, Plan


def ended(model: keras.Model, plan: Plan) -> keras.Model:
    """The graph of the unedited model as far as the edited one will go: with the same tensors, up to ``plan.end``.

    Raises:
        EngineError: the layer where it is to end is called several times, so that it is not clear which call is meant.
    """
    graph = functional(model)
    if not plan.end:
        return graph
    results = {id(t): t for node in calls(model) if node.operation.name == plan.end for t in node.outputs}
    if len(results) != 1:
        raise EngineError(
            f"Expected one tensor where the model is to end, '{plan.end}' gives {len(results)}: it is called more than "
            "once, or gives several at once. End the model at a layer behind it."
        )
    inputs = [tensor for tensor in graph.inputs if producer(tensor).operation.name in plan.original.inputs]
    whole = len(inputs) == len(graph.inputs)
    taken = graph.input if whole else inputs[0] if len(inputs) == 1 else inputs
    return keras.Model(taken, next(iter(results.values())), name=model.name)


def features(model: keras.Model, plan: Plan, head: HeadPlan) -> Any:
    """The tensor of the unedited model, which `ended` gives, that the new head will take.

    Raises:
        EngineError: the layer before the head is called several times, so that it is not clear which call is meant.
    """
    if head.rebuilt:
        return _only(head.rebuilt, {id(t): t for t in _inputs_of(model, {head.rebuilt})})
    kept = head.attach
    after = {insertion.path: insertion.after for insertion in plan.insertions}
    while kept in after:
        kept = after[kept]
    ends = [*_inputs_of(model, set(head.removed)), *functional(model).outputs]
    return _only(kept, {id(t): t for t in ends if producer(t).operation.name == kept})


def new_features(model: keras.Model, head: HeadPlan) -> Any:
    """The tensor of the edited model that its new head takes."""
    first = head.rebuilt or head.layers[0].name
    return _only(first, {id(t): t for t in _inputs_of(model, {first})})


def _inputs_of(model: keras.Model, names: set[str]) -> list[Any]:
    """What each call of these layers takes; a mask, which comes second, is left out."""
    return [node.input_tensors[0] for node in calls(model) if node.operation.name in names]


def _only(name: str, tensors: dict[int, Any]) -> Any:
    if len(tensors) != 1:
        raise EngineError(
            f"Expected one tensor for the new head at '{name}', found {len(tensors)}: the layer is called "
            "more than once. Choose another number of layers to drop."
        )
    return next(iter(tensors.values()))
