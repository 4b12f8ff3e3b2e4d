"""Models of Keras 2 in all shapes that once went wrong, saved in its three formats. Run with the folder to fill.

Its weights are random numbers, so that no two layers can be taken for each other unnoticed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

NAMES = ("attention", "recurrent", "siamese", "frozen", "dropped", "operations", "several_ends", "sequential", "nested")


def _made(keras: Any, tf: Any) -> dict[str, Callable[[], Any]]:
    layers, sequential, model, entry = keras.layers, keras.Sequential, keras.Model, keras.Input

    def attention() -> Any:
        x = entry((6, 8))
        y = layers.MultiHeadAttention(2, 4)(x, x)
        y = layers.LayerNormalization()(layers.Add()([y, x]))
        return model(x, layers.Attention(use_scale=True)([y, x]))

    def recurrent() -> Any:
        x = entry((5, 3))
        y, state, memory = layers.LSTM(4, return_state=True, return_sequences=True)(x)
        first = layers.LSTM(4)(y, initial_state=[state, memory])
        both = layers.Bidirectional(layers.GRU(3, recurrent_activation="hard_sigmoid"))(y)
        cells = layers.RNN([layers.LSTMCell(3), layers.GRUCell(2)])(x)
        return model(x, layers.Concatenate()([first, both, cells, layers.GRU(3, reset_after=False)(x)]))

    def siamese() -> Any:
        encoder = sequential([layers.Dense(4, input_shape=(3,)), layers.BatchNormalization(), layers.Dense(5)])
        one, other = entry((3,)), entry((3,))
        return model([one, other], layers.Subtract()([encoder(one), encoder(other)]))

    def frozen() -> Any:
        x = entry((3,))
        y = layers.BatchNormalization(name="b1")(layers.Dense(3, name="d1")(x))
        body = model(x, layers.BatchNormalization(name="b2")(layers.Dense(3, name="d2")(y)), name="body")
        body.get_layer("d1").trainable = body.get_layer("b2").trainable = False
        x = entry((3,))
        return model(x, layers.Dense(2)(body(x)))

    def dropped() -> Any:
        x = entry((8, 8, 2))
        y = layers.LocallyConnected2D(3, (2, 3), strides=(2, 1))(x)
        y = layers.ThresholdedReLU(0.3)(layers.LeakyReLU(alpha=0.1)(y))
        y = layers.LocallyConnected1D(2, 3)(layers.Reshape((-1, 3))(y))
        return model(x, layers.Dense(2, activation="hard_sigmoid")(layers.Flatten()(y)))

    def operations() -> Any:
        x = entry((8, 8, 3))
        y = layers.Conv2D(3, 3, padding="same")(x / 127.5 - 1.0) + x
        y = tf.reduce_mean(y, axis=[1, 2])
        y = tf.concat([y, 1.0 - y], -1)[:, 1:4]
        return model(x, layers.Dense(2)(tf.nn.l2_normalize(y, axis=-1)))

    def several_ends() -> Any:
        first, second = entry((3,), name="b"), entry((2,), name="a")
        joined = layers.Dense(2, name="y")(layers.Concatenate()([first, second]))
        return model({"b": first, "a": second}, {"y": joined, "x": layers.Dense(1, name="x")(first)})

    def one_after_the_other() -> Any:
        return sequential(
            [
                layers.DepthwiseConv2D(3, input_shape=(8, 8, 2)),
                layers.SeparableConv2D(3, 3),
                layers.Conv2DTranspose(4, 2, strides=2),
                layers.PReLU(shared_axes=[1, 2]),
                layers.TimeDistributed(layers.TimeDistributed(layers.Dense(2))),
                layers.GlobalMaxPooling2D(),
            ]
        )

    def nested() -> Any:
        x = entry((6, 6, 3))
        body = model(x, layers.DepthwiseConv2D(3)(layers.Conv2D(4, 3, strides=2, padding="same")(x)))
        features = sequential([body, layers.GlobalAveragePooling2D()])
        return sequential([features, sequential([layers.Dense(3, input_shape=(4,)), layers.Dense(2, use_bias=False)])])

    made = (attention, recurrent, siamese, frozen, dropped, operations, several_ends, one_after_the_other, nested)
    return dict(zip(NAMES, made, strict=True))


def main(folder: Path) -> None:
    """Write ``NAME.h5`` and ``NAME.keras`` for each, and a SavedModel ``NAME``."""
    import numpy as np
    import tensorflow as tf
    import tf_keras

    random = np.random.default_rng(0)
    for name, make in _made(tf_keras, tf).items():
        built = make()
        built.set_weights([random.uniform(0.1, 0.5, weight.shape) for weight in built.get_weights()])
        built.save(folder / f"{name}.h5")
        built.save(folder / f"{name}.keras")
        built.save(folder / name, save_format="tf")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
