"""What Keras itself says of a live model, in the words of our graph."""

from __future__ import annotations

import math
from collections import Counter

import keras
from keras.src.models.functional import Functional
from keras.src.ops.operation import Operation

from inspector.graph.model import ModelGraph, Shape


def nested_operations(model: keras.Model, prefix: str = "") -> list[tuple[str, Operation]]:
    """Path and object of every layer and operation, a nested model directly followed by its own."""
    found = []
    for operation in _operations(model):
        path = prefix + operation.name
        found.append((path, operation))
        if isinstance(operation, (Functional, keras.Sequential)):
            found += nested_operations(operation, path + "/")
    return found


def edges(model: keras.Model, prefix: str = "") -> Counter[tuple[str, str, int, Shape]]:
    """Source, target, output index and shape of every tensor between siblings."""
    if isinstance(model, keras.Sequential):
        return edges(model._functional, prefix)
    found: Counter[tuple[str, str, int, Shape]] = Counter()
    for depth in model._nodes_by_depth.values():
        for node in depth:
            for tensor in node.input_tensors:
                source, _, index = tensor._keras_history
                found[prefix + source.name, prefix + node.operation.name, index, tuple(tensor.shape)] += 1
    for operation in model.operations:
        if isinstance(operation, (Functional, keras.Sequential)):
            found += edges(operation, f"{prefix}{operation.name}/")
    return found


def first_output_shapes(operation: Operation) -> tuple[Shape, ...]:
    """Shapes of what the first call gave."""
    return tuple(tuple(tensor.shape) for tensor in operation._inbound_nodes[0].output_tensors)


def trainable_parameters(model: keras.Model) -> int:
    return sum(math.prod(weight.shape) for weight in model.trainable_weights)


def graph_edges(graph: ModelGraph) -> Counter[tuple[str, str, int, Shape | None]]:
    return Counter((edge.source, edge.target, edge.source_index, edge.shape) for edge in graph.edges)


def _operations(model: keras.Model) -> list[Operation]:
    return list(model._functional.operations if isinstance(model, keras.Sequential) else model.operations)
