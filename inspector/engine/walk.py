"""The paths of a loaded model's layers: the same ones the readers give to the layers of its file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import keras
from keras.src.models.functional import Functional  # has no public name

from inspector.engine.errors import EngineError


def is_model(operation: Any) -> bool:
    """Whether it is a model whose layers form a graph: functional or sequential, no subclass of them."""
    return type(operation) in (Functional, keras.Sequential)


def walk(model: keras.Model) -> Iterator[tuple[str, keras.Operation]]:
    """Every layer and bare operation with its path, a nested model directly before what is in it."""
    graph = functional(model)
    # the graph in a Sequential also has the operations that make its masks, which are no layers of the file
    for operation in model._layers if isinstance(model, keras.Sequential) else graph.operations:
        yield operation.name, operation
        if is_model(operation):
            for path, inner in walk(operation):
                yield f"{operation.name}/{path}", inner


def leaves(model: keras.Model) -> dict[str, keras.Layer]:
    """Path to layer for every layer that is not itself a model: everything that can hold weights."""
    return {path: leaf for path, leaf in walk(model) if isinstance(leaf, keras.Layer) and not is_model(leaf)}


def calls(model: keras.Model) -> list[Any]:
    """Keras' nodes, one per call of a layer, each after the nodes whose tensors it takes. Nested ones stay whole."""
    by_depth = functional(model)._nodes_by_depth
    return [node for depth in sorted(by_depth, reverse=True) for node in by_depth[depth]]


def producer(tensor: Any) -> Any:
    """The node that made a symbolic tensor."""
    operation, index, _ = tensor._keras_history
    return operation._inbound_nodes[index]


def functional(model: keras.Model) -> keras.Model:
    """The graph of a model; a Sequential keeps one inside once its input shape is known."""
    if not is_model(model):
        raise EngineError(
            f"'{model.name}' is a {type(model).__name__}, whose layers are called by its own Python code. "
            "Only functional and sequential models can be edited."
        )
    graph = model._functional if isinstance(model, keras.Sequential) else model
    if graph is None:
        raise EngineError(
            f"The Sequential model '{model.name}' does not say what its input shape is. "
            "Add an Input layer or call build() where it is made, and save it again."
        )
    return graph
