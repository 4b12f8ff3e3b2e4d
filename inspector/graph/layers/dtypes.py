"""The dtype of the values a layer gives."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.catalogue import category_of, present_name
from inspector.graph.layers import operations
from inspector.graph.model import Layer

BYTES = {
    "bool": 1, "int8": 1, "uint8": 1, "int16": 2, "uint16": 2, "float16": 2, "bfloat16": 2,
    "int32": 4, "uint32": 4, "float32": 4, "int64": 8, "uint64": 8, "float64": 8,
}  # fmt: skip
"""Bytes a value takes."""

_NUMBERED = frozenset({"Discretization", "Hashing", "HashedCrossing", "StringLookup", "IntegerLookup"})
_KEEPS_WHOLE_NUMBERS = frozenset({"reshaping", "regularization", "merging"})


def output_dtype(layer: Layer, inputs: Sequence[str | None]) -> str | None:
    """What a leaf gives, as NumPy names it; ``None`` where that does not follow.

    Args:
        inputs: dtypes of the tensors it takes.
    """
    name = present_name(layer.class_name)
    if name == "InputLayer":
        return layer.dtype if layer.dtype in BYTES else None
    if layer.kind == "operation":
        return _of_operation(layer, name, inputs)
    category = category_of(name)
    if name in _NUMBERED or name == "TextVectorization":
        mode = layer.config.get("output_mode", "int")
        return "int64" if mode == "int" else _computed(layer.dtype)
    if category in ("custom", "operation") or name == "TFSMLayer":
        return None
    if category in _KEEPS_WHOLE_NUMBERS and inputs:
        if None in inputs:
            return None
        if "float" not in str(inputs[0]):
            return inputs[0] if len(set(inputs)) == 1 else None
    return _computed(layer.dtype)


def _of_operation(layer: Layer, name: str, inputs: Sequence[str | None]) -> str | None:
    if name in ("Cast", "SaturateCast"):
        wanted = layer.config.get("dtype")
        return wanted if isinstance(wanted, str) and wanted in BYTES else None
    if name in operations.COMPARE:
        return "bool"
    if name in ("Argmax", "Argmin"):
        return "int32"
    known = name in operations.SHAPES or name in operations.MOVES or name in ("Matmul", "Einsum")
    known = known or category_of(name) in _KEEPS_WHOLE_NUMBERS
    return inputs[0] if known and inputs and len(set(inputs)) == 1 else None


def _computed(policy: str) -> str | None:
    """The dtype a policy computes in: ``float16`` for ``mixed_float16`` and for ``int8_from_mixed_float16``."""
    name = policy.rpartition("_from_")[2].removeprefix("mixed_")
    return name if name in BYTES else None
