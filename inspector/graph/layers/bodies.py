"""The body: a model of TensorFlow's operations as one layer; its config says what it gives and holds."""

from __future__ import annotations

from inspector.graph.layers.call import Call, ShapeRule, WeightRule
from inspector.graph.model import Shape, Weight

BODY = "TensorFlowBody"
"""The only layer class that is this program's own."""
REGISTERED = f"inspector>{BODY}"


def _shapes(call: Call) -> tuple[Shape, ...]:
    return tuple(tuple(output["shape"]) for output in call.config["outputs"])


def _weights(call: Call) -> tuple[Weight, ...]:
    """In the order that Keras stores them: those that train first."""
    held = [
        Weight(each["name"], tuple(each["shape"]), each["dtype"], bool(each["trainable"]))
        for each in call.config["weights"]
    ]
    return tuple(sorted(held, key=lambda weight: not weight.trainable))


SHAPES: dict[str, ShapeRule] = {BODY: _shapes}
WEIGHTS: dict[str, WeightRule] = {BODY: _weights}
