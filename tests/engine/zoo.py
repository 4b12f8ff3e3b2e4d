"""Small models that cover the ways layers can be joined, each with random weights, and what the tests do to them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import Input, Model, Sequential, layers, ops

from inspector.engine.apply import apply
from inspector.engine.load import load
from inspector.engine.save import save
from inspector.formats import open_model
from inspector.recipe.edits import Edit
from inspector.recipe.plan import plan


def sequential() -> Model:
    return Sequential(
        [
            Input((12,)),
            layers.Dense(16, "relu", name="first"),
            layers.BatchNormalization(name="norm"),
            layers.Dropout(0.2, name="drop"),
            layers.Dense(5, "softmax", name="head"),
        ],
        name="sequential",
    )


def built_later() -> Model:
    model = Sequential(
        [layers.Dense(16, "relu", name="first"), layers.Dropout(0.2, name="drop"), layers.Dense(5, name="head")]
    )
    model.build((None, 12))
    return model


def two_ends() -> Model:
    """Inputs and outputs in dictionaries."""
    left, right = Input((12,), name="left"), Input((8,), name="right")
    both = layers.Concatenate(name="both")([layers.Dense(16, "relu", name="first")(left), layers.Dense(16)(right)])
    both = layers.Dropout(0.2, name="drop")(layers.BatchNormalization(name="norm")(both))
    ends = {"kind": layers.Dense(5, "softmax", name="head")(both), "size": layers.Dense(1, name="size")(both)}
    return Model({"left": left, "right": right}, ends, name="two_ends")


def shared() -> Model:
    """Three layers that are each called twice."""
    left, right = Input((12,), name="left"), Input((12,), name="right")
    chain = [
        layers.Dense(16, "relu", name="first"),
        layers.BatchNormalization(name="norm"),
        layers.Dropout(0.2, name="drop"),
    ]
    one, other = left, right
    for layer in chain:
        one, other = layer(one), layer(other)
    joined = layers.Concatenate(name="joined")([layers.Subtract(name="minus")([one, other]), one])
    return Model([left, right], layers.Dense(5, "softmax", name="head")(joined), name="shared")


def nested() -> Model:
    """A functional and a sequential model inside another, the first called with an argument."""
    start = Input((12,), name="start")
    inner = layers.Dropout(0.2, name="drop")(
        layers.BatchNormalization(name="norm")(layers.Dense(16, name="first")(start))
    )
    inner_model = Model(start, layers.Dense(16, "relu", name="second")(inner), name="inner")
    chain = Sequential(
        [Input((16,)), layers.Dense(16, "relu", name="third"), layers.Dropout(0.1, name="drop2")], name="chain"
    )
    outer = Input((12,), name="outer")
    return Model(
        outer, layers.Dense(5, "softmax", name="head")(chain(inner_model(outer, training=False))), name="nested"
    )


def twins() -> Model:
    """A nested model called twice, with a model inside that one."""
    core_in = Input((12,), name="core_in")
    core = Model(
        core_in, layers.Dropout(0.2, name="drop")(layers.Dense(16, "relu", name="first")(core_in)), name="core"
    )
    start = Input((12,), name="start")
    inner = Model(start, layers.BatchNormalization(name="norm")(core(start)), name="inner")
    left, right = Input((12,), name="left"), Input((12,), name="right")
    joined = layers.Concatenate(name="joined")([inner(left), inner(right)])
    return Model([left, right], layers.Dense(5, "softmax", name="head")(joined), name="twins")


def recurrent() -> Model:
    words = Input((10,), dtype="int32", name="words")
    flow = layers.Embedding(50, 8, mask_zero=True, name="embedding")(words)
    flow = layers.SpatialDropout1D(0.1, name="drop")(flow)
    flow = layers.Bidirectional(layers.LSTM(6, return_sequences=True, dropout=0.1), name="both_ways")(flow)
    flow = layers.TimeDistributed(layers.Dense(9, "relu", name="each"), name="first")(flow)
    return Model(words, layers.Dense(5, "softmax", name="head")(layers.GRU(7, name="gru")(flow)), name="recurrent")


def tagger() -> Model:
    """Sequential, with a mask that goes along to the head; the head is applied to every step."""
    return Sequential(
        [
            Input((10,), dtype="int32", name="words"),
            layers.Embedding(50, 8, mask_zero=True, name="first"),
            layers.Dropout(0.1, name="drop"),
            layers.GRU(7, return_sequences=True, name="gru"),
            layers.TimeDistributed(layers.Dense(5, "softmax"), name="head"),
        ]
    )


def transformer() -> Model:
    words = Input((10,), dtype="int32", name="words")
    flow = layers.Embedding(50, 16, name="embedding")(words)
    flow = flow + layers.Embedding(10, 16, name="position")(ops.arange(10))
    heard = layers.MultiHeadAttention(2, 8, dropout=0.1, name="attention")(query=flow, value=flow, use_causal_mask=True)
    flow = layers.LayerNormalization(name="norm")(layers.Add(name="sum")([flow, heard]))
    flow = layers.Dropout(0.1, name="drop")(layers.Dense(16, "gelu", name="first")(flow))
    flow = layers.GlobalAveragePooling1D(name="pool")(flow)
    return Model(words, layers.Dense(5, "softmax", name="head")(flow), name="transformer")


def operations() -> Model:
    """Bare keras.ops between the layers, several tensors out of one, and behind the head."""
    image = Input((8, 8, 3), name="image")
    flow = ops.relu(layers.Conv2D(8, 3, padding="same", name="first")(image)) * 2.0 + 1.0
    flow = flow * ops.sigmoid(ops.mean(flow, axis=[1, 2], keepdims=True))
    low, high = ops.split(flow, 2, axis=-1)
    flow = ops.concatenate([high, low], axis=-1)[:, 1:7, 1:7, :]
    flow = ops.reshape(layers.Dropout(0.2, name="drop")(flow), (-1, 6 * 6 * 8))
    return Model(image, ops.softmax(layers.Dense(5, name="head")(flow)), name="operations")


def convolutions() -> Model:
    """Every kind of kernel; the head is a convolution with pooling and softmax behind it."""
    image = Input((16, 16, 3), name="image")
    flow = layers.Conv2D(8, 3, padding="same", activation="relu", name="first")(image)
    flow = layers.SpatialDropout2D(0.1, name="drop")(flow)
    flow = layers.BatchNormalization(name="norm")(layers.DepthwiseConv2D(3, padding="same", name="depthwise")(flow))
    flow = layers.SeparableConv2D(12, 3, padding="same", activation="relu", name="separable")(flow)
    flow = layers.Conv2DTranspose(8, 3, strides=2, padding="same", name="transposed")(flow)
    flow = layers.GlobalAveragePooling2D(name="pool")(layers.Conv2D(5, 1, name="head")(flow))
    return Model(image, layers.Softmax(name="chances")(flow), name="convolutions")


def twin_branches() -> Model:
    """Two branches of the same shapes: weights that swap places would fit."""
    start = Input((16,), name="start")
    branches = [layers.Dense(16, "tanh", name="first")(start), layers.Dense(16, "tanh", name="other")(start)]
    joined = layers.Dropout(0.2, name="drop")(layers.Concatenate(name="joined")(branches))
    return Model(start, layers.Dense(5, "softmax", name="head")(joined), name="twin_branches")


ZOO = {
    make.__name__: make
    for make in (
        sequential,
        built_later,
        two_ends,
        shared,
        nested,
        twins,
        recurrent,
        tagger,
        transformer,
        operations,
        convolutions,
        twin_branches,
    )
}


def randomised(model: Model, seed: int = 0) -> Model:
    """Every weight gets values of its own, so that two that swap places are noticed."""
    random = np.random.default_rng(seed)
    for weight in model.weights:
        shape = tuple(weight.shape)
        if weight.name == "moving_variance":
            values = random.uniform(0.5, 1.5, shape)
        elif weight.name == "gamma":
            values = random.uniform(0.7, 1.3, shape)
        else:
            values = random.normal(0, 0.1 if len(shape) < 2 else np.prod(shape[:-1]) ** -0.5, shape)
        weight.assign(values)
    return model


def inputs_for(model: Model, count: int = 4, seed: int = 1) -> Any:
    random = np.random.default_rng(seed)

    def one(tensor: Any) -> np.ndarray:
        shape = (count, *tensor.shape[1:])
        whole = "int" in tensor.dtype
        return random.integers(0, 20, shape).astype("int32") if whole else random.normal(size=shape).astype("float32")

    return keras.tree.map_structure(one, model.inputs[0] if isinstance(model, Sequential) else model.input)


def predictions(model: Model, inputs: Any) -> list[np.ndarray]:
    return [np.asarray(values) for values in keras.tree.flatten(model(inputs, training=False))]


def written(model: Model, path: Path) -> Path:
    """The model, with random weights, as a file."""
    save(randomised(model), path)
    return path


def with_edits(path: Path, *edits: Edit) -> Model:
    """The model of a file after the edits, by the way the program itself goes."""
    return apply(load(path), plan(open_model(path), edits))


def weights_of(model: Model) -> dict[str, bytes]:
    """Every weight's bytes by the path of its layer and its place there."""
    from inspector.engine.walk import leaves

    return {
        f"{path}#{place}": weight.numpy().tobytes()
        for path, layer in leaves(model).items()
        for place, weight in enumerate(layer.weights)
    }
