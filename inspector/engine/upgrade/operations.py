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


def _of_two(done: Callable[..., Any]) -> Callable[..., Any]:
    return lambda x, y: done(x, y)


def _over_axes(done: Callable[..., Any]) -> Callable[..., Any]:
    return lambda input_tensor, axis=None, keepdims=False: done(input_tensor, axis, keepdims)


def _matmul(a: Any, b: Any, transpose_a: bool = False, transpose_b: bool = False) -> Any:
    return ops.matmul(ops.swapaxes(a, -1, -2) if transpose_a else a, ops.swapaxes(b, -1, -2) if transpose_b else b)


def _resize(images: Any, size: Any, method: str = "bilinear", antialias: bool = False) -> Any:
    return ops.image.resize(images, tuple(size), interpolation=method, antialias=antialias)


def _unit_length(x: Any, axis: Any = None, epsilon: float = 1e-12) -> Any:
    return x * ops.rsqrt(ops.maximum(ops.sum(ops.square(x), axis, keepdims=True), epsilon))


def _listed(done: Callable[..., Any]) -> Callable[..., Any]:
    """For functions that take a list of tensors, which a config writes one after the other."""

    def call(*values: Any, axis: int = 0) -> Any:
        tensors = values[0] if len(values) == 1 and isinstance(values[0], list) else values
        return done(list(tensors), axis)

    return call


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "math.add": _of_two(ops.add),
    "__operators__.add": _of_two(ops.add),
    "math.subtract": _of_two(ops.subtract),
    "math.multiply": _of_two(ops.multiply),
    "math.truediv": _of_two(ops.divide),
    "math.divide": _of_two(ops.divide),
    "math.floordiv": _of_two(ops.floor_divide),
    "math.pow": _of_two(ops.power),
    "math.maximum": _of_two(ops.maximum),
    "math.minimum": _of_two(ops.minimum),
    "math.negative": ops.negative,
    "math.abs": ops.abs,
    "math.exp": ops.exp,
    "math.log": ops.log,
    "math.sqrt": ops.sqrt,
    "math.rsqrt": ops.rsqrt,
    "math.square": ops.square,
    "math.sin": ops.sin,
    "math.cos": ops.cos,
    "math.sigmoid": ops.sigmoid,
    "nn.sigmoid": ops.sigmoid,
    "math.tanh": ops.tanh,
    "nn.tanh": ops.tanh,
    "math.softplus": ops.softplus,
    "nn.softplus": ops.softplus,
    "nn.relu": ops.relu,
    "nn.relu6": ops.relu6,
    "nn.elu": ops.elu,
    "nn.selu": ops.selu,
    "nn.silu": lambda features: ops.silu(features),
    "nn.gelu": lambda features, approximate=False: ops.gelu(features, approximate),
    "nn.leaky_relu": lambda features, alpha=0.2: ops.leaky_relu(features, alpha),
    "nn.softmax": lambda logits, axis=-1: ops.softmax(logits, axis),
    "linalg.matmul": _matmul,
    "reshape": lambda tensor, shape: ops.reshape(tensor, tuple(shape)),
    "transpose": lambda a, perm=None: ops.transpose(a, perm),
    "expand_dims": lambda input, axis: ops.expand_dims(input, axis),
    "squeeze": lambda input, axis=None: ops.squeeze(input, axis),
    "tile": lambda input, multiples: ops.tile(input, multiples),
    "cast": lambda x, dtype: ops.cast(x, dtype),
    "clip_by_value": lambda t, clip_value_min, clip_value_max: ops.clip(t, clip_value_min, clip_value_max),
    "concat": _listed(ops.concatenate),
    "stack": _listed(ops.stack),
    "image.resize": _resize,
    "math.l2_normalize": _unit_length,
    "nn.l2_normalize": _unit_length,
    "math.reduce_mean": _over_axes(ops.mean),
    "math.reduce_sum": _over_axes(ops.sum),
    "math.reduce_max": _over_axes(ops.max),
    "math.reduce_min": _over_axes(ops.min),
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
        name = str(config.get("function")).removeprefix("compat.v1.")
        made = _FUNCTIONS.get(name)
        keywords.pop("name", None)
        keywords.pop("conjugate", None)  # nothing to do for real numbers
        if entry.get("class_name") == "SlicingOpLambda":
            made = _slice
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
        if part.get("class_name") == "__ellipsis__":
            return Ellipsis
        return slice(part.get("start"), part.get("stop"), part.get("step"))
    return part
