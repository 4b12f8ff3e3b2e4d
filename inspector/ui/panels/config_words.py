"""A layer's Keras config as rows a person reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_HIDDEN = {"name", "trainable", "module", "registered_name", "build_config"}
_LONGEST = 300


def rows(config: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Name and value of every field worth reading, in the file's order: ``("bias_initializer", "Zeros()")``."""
    return [(key, words(value)) for key, value in config.items() if key not in _HIDDEN]


def words(value: Any) -> str:
    """A value of a config on one line; what Keras serialised as an object reads like its call."""
    text = _words(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _words(value: Any) -> str:
    if isinstance(value, Mapping):
        return _object(value) if "class_name" in value else _call("", value)
    if isinstance(value, list | tuple):
        return "(" + ", ".join(map(_words, value)) + ")"
    if isinstance(value, float):
        return f"{value:g}"
    return {None: "none", True: "yes", False: "no"}.get(value, str(value)) if _plain(value) else str(value)


def _plain(value: Any) -> bool:
    return value is None or isinstance(value, bool)


def _object(value: Mapping[str, Any]) -> str:
    inner = value.get("config")
    if not isinstance(inner, Mapping):
        return str(inner if inner is not None else value["class_name"])
    if value["class_name"] == "DTypePolicy":
        return str(inner.get("name"))
    if isinstance(inner.get("layers"), list):
        return f"{value['class_name']} of {len(inner['layers'])} layers"
    return _call(str(value["class_name"]), inner)


def _call(name: str, arguments: Mapping[str, Any]) -> str:
    told = [f"{key}={_words(item)}" for key, item in arguments.items() if key not in _HIDDEN and item is not None]
    return f"{name}({', '.join(told)})"
