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
    key = recurrent_dropout_key(layer)
    if key is None:
        return None
    config = innermost(layer)[1]
    value = config.get(key, config.get("dropout_U", 0.0))  # Keras 1 called it dropout_U
    return float(value) if isinstance(value, int | float) else None


def dropout_rate(layer: Layer) -> float | None:
    """The fraction it drops while training; ``None`` for a layer that cannot drop."""
    key = dropout_key(layer)
    if key is None:
        return None
    config = innermost(layer)[1]
    value = config.get(key, config.get("p", 0.0))  # Keras 1 called it p
    return float(value) if isinstance(value, int | float) else None


def is_dropout(layer: Layer) -> bool:
    """Whether dropping is all it does."""
    return layer.kind == "layer" and layer.class_name in DROPPING
