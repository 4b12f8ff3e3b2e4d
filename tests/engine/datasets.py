"""Small data sets in every format, and small models to train on them."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import Input, Sequential, layers
from PIL import Image

from inspector.engine.data.labels import Target
from inspector.engine.data.prepare import Prepared, prepare
from inspector.recipe.recipe import Data, Training

CLASSES = 3


def pictures(count: int = 30, shape: tuple[int, ...] = (8, 8), classes: int = CLASSES) -> tuple[Any, Any]:
    """Grey or coloured images of uint8 whose brightness tells their class, and the labels, which take turns."""
    labels = np.arange(count) % classes
    random = np.random.default_rng(0)
    noise = random.integers(0, 40, (count, *shape))
    brightness = labels.reshape(-1, *[1] * len(shape)) * (215 // classes)
    images = np.clip(noise + brightness, 0, 255)
    images.reshape(-1)[:2] = (0, 255)
    return images.astype(np.uint8), labels


def write_npz(path: Path, **arrays: Any) -> Path:
    np.savez(path, **arrays)
    return path


def write_folder(folder: Path, count: int = 30, size: tuple[int, int] = (10, 12), suffix: str = "png") -> Path:
    images, labels = pictures(count, (*size, 3))
    for index, (image, label) in enumerate(zip(images, labels, strict=True)):
        place = folder / ("ant", "bee", "cat")[label]
        place.mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(place / f"{index:03}.{suffix}")
    return folder


def idx_bytes(array: Any, kind: int = 8) -> bytes:
    return struct.pack(f">BBBB{array.ndim}I", 0, 0, kind, array.ndim, *array.shape) + array.astype(np.uint8).tobytes()


def write_idx(folder: Path, name: str = "train", zipped: bool = False, dot: bool = False, count: int = 30) -> Path:
    """Images and labels as MNIST has them; gives the file of images."""
    folder.mkdir(exist_ok=True)
    images, labels = pictures(count)
    joint, end = "." if dot else "-", ".gz" if zipped else ""
    for kind, array in (("images", images), ("labels", labels)):
        content = idx_bytes(array)
        file = folder / f"{name}-{kind}{joint}idx{array.ndim}-ubyte{end}"
        file.write_bytes(gzip.compress(content) if zipped else content)
    return folder / f"{name}-images{joint}idx3-ubyte{end}"


def dense(*shape: int | None, units: int = CLASSES, activation: str | None = "softmax") -> keras.Model:
    """A model that takes samples of this shape, whatever it is."""
    shrink = [layers.GlobalAveragePooling2D(name="flat")] if None in shape else [layers.Flatten(name="flat")]
    return Sequential([Input(shape), *shrink, layers.Dense(units, activation, name="head")])


def prepared(source: Path | str, model: keras.Model, classes: bool = True, **settings: Any) -> Prepared:
    """The data fitted to the model as the recipe's settings say."""
    positive = settings.get("positive_labels")
    end = getattr(model.layers[-1], "activation", keras.activations.softmax)
    activation = keras.activations.serialize(end)
    target = Target(tuple(model.outputs[0].shape), activation, classes, positive)
    return prepare(Data(str(source), **settings), model, target, Training(batch_size=8), lambda _: None)


def first_batch(data: Prepared) -> tuple[Any, Any]:
    batch: tuple[Any, Any] = data.training[0]
    return batch
