"""What only Keras knows of a model: whether it loads for training, exact shapes, parameters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras

from inspector.engine.body.build import build
from inspector.engine.errors import EngineError
from inspector.engine.load import load
from inspector.engine.walk import calls, is_model, walk
from inspector.formats import FormatError, open_model
from inspector.jobs.messages import Described
from inspector.recipe.bodies import is_body
from inspector.recipe.plan import plan


def describe(path: str | Path, trusted: str = "") -> Described:
    """Load the file and say what Keras makes of it; a file it does not load is described by the reason why not."""
    try:
        graph = open_model(path)
        if is_body(graph):
            build(path, plan(graph, ()), trusted)
            return Described(trainable=True, reason="", shapes={}, parameters={})
        model = load(path, trusted)
        parameters = {path: _parameters(operation) for path, operation in walk(model)}
    except (EngineError, FormatError) as error:
        return Described(trainable=False, reason=str(error), shapes={}, parameters={})
    known = shapes(model)
    return Described(
        trainable=True, reason="", shapes={path: known[path] for path in parameters}, parameters=parameters
    )


def shapes(model: keras.Model, prefix: str = "") -> dict[str, tuple[int | None, ...]]:
    """Path to the shape of the first tensor that the first call of the layer gives, batch axis first."""
    found: dict[str, tuple[int | None, ...]] = {}
    for node in calls(model):
        path = prefix + node.operation.name
        if path not in found:
            found[path] = tuple(node.outputs[0].shape)
            if is_model(node.operation):
                found |= shapes(node.operation, f"{path}/")
    return found


def _parameters(operation: Any) -> int:
    return operation.count_params() if isinstance(operation, keras.Layer) else 0
