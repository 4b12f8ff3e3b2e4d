"""Make the models the shipped recipes are for, with random weights from a fixed seed.

    python resources/make_models.py DIR          sample.keras, reference.keras and mnist.keras in DIR

sample.keras     a small residual network on 16×16 images, ten classes (recipes/demo.json); the bundled one is trained
reference.keras  784 inputs, two hidden layers, one sigmoid output (recipes/reference.json, reference-frozen.json)
mnist.keras      a small convolutional network on 28×28 images, ten classes (recipes/mnist-14-outputs.json)
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
from keras import layers

SEED = 7


def sample() -> keras.Model:
    """A residual network of a stem, two blocks and a head; input (16, 16, 1) in 0 to 1, ten classes."""
    image = keras.Input((16, 16, 1), name="image")
    stem = _conv_bn_relu(image, 16, "stem")
    block1 = _residual(stem, 16, "block1", shortcut=stem)
    block1 = layers.MaxPooling2D(name="block1_pool")(block1)
    shortcut = layers.Conv2D(32, 1, use_bias=False, name="block2_shortcut")(block1)
    block2 = _residual(block1, 32, "block2", shortcut=shortcut)
    block2 = layers.MaxPooling2D(name="block2_pool")(block2)
    features = layers.Flatten(name="head_flatten")(block2)
    features = layers.Dense(32, activation="relu", name="head_dense")(features)
    features = layers.Dropout(0.3, name="head_dropout")(features)
    predictions = layers.Dense(10, activation="softmax", name="predictions")(features)
    return keras.Model(image, predictions, name="sample")


def reference() -> keras.Model:
    """What the reference example starts from: the layers with weights, without dropout and limits."""
    normal = keras.initializers.RandomNormal(stddev=0.05)
    return keras.Sequential(
        [
            keras.Input((784,), name="pixels"),
            layers.Dense(128, activation="relu", kernel_initializer=normal, name="hidden_1"),
            layers.Dense(128, activation="tanh", kernel_initializer=normal, name="hidden_2"),
            layers.Dense(1, activation="sigmoid", kernel_initializer=normal, name="even"),
        ],
        name="reference",
    )


def mnist() -> keras.Model:
    """A convolutional classifier of the ten MNIST digits; input (28, 28, 1) in 0 to 1."""
    return keras.Sequential(
        [
            keras.Input((28, 28, 1), name="image"),
            layers.Conv2D(16, 3, activation="relu", name="conv1"),
            layers.MaxPooling2D(name="pool1"),
            layers.Conv2D(32, 3, activation="relu", name="conv2"),
            layers.MaxPooling2D(name="pool2"),
            layers.Flatten(name="flatten"),
            layers.Dense(64, activation="relu", name="dense"),
            layers.Dense(10, activation="softmax", name="predictions"),
        ],
        name="mnist",
    )


MODELS: dict[str, Callable[[], keras.Model]] = {"sample": sample, "reference": reference, "mnist": mnist}


def write(name: str, folder: Path) -> Path:
    """Make the model of this name, always with the same weights, and save it as ``folder/name.keras``."""
    keras.utils.set_random_seed(SEED)
    path = folder / f"{name}.keras"
    MODELS[name]().save(path)
    return path


def _conv_bn_relu(tensor: Any, filters: int, name: str, number: str = "") -> Any:
    tensor = layers.Conv2D(filters, 3, padding="same", use_bias=False, name=f"{name}_conv{number}")(tensor)
    tensor = layers.BatchNormalization(momentum=0.9, name=f"{name}_bn{number}")(tensor)
    return layers.ReLU(name=f"{name}_relu{number}")(tensor)


def _residual(tensor: Any, filters: int, name: str, shortcut: Any) -> Any:
    tensor = _conv_bn_relu(tensor, filters, name, "1")
    tensor = layers.Conv2D(filters, 3, padding="same", use_bias=False, name=f"{name}_conv2")(tensor)
    tensor = layers.BatchNormalization(momentum=0.9, name=f"{name}_bn2")(tensor)
    tensor = layers.Add(name=f"{name}_add")([tensor, shortcut])
    return layers.ReLU(name=f"{name}_relu2")(tensor)


def main() -> None:
    """Write every model into the folder given on the command line."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name in MODELS:
        print(write(name, folder))


if __name__ == "__main__":
    main()
