"""What a model takes: the shape, type and range of values of its input."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import keras

from inspector.engine.errors import EngineError
from inspector.engine.walk import calls, functional, is_model
from inspector.graph.model import Shape
from inspector.recipe.input_range import PASSING, Range, range_of

_PASSING_OPERATIONS = ("Cast", "ExpandDims", "Reshape", "Squeeze", "Transpose")


@dataclass(frozen=True)
class Lookup:
    """An Embedding by its path, and how many different whole numbers it knows."""

    path: str
    words: int


@dataclass(frozen=True)
class ModelInput:
    """The single input of a model.

    Attributes:
        shape: of one sample; ``None`` where any size will do.
        dtype: of the input tensor.
        values: the range it is made for: ``unit`` 0 to 1; ``pixels`` 0 to 255, which it brings down itself; ``own``
            where it computes on its input in another way and takes values as they are.
        embedding: the smallest Embedding that looks the input up, so that it takes whole numbers; ``None``: none does.
    """

    shape: Shape
    dtype: str
    values: Range
    embedding: Lookup | None = None

    @property
    def picture(self) -> Shape:
        """Height, width and channels of the images it takes, or that can be made to fit; ``None`` where unknown."""
        match self.shape:
            case (height, width, channels):
                return height, width, channels
            case (height, width):
                return height, width, 1
            case (int(count),):
                return square(count)
        return None, None, None


def square(count: int) -> Shape:
    """The grey or coloured square image that has this many values; three ``None`` where there is none."""
    for channels in (1, 3):
        side = round((count / channels) ** 0.5)
        if side * side * channels == count:
            return side, side, channels
    return None, None, None


def input_of(model: keras.Model) -> ModelInput:
    """What a model takes.

    Raises:
        EngineError: it has several inputs, or takes text.
    """
    inputs = functional(model).inputs
    if len(inputs) != 1:
        names = ", ".join(f"'{tensor.name}'" for tensor in inputs)
        raise EngineError(f"The model has {len(inputs)} inputs ({names}). Only models with one input are trained here.")
    if inputs[0].dtype == "string":
        raise EngineError("The model takes text. Only models that take numbers or images can be trained.")
    first = _first(model)
    lookups = _lookups(model, {id(inputs[0])})
    embedding = min(lookups, key=lambda lookup: lookup.words, default=None)
    values = "unit" if first is None else range_of(type(first).__name__, getattr(first, "scale", None))
    return ModelInput(tuple(inputs[0].shape[1:]), inputs[0].dtype, values, embedding)


def _first(model: keras.Model) -> Any:
    """The first operation that computes on the values of the input; ``None`` where the input branches first."""
    tensor = functional(model).inputs[0]
    while True:
        takers = [node for node in calls(model) if any(tensor is taken for taken in node.input_tensors)]
        if len(takers) != 1:
            return None
        operation = takers[0].operation
        if is_model(operation):
            return _first(operation)
        if type(operation).__name__ not in PASSING:
            return operation
        tensor = takers[0].outputs[0]


def _lookups(model: keras.Model, reached: set[int], prefix: str = "") -> Iterator[Lookup]:
    """Every Embedding that takes the values of the input, whatever else takes them as well.

    Args:
        reached: ids of the model's tensors that hold those values.
        prefix: path of the model with a final ``/``; empty for the outermost.
    """
    for node in calls(model):
        operation = node.operation
        if not any(id(tensor) in reached for tensor in node.input_tensors):
            continue
        if is_model(operation):
            inputs = functional(operation).inputs
            taken = {id(own) for own, tensor in zip(inputs, node.input_tensors, strict=True) if id(tensor) in reached}
            yield from _lookups(operation, taken, f"{prefix}{operation.name}/")
        elif isinstance(layer := _wrapped(operation), keras.layers.Embedding):
            yield Lookup(f"{prefix}{operation.name}", layer.input_dim)
        elif type(operation).__name__ in PASSING or type(operation).__name__ in _PASSING_OPERATIONS:
            reached |= {id(tensor) for tensor in node.outputs}


def _wrapped(operation: Any) -> Any:
    return operation.layer if isinstance(operation, keras.layers.TimeDistributed) else operation
