"""The weights of a layer that a constraint or a penalty can be set for, by the name Keras' arguments give them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inspector.graph.model import Layer
from inspector.recipe.configs import innermost
from inspector.recipe.edits import WeightName
from inspector.recipe.max_norms import max_norm_axes

Axes = tuple[int, ...]

_CELLS = {"LSTM", "GRU", "SimpleRNN"}
_CONV_CELLS = {"ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"}
_NORMALIZATIONS = {"BatchNormalization", "LayerNormalization", "GroupNormalization"}
ATTENTIONS = frozenset({"MultiHeadAttention", "GroupQueryAttention"})
"""Layers that hand one constraint on to several kernels, whose units lie along different axes."""


def named_weights(layer: Layer) -> Mapping[WeightName, Axes | None]:
    """Name to the axes a norm is taken over, so that it is one unit's, filter's or entry's; of a vector all of it.

    ``None`` where the layer has several weights of that name, in different layouts: no norm fits them all.
    """
    if layer.kind != "layer":
        return {}
    class_name, config = innermost(layer)
    if class_name in ATTENTIONS:
        return {"kernel": None, "bias": None} if config.get("use_bias", True) else {"kernel": None}
    if class_name in _NORMALIZATIONS:
        return _scale_and_shift(class_name, config)
    if class_name == "ReversibleEmbedding":
        return {"embeddings": (1,)}
    found: dict[WeightName, Axes | None] = {}
    for key, axes in max_norm_axes(layer).items():
        found[_name(key)] = tuple(axes)
    if class_name in _CELLS | _CONV_CELLS:
        found["recurrent"] = found["kernel"]
    bias = _bias_axes(class_name, config) if found and class_name != "Embedding" else ()
    return {**found, "bias": bias} if bias else found


def constraint_key(weight: WeightName) -> str:
    """The config's field with the constraint of a weight."""
    return f"{weight}_constraint"


def _name(key: str) -> WeightName:
    name: Any = key.removesuffix("_constraint")
    return name  # type: ignore[no-any-return]


def _scale_and_shift(class_name: str, config: Mapping[str, Any]) -> Mapping[WeightName, Axes | None]:
    axis = config.get("axis")
    rank = len(axis) if class_name == "LayerNormalization" and isinstance(axis, list | tuple) else 1
    axes = tuple(range(rank))
    found: dict[WeightName, Axes | None] = {}
    if config.get("scale", True) or config.get("rms_scaling", False):
        found["gamma"] = axes
    if config.get("center", True) and not config.get("rms_scaling", False):
        found["beta"] = axes
    return found


def _bias_axes(class_name: str, config: Mapping[str, Any]) -> Axes:
    """Every axis of the bias; none where the layer has no bias."""
    if class_name == "EinsumDense":
        output = str(config.get("equation", "")).partition("->")[2].replace("...", "")
        biased = config.get("bias_axes") or ""
        first = min((output.find(letter) for letter in biased), default=len(output))
        return tuple(range(len(output) - first))
    if not config.get("use_bias", True):
        return ()
    return (0, 1) if class_name == "GRU" and config.get("reset_after", True) else (0,)
