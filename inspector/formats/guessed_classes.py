"""Which class a layer may be of, where a file has no more than its name and its weights."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from inspector.catalogue import layer_classes, present_name
from inspector.formats.stored_weights import snake_case
from inspector.graph.model import Weight

UNKNOWN = "Layer"
"""Keras' class above all layers: what is said of a layer that nothing is known of."""

_BY_NUMBER_OF_AXES = {
    "kernel": {2: "Dense", 3: "Conv1D", 4: "Conv2D", 5: "Conv3D"},
    "depthwise_kernel": {3: "DepthwiseConv1D", 4: "DepthwiseConv2D"},
    "pointwise_kernel": {3: "SeparableConv1D", 4: "SeparableConv2D"},
}
_BY_GATES = {1: "SimpleRNN", 3: "GRU", 4: "LSTM"}
_BY_WEIGHT = (
    ("moving_variance", "BatchNormalization"),
    ("embeddings", "Embedding"),
    ("alpha", "PReLU"),
    ("gamma", "LayerNormalization"),
)
_SHORT_NAMES = {
    "bn": "BatchNormalization",
    "relu": "ReLU",
    "input": "InputLayer",
    "flatten": "Flatten",
    "dropout": "Dropout",
    "add": "Add",
    "concat": "Concatenate",
    "softmax": "Softmax",
    "avg_pool": "GlobalAveragePooling2D",
}


def guess(name: str, weights: Sequence[Weight]) -> str:
    """The Keras class that a layer of this name and with these weights probably has, else `UNKNOWN`.

    Weights outweigh the name where they contradict it: a layer called ``dense`` with a kernel of four axes is a Conv2D.
    """
    by_name = class_of_group(re.sub(r"(_\d+)+$", "", name.rpartition("/")[2])) or _by_ending(name)
    by_weights = _by_weights({weight.name: weight.shape for weight in weights})
    if by_weights == UNKNOWN or (weights and _kin(by_name, by_weights)):
        return by_name or UNKNOWN
    return by_weights


def class_of_group(group: str) -> str:
    """The class that Keras names ``group`` after (``conv2d_3``, ``maxpooling2d``), empty where there is none."""
    return _names().get(re.sub(r"_\d+$", "", group), "") or _names().get(group, "")


@cache
def _names() -> dict[str, str]:
    """Class by the names Keras 3, 2 and 1 derive from it."""
    old = (
        "Convolution1D",
        "Convolution2D",
        "Convolution3D",
        "Deconvolution2D",
        "Deconvolution3D",
        "AtrousConvolution2D",
    )
    found: dict[str, str] = {}
    for name in (*layer_classes(), "Sequential", "Functional", "Model", *old):
        found |= {name.lower(): present_name(name), snake_case(name): present_name(name)}
        found[re.sub("(?<=[a-z])(?=[0-9]d$)", "_", snake_case(name))] = present_name(name)
    return {**found, "layer": "", "model": "Functional"}


def _by_ending(name: str) -> str:
    """What people call layers: ``conv1_bn``, ``block_3_add``."""
    return next((known for end, known in _SHORT_NAMES.items() if re.search(rf"(^|_){end}(_?\d+)?$", name)), "")


def _by_weights(shapes: dict[str, tuple[int, ...]]) -> str:
    names = set(shapes)
    if any(name.startswith(("forward_", "backward_")) for name in names):
        return "Bidirectional"
    if any(name.startswith("query/") for name in names):
        return "MultiHeadAttention"
    own = {name.rpartition("/")[2]: shape for name, shape in shapes.items()}
    if len({name.rpartition("/")[0] for name in names}) > 1:
        return "Functional"
    if "recurrent_kernel" in own:
        return _recurrent(own["recurrent_kernel"])
    if {"W_i", "U_i"} <= names:
        return "LSTM"
    if {"W_z", "U_z"} <= names:
        return "GRU"
    if found := next((known for name, known in _BY_WEIGHT if name in own), ""):
        return found
    for name in ("pointwise_kernel", "depthwise_kernel", "kernel"):
        if name in own:
            return _BY_NUMBER_OF_AXES[name].get(len(own[name]), UNKNOWN)
    return UNKNOWN


def _recurrent(shape: tuple[int, ...]) -> str:
    if len(shape) > 2:
        return f"ConvLSTM{len(shape) - 2}D"
    units, columns = shape if len(shape) == 2 else (0, 0)
    return _BY_GATES.get(columns // units, UNKNOWN) if units else UNKNOWN


def _kin(named: str, weighed: str) -> bool:
    """Whether the name says more than the weights, which are the same for several classes."""
    families = (
        {"Conv1D", "Conv1DTranspose"},
        {"Conv2D", "Conv2DTranspose", "LocallyConnected1D"},
        {"Conv3D", "Conv3DTranspose"},
        {"LSTM", "CuDNNLSTM", "RNN", "TimeDistributed"},
        {"GRU", "CuDNNGRU", "RNN"},
        {"Dense", "EinsumDense", "TimeDistributed", "SimpleRNNCell"},
        {"LayerNormalization", "GroupNormalization", "RMSNormalization"},
        {"BatchNormalization", "SyncBatchNormalization"},
    )
    return any({named, weighed} <= family for family in families)
