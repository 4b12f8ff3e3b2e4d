"""Which layers drop, and how much: the field of the config that holds the rate."""

from __future__ import annotations

from inspector.graph.model import Layer
from inspector.recipe.configs import innermost, innermost_class

DROPPING = frozenset(
    {"Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "AlphaDropout", "GaussianDropout"}
)
"""Classes that do nothing but drop."""
_RECURRENT = {"LSTM", "GRU", "SimpleRNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"}
_DROPOUT = _RECURRENT | {
    "MultiHeadAttention",
    "GroupQueryAttention",
    "Attention",
    "AdditiveAttention",
}


def dropout_key(layer: Layer) -> str | None:
    """The config's field with the rate: ``"rate"`` of a dropout, ``"dropout"`` of a recurrent or attention layer."""
    if layer.kind != "layer":
        return None
    class_name = innermost_class(layer)
    return "rate" if class_name in DROPPING else "dropout" if class_name in _DROPOUT else None


def recurrent_dropout_key(layer: Layer) -> str | None:
    """The config's field with the fraction of its state that a recurrent layer drops from step to step."""
    return "recurrent_dropout" if layer.kind == "layer" and innermost_class(layer) in _RECURRENT else None


def recurrent_dropout_rate(layer: Layer) -> float | None:
    """That fraction; ``None`` for a layer without a state."""
    return _rate(layer, recurrent_dropout_key(layer), "dropout_U")


def dropout_rate(layer: Layer) -> float | None:
    """The fraction it drops while training; ``None`` for a layer that cannot drop."""
    return _rate(layer, dropout_key(layer), "p")


def is_dropout(layer: Layer) -> bool:
    """Whether dropping is all it does."""
    return layer.kind == "layer" and layer.class_name in DROPPING


def _rate(layer: Layer, key: str | None, key_of_keras_1: str) -> float | None:
    if key is None:
        return None
    config = innermost(layer)[1]
    value = config.get(key, config.get(key_of_keras_1, 0.0))
    return float(value) if isinstance(value, int | float) else None
