"""TensorFlow operations that Keras 2 wrapped into layers, as operations of Keras 3."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from keras import ops

from inspector.engine.errors import EngineError

OPERATIONS = ("TensorFlowOpLayer", "TFOpLambda", "SlicingOpLambda")

_NODES: dict[str, Callable[..., Any]] = {
    "Transpose": ops.transpose,
    "Reshape": ops.reshape,
    "ExpandDims": ops.expand_dims,
    "Squeeze": ops.squeeze,
    "Add": ops.add,
    "AddV2": ops.add,
    "BiasAdd": ops.add,
    "Sub": ops.subtract,
    "Mul": ops.multiply,
    "RealDiv": ops.divide,
    "Maximum": ops.maximum,
    "Minimum": ops.minimum,
    "Pow": ops.power,
    "Relu": ops.relu,
    "Relu6": ops.relu6,
    "Sigmoid": ops.sigmoid,
    "Tanh": ops.tanh,
    "Softmax": ops.softmax,
    "Exp": ops.exp,
    "Log": ops.log,
    "Sqrt": ops.sqrt,
    "Square": ops.square,
    "Abs": ops.abs,
    "Neg": ops.negative,
    "MatMul": ops.matmul,
    "BatchMatMulV2": ops.matmul,
}
"""By the name of TensorFlow's node; constants and tensors in the order of its inputs."""

_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "math.add": ops.add,
    "__operators__.add": ops.add,
    "math.subtract": ops.subtract,
    "math.multiply": ops.multiply,
    "math.truediv": ops.divide,
    "math.divide": ops.divide,
    "math.pow": ops.power,
    "math.maximum": ops.maximum,
    "math.minimum": ops.minimum,
    "math.negative": ops.negative,
    "math.abs": ops.abs,
    "math.exp": ops.exp,
    "math.log": ops.log,
    "math.sqrt": ops.sqrt,
    "math.square": ops.square,
    "math.sigmoid": ops.sigmoid,
    "nn.sigmoid": ops.sigmoid,
    "math.tanh": ops.tanh,
    "nn.relu": ops.relu,
    "nn.relu6": ops.relu6,
    "nn.softmax": ops.softmax,
    "linalg.matmul": ops.matmul,
    "reshape": lambda tensor, shape: ops.reshape(tensor, tuple(shape)),
    "transpose": lambda a, perm=None: ops.transpose(a, perm),
    "expand_dims": lambda input, axis: ops.expand_dims(input, axis),
    "squeeze": lambda input, axis=None: ops.squeeze(input, axis),
    "cast": lambda x, dtype: ops.cast(x, dtype),
    "concat": lambda values, axis: ops.concatenate(values, axis),
    "math.reduce_mean": lambda input_tensor, axis=None, keepdims=False: ops.mean(input_tensor, axis, keepdims),
    "math.reduce_sum": lambda input_tensor, axis=None, keepdims=False: ops.sum(input_tensor, axis, keepdims),
    "math.reduce_max": lambda input_tensor, axis=None, keepdims=False: ops.max(input_tensor, axis, keepdims),
}
"""By the function of TensorFlow's API; its arguments by their names there."""


def operation(entry: Mapping[str, Any], positional: list[Any], keywords: dict[str, Any]) -> Any:
    """What the operation gives for these tensors and settings.

    Raises:
        EngineError: it is one that is not known here, or is called in an unknown way.
    """
    config = entry.get("config") or {}
    if entry.get("class_name") == "TensorFlowOpLayer":
        name = str(config.get("node_def", {}).get("op"))
        constants = config.get("constants", {})
        made = _NODES.get(name)
        positional = _merged(positional, constants)
    else:
        name = str(config.get("function"))
        made = _FUNCTIONS.get(name)
        keywords.pop("name", None)
        if entry.get("class_name") == "SlicingOpLambda":
            made, keywords = _slice, keywords
    if made is None:
        raise EngineError(
            f"'{entry.get('name')}' is TensorFlow's operation '{name}', for which no operation of Keras is known here: "
            "the model can be looked at, not rebuilt."
        )
    try:
        return made(*positional, **keywords)
    except (TypeError, ValueError) as error:
        first = next(iter(str(error).splitlines()), "no reason")[:200]
        at = f"TensorFlow's operation '{name}' at '{entry.get('name')}'"
        raise EngineError(f"{at} cannot be done: {first}.") from error


def _merged(tensors: list[Any], constants: Mapping[str, Any]) -> list[Any]:
    """A node's inputs in order: constants stand at the number that is written with them, tensors at the others."""
    waiting = iter(tensors)
    count = len(tensors) + len(constants)
    return [constants[str(number)] if str(number) in constants else next(waiting) for number in range(count)]


def _slice(tensor: Any, slice_spec: Any) -> Any:
    parts = slice_spec if isinstance(slice_spec, list) else [slice_spec]
    return tensor[tuple(_part(part) for part in parts)]


def _part(part: Any) -> Any:
    if isinstance(part, Mapping):
        return slice(part.get("start"), part.get("stop"), part.get("step"))
    return Ellipsis if part == "..." else part
