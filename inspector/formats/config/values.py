"""Single values of a config: shapes, dtypes, names, whichever way the versions of Keras write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inspector.formats.safe_text import clean_name
from inspector.graph.model import Shape

_LARGEST_SIZE = 2**53


def mapping(value: Any) -> dict[str, Any]:
    """The value when it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def sequence(value: Any) -> list[Any]:
    """The value when it is a JSON array or a tuple as Keras 3 writes it, else an empty list."""
    if isinstance(value, dict) and value.get("class_name") in ("__tuple__", "TensorShape"):
        value = value.get("items", value.get("config"))
    return value if isinstance(value, list) else []


def name(value: Any) -> str:
    """The value as a name fit to show; empty when it is no text."""
    return clean_name(value) if isinstance(value, str) else ""


def shape(value: Any) -> Shape | None:
    """One tensor's shape, or None when the value is none."""
    sizes = sequence(value)
    if not sizes and value != []:
        return None
    if not all(size is None or _is_number(size) for size in sizes):
        return None
    return tuple(_size(size) for size in sizes)


def shapes(value: Any) -> tuple[Shape, ...]:
    """One shape, or several in a list or an object; empty unless each of them is known."""
    single = shape(value)
    if single is not None:
        return (single,)
    parts = list(value.values()) if isinstance(value, dict) and "class_name" not in value else sequence(value)
    found = [shape(part) for part in parts]
    known = tuple(part for part in found if part is not None)
    return known if len(known) == len(found) else ()


def dtype(config: Mapping[str, Any]) -> str:
    """The name of a layer's dtype or dtype policy, ``float32`` where none is given."""
    value = config.get("dtype")
    if isinstance(value, dict):
        policy = mapping(value.get("config"))
        value = policy.get("name") or policy.get("source_name")
    return name(value) or "float32"


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _size(value: float | None) -> int | None:
    if value is None or not 0 <= value < _LARGEST_SIZE or value != int(value):
        return None
    return int(value)
