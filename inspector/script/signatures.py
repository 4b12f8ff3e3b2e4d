"""How Keras' classes are called: which arguments they need, and what the others are where nothing is said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from inspector.resources import resource


@dataclass(frozen=True, slots=True)
class Signature:
    """Of a layer class: arguments that must be given, in order, and the config fields of one made with those alone."""

    required: tuple[str, ...] = ()
    defaults: Mapping[str, Any] | None = None


def signature_of(class_name: str) -> Signature | None:
    """Of a class of ``keras.layers``; ``None`` for a class Keras does not have."""
    entry = _file()["layers"].get(class_name)
    return None if entry is None else Signature(tuple(entry["required"]), entry["defaults"])


def object_defaults(module: str, class_name: str) -> Mapping[str, Any] | None:
    """Argument to default of a class such as ``constraints``, ``MaxNorm``; ``None`` for one Keras does not have."""
    found: Mapping[str, Any] | None = _file()["objects"].get(f"{module}.{class_name}")
    return found


@cache
def _file() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(resource("signatures.json").read_text(encoding="utf-8"))
    return found
