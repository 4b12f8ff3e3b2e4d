"""Small SavedModels without Keras' configs, and a frozen graph, as several versions of TensorFlow write them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import keras
import tensorflow as tf

v1 = tf.compat.v1
layers = keras.layers


def exported(folder: Path) -> Path:
    """A convolutional classifier of five classes, by Keras 3's ``export``."""
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1), name="image"),
            layers.Conv2D(4, 3, strides=2, name="first"),
            layers.BatchNormalization(name="norm"),
            layers.Conv2D(6, 3, strides=2, activation="relu", name="second"),
            layers.GlobalAveragePooling2D(name="pool"),
            layers.Dense(5, activation="softmax", name="top"),
        ]
    )
    model.export(folder / "exported", verbose=False)
    return folder / "exported"


def without_metadata(folder: Path) -> Path:
    """The same model as ``tf.saved_model.save`` writes it."""
    model = keras.Sequential([keras.Input((28, 28, 1), name="image"), layers.Flatten(), layers.Dense(8, name="first")])
    tf.saved_model.save(model, folder / "without_metadata")
    return folder / "without_metadata"


class Module(tf.Module):
    """A network of two matrices, called through one function."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden = tf.Variable(tf.random.normal((784, 12)) * 0.05, name="first/kernel")
        self.out = tf.Variable(tf.random.normal((12, 10)) * 0.1, name="top/kernel")
        self.calls = tf.Variable(0, trainable=False, name="calls")

    @tf.function(input_signature=[tf.TensorSpec((None, 28, 28), tf.float32)])
    def __call__(self, image: tf.Tensor) -> tf.Tensor:
        with tf.name_scope("first"):
            hidden = tf.nn.relu(tf.reshape(image, (-1, 784)) @ self.hidden)
        with tf.name_scope("top"):
            return hidden @ self.out


def module(folder: Path) -> Path:
    """A plain ``tf.Module``."""
    made = Module()
    tf.saved_model.save(made, folder / "module", signatures=made.__call__)
    return folder / "module"


def of_tensorflow_1(folder: Path) -> Path:
    """A session's graph with a signature, its variables of the kind TensorFlow 1 has."""
    _session(folder)
    return folder / "tensorflow_1"


def frozen(folder: Path) -> Path:
    """The same graph with its variables made constants."""
    _session(folder)
    return folder / "frozen.pb"


def _session(folder: Path) -> None:
    with tf.Graph().as_default(), v1.Session() as session, v1.variable_scope("", use_resource=False):
        image = v1.placeholder(tf.float32, (None, 28, 28, 1), name="image")
        with v1.variable_scope("first"):
            kernel = v1.get_variable("kernel", (3, 3, 1, 4))
            pooled = tf.reduce_mean(tf.nn.relu(tf.nn.conv2d(image, kernel, 2, "SAME")), [1, 2])
        with v1.variable_scope("top"):
            kernel = v1.get_variable("kernel", (4, 10))
            bias = v1.get_variable("bias", (10,), initializer=v1.zeros_initializer())
            result = tf.nn.softmax(tf.matmul(pooled, kernel) + bias)
        session.run(v1.global_variables_initializer())
        v1.saved_model.simple_save(session, str(folder / "tensorflow_1"), {"image": image}, {"result": result})
        constants = v1.graph_util.convert_variables_to_constants(session, session.graph_def, [result.op.name])
        (folder / "frozen.pb").write_bytes(constants.SerializeToString())


def looping(folder: Path) -> Path:
    """A recurrent network on words: its loop takes variables, and rows are gathered from one."""
    words = keras.Sequential(
        [
            keras.Input((5,), dtype="int32", name="words"),
            layers.Embedding(9, 4, name="first"),
            layers.GRU(3, name="gru"),
        ]
    )
    words.export(folder / "looping", verbose=False)
    return folder / "looping"


MADE: dict[str, Callable[[Path], Path]] = {
    "exported": exported,
    "without_metadata": without_metadata,
    "module": module,
    "of_tensorflow_1": of_tensorflow_1,
    "looping": looping,
}
