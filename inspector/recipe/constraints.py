"""Constraints of weights: what Keras has, as a value and as its config writes it down.

https://keras.io/api/layers/constraints/. The axes are those of `named_weights`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from inspector.recipe.edits import ConstraintKind

CLASSES: Mapping[ConstraintKind, str] = {
    "max_norm": "MaxNorm",
    "non_neg": "NonNeg",
    "unit_norm": "UnitNorm",
    "min_max_norm": "MinMaxNorm",
}
_KINDS = {class_name: kind for kind, class_name in CLASSES.items()}


@dataclass(frozen=True, slots=True)
class Constraint:
    """What a weight is held to.

    Attributes:
        kind: ``None`` without a constraint, ``"custom"`` for one that is not of Keras.
        value: the largest norm, of ``max_norm``.
        minimum, maximum: the range of norms, of ``min_max_norm``.
    """

    kind: ConstraintKind | Literal["custom"] | None = None
    value: float | None = None
    minimum: float = 0.0
    maximum: float = 1.0


def written(constraint: Constraint, axes: Sequence[int] | None) -> dict[str, Any] | None:
    """As Keras writes the constraint into a config; ``axes`` are those of its norm."""
    over = {"axis": list(axes or ())}
    match constraint.kind:
        case "max_norm":
            return _object("MaxNorm", {"max_value": constraint.value, **over})
        case "min_max_norm":
            limits = {"min_value": constraint.minimum, "max_value": constraint.maximum, "rate": 1.0}
            return _object("MinMaxNorm", {**limits, **over})
        case "unit_norm":
            return _object("UnitNorm", over)
        case "non_neg":
            return _object("NonNeg", {})
    return None


def read(value: Any) -> Constraint:
    """The constraint that a field of a config holds."""
    if value is None:
        return Constraint()
    config = value.get("config") if isinstance(value, Mapping) else None
    kind = _KINDS.get(str(value.get("class_name"))) if isinstance(value, Mapping) else None
    if kind is None or not isinstance(config, Mapping):
        return Constraint("custom")
    if kind == "max_norm":
        return Constraint(kind, config.get("max_value", config.get("m")))
    if kind == "min_max_norm":
        least, most = config.get("min_value", config.get("m", 0.0)), config.get("max_value", 1.0)
        return Constraint(kind, minimum=least, maximum=most)
    return Constraint(kind)


def constraint_words(constraint: Constraint) -> str:
    """``"max-norm 3"``."""
    match constraint.kind:
        case "max_norm":
            return "max-norm" if constraint.value is None else f"max-norm {constraint.value:g}"
        case "min_max_norm":
            return f"norm of {constraint.minimum:g} to {constraint.maximum:g}"
        case "unit_norm":
            return "unit norm"
        case "non_neg":
            return "nothing negative"
        case "custom":
            return "a constraint of its own"
    return "no constraint"


def _object(class_name: str, config: Mapping[str, Any]) -> dict[str, Any]:
    return {"module": "keras.constraints", "class_name": class_name, "config": dict(config), "registered_name": None}
