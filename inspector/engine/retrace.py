"""Build the edited model by walking the calls of the old one.

A layer that no edit touches keeps its object, and so its weights; an edited one is made again from its config and
given its weights. Every call is repeated with the arguments it had, so shared layers stay shared.
"""

from __future__ import annotations

from typing import Any

import keras

from inspector.engine.ends import ended, features
from inspector.engine.making import copy_weights, dropout, edited, made
from inspector.engine.walk import calls, functional, is_model, producer, walk
from inspector.recipe.plan import HeadPlan, Insertion, Plan


def retrace(model: keras.Model, plan: Plan, seed: int) -> keras.Model:
    """The edited model. It shares layers with ``model``, whose old calls they remember: save and load it before use.

    Fresh weights follow from ``seed`` alone: the random numbers begin anew before each layer that gets some.

    Raises:
        EngineError: the model is no graph of layers, or an edited layer lost its weights.
    """
    return _Retrace(plan, seed).model(model, "")


class _Retrace:
    """One walk through a model and the models in it; each layer that is made is made once."""

    def __init__(self, plan: Plan, seed: int) -> None:
        self.plan, self.seed = plan, seed
        self.insertions = {insertion.after: insertion for insertion in plan.insertions}
        self.replaced = {new.path: new for new in plan.replaced}
        self.gone = {path for head in plan.heads for path in head.removed}
        self.touched = self.insertions.keys() | plan.config.keys() | self.replaced.keys() | self.gone | plan.removed
        self.made: dict[str, keras.Layer] = {}

    def model(self, model: keras.Model, prefix: str) -> keras.Model:
        """The edited version of the model whose layers' paths begin with ``prefix``."""
        graph = functional(model) if prefix else ended(model, self.plan)
        heads = {} if prefix else {head.output: head for head in self.plan.heads}
        ends = {output: features(graph, self.plan, head) for output, head in heads.items()}
        tensors = self.tensors(graph, prefix)

        def end(tensor: Any) -> Any:
            head = heads.get(producer(tensor).operation.name)
            if head is None or head.rebuilt:
                return tensors[id(tensor)]
            return self.head(head, tensors[id(ends[head.output])], _policy(tensor))

        outputs = keras.tree.map_structure(end, graph.output)
        self.keep_weights(graph, prefix)
        if isinstance(model, keras.Sequential):
            return keras.Sequential(_chain(graph.inputs[0], outputs), name=model.name)
        return keras.Model(graph.input, outputs, name=model.name)

    def tensors(self, model: keras.Model, prefix: str) -> dict[int, Any]:
        """Each tensor of the old model by id, with the one that stands for it in the new model."""
        tensors: dict[int, Any] = {}
        for node in calls(model):
            path = prefix + node.operation.name
            if path in self.gone:
                continue
            if path in self.plan.removed:
                tensors[id(node.outputs[0])] = tensors[id(node.input_tensors[0])]  # a mask may come second
                continue
            given = node.outputs if node.is_input else self.call(node, path, tensors)
            for old, new in zip(node.outputs, given, strict=True):
                tensors[id(old)] = self.behind(path, new)
        return tensors

    def call(self, node: Any, path: str, tensors: dict[int, Any]) -> list[Any]:
        """Repeat a call on the new tensors; one that nothing touched stands as it is."""
        operation = self.operation(node, path)
        if operation is node.operation and all(tensors[id(tensor)] is tensor for tensor in node.input_tensors):
            return list(node.outputs)
        arguments, options = node.arguments.fill_in(tensors)
        return list(keras.tree.flatten(operation(*arguments, **options)))

    def operation(self, node: Any, path: str) -> keras.Operation:
        """What is called in the new model where the node's operation was."""
        old = node.operation
        if path in self.made:
            return self.made[path]
        if is_model(old):
            if not any(f"{path}/{inner}" in self.touched for inner, _ in walk(old)):
                return old
            self.made[path] = self.model(old, f"{path}/")
        elif path in self.replaced:
            self.made[path] = made(self.replaced[path], _policy(node.outputs[0]))
        elif path in self.plan.config:
            if path in self.plan.created:
                keras.utils.set_random_seed(self.seed)
            self.made[path] = edited(old, self.plan.config[path])
        else:
            return old
        return self.made[path]

    def behind(self, path: str, tensor: Any) -> Any:
        """The tensor after the dropouts that are put in behind the layer at ``path``."""
        while insertion := self.insertions.get(path):
            tensor = self.inserted(insertion, tensor)(tensor)
            path = insertion.path
        return tensor

    def inserted(self, insertion: Insertion, tensor: Any) -> keras.Layer:
        """The new dropout; a layer called several times gets one for all calls."""
        if insertion.path not in self.made:
            self.made[insertion.path] = dropout(insertion, tensor)
        return self.made[insertion.path]

    def head(self, head: HeadPlan, tensor: Any, dtype: Any) -> Any:
        """The output of a new head on ``tensor``."""
        for new in head.layers:
            keras.utils.set_random_seed(self.seed)
            tensor = self.behind(new.path, made(new, dtype)(tensor))
        return tensor

    def keep_weights(self, model: keras.Model, prefix: str) -> None:
        """Give every layer that was made again the weights it had, unless it is to start afresh."""
        for name, old in ((operation.name, operation) for operation in functional(model).operations):
            path = prefix + name
            if path in self.plan.config and path not in self.plan.created:
                copy_weights(old, self.made[path])


def _policy(tensor: Any) -> Any:
    """The dtype policy of the nearest layer the tensor comes from; Keras' default where that is an input."""
    node = producer(tensor)
    while not isinstance(node.operation, keras.Layer):
        node = producer(node.input_tensors[0])
    return None if node.is_input else node.operation.dtype_policy


def _chain(start: Any, end: Any) -> list[keras.Layer]:
    """The layers on the way from ``start`` to ``end``, each taking the tensor of the one before."""
    layers: list[keras.Layer] = []
    while end is not start:
        node = producer(end)
        layers.insert(0, node.operation)
        end = node.input_tensors[0]  # a mask may come second
    return [producer(start).operation, *layers]
