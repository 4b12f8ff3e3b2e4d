"""Penalties on the size of weights and of what layers give: as a value and as Keras' config writes them down.

https://keras.io/api/layers/regularizers/
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inspector.graph.model import Layer
from inspector.recipe.configs import innermost_class
from inspector.recipe.named_weights import named_weights

_WITHOUT_ACTIVITY = {"BatchNormalization", "LayerNormalization", "GroupNormalization"}


@dataclass(frozen=True, slots=True)
class Penalty:
    """What is added to the loss: ``l1`` times the sum of sizes and ``l2`` times the sum of squares.

    ``custom`` where the layer has a regularizer that is none of these two.
    """

    l1: float = 0.0
    l2: float = 0.0
    custom: bool = False


def penalized(layer: Layer) -> tuple[str, ...]:
    """What a penalty can be set for: names of the layer's weights, and ``"activity"`` for what it gives.

    A TimeDistributed calls what it wraps in a way that leaves the penalty on its activity out of the loss.
    """
    weights = tuple(named_weights(layer))
    if not weights or innermost_class(layer) in _WITHOUT_ACTIVITY or layer.class_name == "TimeDistributed":
        return weights
    return (*weights, "activity")


def regularizer_key(weight: str) -> str:
    """The config's field with the penalty on a weight."""
    return f"{weight}_regularizer"


def written(penalty: Penalty) -> dict[str, Any] | None:
    """As Keras writes the penalty into a config: L1, L2 or L1L2, by what is above 0."""
    sizes = {"l1": penalty.l1, "l2": penalty.l2}
    config = {name: size for name, size in sizes.items() if size > 0}
    if not config:
        return None
    class_name = "L1L2" if len(config) == 2 else next(iter(config)).upper()
    return {"module": "keras.regularizers", "class_name": class_name, "config": config, "registered_name": None}


def read(value: Any) -> Penalty:
    """The penalty that a field of a config holds."""
    if value is None:
        return Penalty()
    config = value.get("config") if isinstance(value, Mapping) else None
    if not isinstance(config, Mapping) or not config.keys() <= {"l1", "l2", "name"}:
        return Penalty(custom=True)
    return Penalty(float(config.get("l1") or 0.0), float(config.get("l2") or 0.0))


def penalty_words(penalty: Penalty) -> str:
    """``"L1 0.01 and L2 0.001"``."""
    if penalty.custom:
        return "a regularizer of its own"
    sizes = (("L1", penalty.l1), ("L2", penalty.l2))
    return " and ".join(f"{name} {size:g}" for name, size in sizes if size > 0) or "no regularizer"
