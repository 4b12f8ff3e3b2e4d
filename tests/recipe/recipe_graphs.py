"""Small graphs for the tests of the recipe, as the readers give them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from inspector.graph.model import Edge, Layer, ModelGraph, Shape
from inspector.graph.weights import fill

IMAGE: Shape = (None, 8, 8, 3)


def entry(name: str = "image", shape: Shape = IMAGE, dtype: str = "float32") -> Layer:
    return Layer(name, name, "InputLayer", config={"name": name, "dtype": dtype}, output_shapes=(shape,), dtype=dtype)


def layer(path: str, class_name: str, *inputs: str, **config: Any) -> Layer:
    name = path.rpartition("/")[2]
    return Layer(path, name, class_name, config={"name": name, "trainable": True, **config}, inputs=inputs)


def dense(path: str, source: str, units: int, activation: str = "linear") -> Layer:
    return layer(path, "Dense", source, units=units, activation=activation, use_bias=True)


def conv(path: str, source: str, filters: int, **config: Any) -> Layer:
    usual = {"kernel_size": [3, 3], "strides": [1, 1], "padding": "same", "data_format": "channels_last"}
    return layer(path, "Conv2D", source, filters=filters, activation="relu", use_bias=True, **{**usual, **config})


def model(*layers: Layer, outputs: tuple[str, ...] = (), class_name: str = "Functional") -> ModelGraph:
    edges = tuple(Edge(source, each.path) for each in layers for source in each.inputs)
    inputs = tuple(each.path for each in layers if each.class_name == "InputLayer" and not each.parent)
    return fill(ModelGraph("model", class_name, layers, edges, inputs, outputs or (layers[-1].path,)))


def classifier(class_name: str = "Functional") -> ModelGraph:
    return model(
        entry(),
        conv("conv", "image", 4),
        layer("bn", "BatchNormalization", "conv", axis=-1),
        layer("pool", "MaxPooling2D", "bn", pool_size=[2, 2], strides=[2, 2], padding="valid"),
        layer("flatten", "Flatten", "pool"),
        dense("hidden", "flatten", 16, "relu"),
        layer("drop", "Dropout", "hidden", rate=0.3),
        dense("predictions", "drop", 10, "softmax"),
        class_name=class_name,
    )


def branches() -> ModelGraph:
    """Two branches that meet in the sum before the head; the features are an output too."""
    return model(
        entry("pixels", (None, 6)),
        dense("left", "pixels", 8, "relu"),
        dense("right", "pixels", 8, "relu"),
        layer("sum", "Add", "left", "right"),
        dense("features", "sum", 5),
        dense("kind", "features", 3, "softmax"),
        dense("size", "sum", 1),
        outputs=("kind", "size"),
    )


def nested(inner_class: str = "Functional") -> ModelGraph:
    """A pooled convolutional model inside, a head outside."""
    inside = (
        replace(entry("inner_image"), path="encoder/inner_image"),
        conv("encoder/conv", "encoder/inner_image", 4),
        layer("encoder/drop", "Dropout", "encoder/conv", rate=0.1),
        conv("encoder/last", "encoder/drop", 6),
    )
    encoder = replace(
        layer("encoder", inner_class, "image"),
        kind="model",
        entries=("encoder/inner_image",),
        exits=("encoder/last",),
    )
    pool = layer("pool", "GlobalAveragePooling2D", "encoder", data_format="channels_last", keepdims=False)
    return model(entry(), encoder, *inside, pool, dense("head", "pool", 4, "softmax"))


def tail(*layers: Layer, units: int = 10) -> ModelGraph:
    """A Dense head with these layers behind it."""
    return model(
        entry("pixels", (None, 6)), dense("hidden", "pixels", 8, "relu"), dense("head", "hidden", units), *layers
    )


def tokens() -> ModelGraph:
    """Words in, a recurrent head out."""
    return model(
        entry("words", (None, 12), "int32"),
        layer("embed", "Embedding", "words", input_dim=50, output_dim=8),
        layer("lstm", "LSTM", "embed", units=6, dropout=0.0, return_sequences=False),
    )
