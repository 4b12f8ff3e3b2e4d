"""What TensorFlow makes of a function's graph without running it: what it gives, and which weights can train."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import tensorflow as tf

from inspector.engine.body.functions import named_apart
from inspector.engine.body.pure import Pure
from inspector.engine.errors import EngineError


def given(function: Pure) -> list[dict[str, Any]]:
    """Shape (``None`` for a size that is not fixed) and dtype of each tensor the function gives.

    Raises:
        EngineError: TensorFlow does not take the graph, or cannot tell how many axes a tensor has.
    """
    with tf.Graph().as_default():
        found = []
        for name, tensor in zip(function.outputs, _imported(function, function.outputs), strict=True):
            if tensor.shape.rank is None:
                raise EngineError(
                    f"How many axes the result '{name}' has is not in the file, so no layer can be put on it."
                )
            found.append({"shape": tensor.shape.as_list(), "dtype": tensor.dtype.name})
        return found


def reached(function: Pure, weights: Collection[str]) -> set[str]:
    """Those of the weights, by their placeholders' names, which a derivative of the results reaches.

    Raises:
        EngineError: an operation on the way has no derivative.
    """
    with tf.Graph().as_default():
        names = sorted(weights)
        tensors = _imported(function, [*function.outputs, *(f"{name}:0" for name in names)])
        results = [tensor for tensor in tensors[: len(function.outputs)] if tensor.dtype.is_floating]
        try:
            found = tf.gradients(results, tensors[len(function.outputs) :])
        except LookupError as error:
            raise EngineError(
                f"TensorFlow has no derivative for an operation of the body ({str(error).rstrip('.')}), so its layers "
                "cannot be trained: freeze them all and train a new head."
            ) from error
        return {name for name, gradient in zip(names, found, strict=True) if gradient is not None}


def _imported(function: Pure, names: Collection[str]) -> list[Any]:
    try:
        return list(
            tf.graph_util.import_graph_def(named_apart(function.definition), return_elements=list(names), name="")
        )
    except (ValueError, KeyError, tf.errors.OpError) as error:
        first = next(iter(str(error).splitlines()), type(error).__name__)[:300].rstrip(".")
        raise EngineError(f"TensorFlow does not take the operations of the file: {first}.") from error
