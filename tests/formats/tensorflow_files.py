"""Keras models written the ways TensorFlow writes them."""

from __future__ import annotations

from pathlib import Path

import keras
import tensorflow as tf
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

WAYS = ("export", "saved", "frozen")


def write(model: keras.Model, way: str, folder: Path) -> Path:
    """Write the model into the folder in one of `WAYS`; the path to open."""
    if way == "export":
        model.export(folder / way, verbose=False)
        return folder / way
    if way == "saved":
        tf.saved_model.save(model, str(folder / way))
        return folder / way
    tf.io.write_graph(frozen(model), str(folder), "frozen.pb", as_text=False)
    return folder / "frozen.pb"


def frozen(model: keras.Model) -> tf.compat.v1.GraphDef:
    """The model's graph with its variables as constants."""
    inputs = [tf.TensorSpec(each.shape, each.dtype) for each in model.inputs]
    called = tf.function(lambda *given: model(list(given) if len(given) > 1 else given[0], training=False))
    return convert_variables_to_constants_v2(called.get_concrete_function(*inputs)).graph.as_graph_def()
