"""Write a model as ONNX."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

from inspector.engine.errors import EngineError
from inspector.engine.saving.reasons import first_line, without_operations
from inspector.engine.saving.serving import Serving


def write_onnx(made: Serving, path: Path) -> None:
    """Convert it with tf2onnx.

    Raises:
        EngineError: ONNX has no operation for one of the model's, or the converter fails.
    """
    import tf2onnx

    function = tf.function(made.call, input_signature=made.signature, autograph=False)
    try:
        converted, _ = tf2onnx.convert.from_function(
            function, input_signature=made.signature, custom_op_handlers={"Erfc": (_erfc, [])}
        )
    except Exception as error:  # its many kinds have no common class
        raise EngineError(f"The model cannot be converted to ONNX: {first_line(error)}.") from error
    _hold_constants(converted.graph, function.get_concrete_function(*made.signature).graph.captures, made.inputs)
    # what it cannot convert it leaves in the file under TensorFlow's name
    if unknown := sorted(set(_unknown(converted.graph, converted.opset_import))):
        raise without_operations("ONNX", unknown)
    path.write_bytes(converted.SerializeToString())


def _hold_constants(graph: Any, captures: Any, inputs: Sequence[str]) -> None:
    """Put constants of the model into the file: tf2onnx makes inputs of those that are no variables."""
    from onnx import numpy_helper

    constants = {inner.name: outer for outer, inner in captures if inner.dtype != tf.resource}
    for given in [each for each in graph.input if each.name not in inputs and each.name in constants]:
        graph.input.remove(given)
        graph.initializer.append(numpy_helper.from_array(constants[given.name].numpy(), given.name))


def _unknown(graph: Any, imports: Any) -> Iterator[str]:
    """Types of operations that no version of ONNX which the file names has."""
    import onnx

    versions = {each.domain: each.version for each in imports}
    for node in graph.node:
        if not onnx.defs.has(node.op_type, versions.get(node.domain, 1), node.domain):
            yield node.op_type
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                yield from _unknown(attribute.g, imports)


def _erfc(context: Any, node: Any, name: str, _options: Any) -> None:
    """The operation in Keras' exact ``gelu``, which tf2onnx does not know: 1 - erf(x)."""
    from tf2onnx import utils

    (output,), given = node.output, node.input[0]
    shape, dtype = context.get_shape(output), context.get_dtype(output)
    context.remove_node(name)
    one = context.make_const(utils.make_name("one"), np.array(1, utils.map_onnx_to_numpy_type(dtype)))
    error = context.make_node("Erf", [given])
    inputs = [one.output[0], error.output[0]]
    context.make_node("Sub", inputs, name=name, outputs=[output], shapes=[shape], dtypes=[dtype])
