"""Which layers have an activation of their own that can be exchanged."""

from __future__ import annotations

from inspector.graph.model import Layer
from inspector.recipe.configs import innermost_class

_CONVOLUTIONS = {f"Conv{rank}D{kind}" for rank in (1, 2, 3) for kind in ("", "Transpose")}
_DEPTHWISE = {f"{kind}{rank}D" for rank in (1, 2) for kind in ("DepthwiseConv", "SeparableConv")}
_RECURRENT = {"LSTM", "GRU", "SimpleRNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"}
_CLASSES = {"Activation", "Dense", "EinsumDense"} | _CONVOLUTIONS | _DEPTHWISE | _RECURRENT


def activation_key(layer: Layer) -> str | None:
    """The config's field with the activation: ``"activation"``, or ``None`` where the layer has none to choose."""
    return "activation" if layer.kind == "layer" and innermost_class(layer) in _CLASSES else None
