"""The hard sigmoid of Keras 1 and 2: ``clip(0.2 x + 0.5, 0, 1)``; Keras 3 computes ``relu6(x + 3) / 6``."""

from __future__ import annotations

from typing import Any

_NAMES = ("hard_sigmoid", "keras>hard_sigmoid")


def is_hard_sigmoid(activation: Any) -> bool:
    """Whether a config's activation is the hard sigmoid, in any of the ways it is written."""
    if isinstance(activation, dict):
        activation = activation.get("config", activation.get("class_name"))
    return activation in _NAMES


def old_hard_sigmoid() -> dict[str, Any]:
    """An activation of Keras' own classes that computes the old formula, also inside a recurrent layer's gates."""
    return _layer(
        "Pipeline",
        name="hard_sigmoid",
        layers=[_layer("Rescaling", scale=0.2, offset=0.5), _layer("ReLU", max_value=1.0)],
    )


def _layer(class_name: str, **config: Any) -> dict[str, Any]:
    return {"module": "keras.layers", "class_name": class_name, "config": config, "registered_name": None}
