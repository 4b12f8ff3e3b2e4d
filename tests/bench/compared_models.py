"""Writes the models whose pictures are compared: `python tests/bench/compared_models.py FOLDER`; those there stay."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import keras
from keras import Model, layers

APPLICATIONS = ("ResNet50", "InceptionV3", "NASNetLarge", "EfficientNetV2L")


def transformer() -> Model:
    """Two encoder blocks over words."""
    entry = keras.Input((64,), dtype="int32", name="words")
    x = layers.Embedding(8000, 64, name="embedding")(entry)
    for number in (1, 2):
        attended = layers.MultiHeadAttention(4, 16, name=f"block{number}_attention")(x, x)
        x = layers.LayerNormalization(name=f"block{number}_norm1")(
            layers.Add(name=f"block{number}_add1")([x, attended])
        )
        wide = layers.Dense(256, "relu", name=f"block{number}_wide")(x)
        narrow = layers.Dense(64, name=f"block{number}_narrow")(wide)
        x = layers.LayerNormalization(name=f"block{number}_norm2")(layers.Add(name=f"block{number}_add2")([x, narrow]))
    pooled = layers.GlobalAveragePooling1D(name="pool")(x)
    return Model(entry, layers.Dense(2, "softmax", name="answer")(pooled), name="transformer")


def unet() -> Model:
    """Three steps down, three up, a skip at each."""
    entry = x = keras.Input((128, 128, 3), name="image")
    skips = []
    for step, filters in enumerate((16, 32, 64)):
        x = layers.Conv2D(filters, 3, padding="same", activation="relu", name=f"down{step}_conv")(x)
        skips.append(x)
        x = layers.MaxPooling2D(name=f"down{step}_pool")(x)
    x = layers.Conv2D(128, 3, padding="same", activation="relu", name="bottom")(x)
    for step, skip in reversed(list(enumerate(skips))):
        x = layers.Conv2DTranspose(skip.shape[-1], 2, strides=2, name=f"up{step}_grow")(x)
        x = layers.Concatenate(name=f"up{step}_join")([x, skip])
        x = layers.Conv2D(skip.shape[-1], 3, padding="same", activation="relu", name=f"up{step}_conv")(x)
    return Model(entry, layers.Conv2D(1, 1, activation="sigmoid", name="mask")(x), name="unet")


def siamese() -> Model:
    """Two images through one encoder."""
    image = keras.Input((28, 28, 1))
    x = layers.Flatten()(layers.MaxPooling2D()(layers.Conv2D(16, 3, activation="relu")(image)))
    encoder = Model(image, layers.Dense(32)(x), name="encoder")
    left, right = keras.Input((28, 28, 1), name="left"), keras.Input((28, 28, 1), name="right")
    joined = layers.Concatenate(name="join")([encoder(left), encoder(right)])
    return Model([left, right], layers.Dense(1, "sigmoid", name="same")(joined), name="siamese")


def lstm() -> Model:
    """A tagger in both directions."""
    entry = keras.Input((40,), dtype="int32", name="words")
    x = layers.Embedding(5000, 32, name="embedding")(entry)
    x = layers.Bidirectional(layers.LSTM(32, return_sequences=True), name="forth_and_back")(x)
    x = layers.LSTM(32, return_sequences=True, dropout=0.2, name="lstm")(x)
    return Model(entry, layers.TimeDistributed(layers.Dense(9, "softmax"), name="tags")(x), name="lstm")


def main() -> None:
    folder = Path(sys.argv[1])
    makers: dict[str, Callable[[], Model]] = {made.__name__: made for made in (transformer, unet, siamese, lstm)}
    for name in APPLICATIONS:
        makers[name] = lambda name=name: getattr(keras.applications, name)(weights=None)
    for name, make in makers.items():
        path = folder / f"{name}.keras"
        if not path.exists():
            keras.backend.clear_session()
            make().save(path)


if __name__ == "__main__":
    main()
