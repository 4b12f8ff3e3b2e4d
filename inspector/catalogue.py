"""What is known of every Keras layer class: its category, the category's colours and one line of help."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from inspector.resources import resource


@dataclass(frozen=True, slots=True)
class Category:
    """A family of layers and the colours of its boxes, as ``#rrggbb``; text on fill has a contrast of at least 4.5."""

    id: str
    label: str
    light_fill: str
    light_text: str
    dark_fill: str
    dark_text: str


@dataclass(frozen=True, slots=True)
class _Catalogue:
    categories: tuple[Category, ...]
    category_of: Mapping[str, str]
    help_of: Mapping[str, str]
    present_names: Mapping[str, str]


def categories() -> tuple[Category, ...]:
    """Every category, in the order of a legend."""
    return _catalogue().categories


def category_of(class_name: str) -> str:
    """The id of the category a layer, operation or model class belongs to, ``"custom"`` for a class not of Keras.

    Args:
        class_name: as in a config, a package in front of ``>`` is ignored: ``"Conv2D"``, ``"keras>Conv2D"``.
    """
    return _catalogue().category_of.get(_bare(class_name), "custom")


def layer_classes() -> tuple[str, ...]:
    """Every layer class of Keras by its present name."""
    return tuple(name for name in _catalogue().help_of if name not in _catalogue().present_names)


def help_of(class_name: str) -> str:
    """One line that says what a layer of this class does."""
    name = _bare(class_name)
    if name in _catalogue().help_of:
        return _catalogue().help_of[name]
    if category_of(name) == "operation":
        return f"The operation {name}, applied without a layer."
    return f"{name} is a class of the model's author; what it computes is not in the file."


def category_of_operation(class_name: str) -> str:
    """The same for an operation, of Keras or of TensorFlow: one that is not listed is nobody's class."""
    category = category_of(class_name)
    return "operation" if category == "custom" else category


def help_of_operation(class_name: str) -> str:
    """One line that says what an operation, of Keras or of TensorFlow, does."""
    return f"The TensorFlow operation {class_name}." if category_of(class_name) == "custom" else help_of(class_name)


def present_name(class_name: str) -> str:
    """The name Keras 3 documents for a class: ``"Conv2D"`` for ``"Convolution2D"``; other names stay as they are."""
    name = _bare(class_name)
    return _catalogue().present_names.get(name, name)


def _bare(class_name: str) -> str:
    return class_name.rpartition(">")[2]


@cache
def _catalogue() -> _Catalogue:
    data = json.loads(resource("layers.json").read_text(encoding="utf-8"))
    category_of = dict.fromkeys(data["operations"], "operation")
    help_of: dict[str, str] = {}
    for category, layers in data["layers"].items():
        category_of.update(dict.fromkeys(layers, category))
        help_of.update(layers)
    for name, present_name in data["other_names"].items():
        category_of[name] = category_of[present_name]
        help_of[name] = help_of[present_name]
    return _Catalogue(tuple(map(_category, data["categories"])), category_of, help_of, data["other_names"])


def _category(entry: Mapping[str, Any]) -> Category:
    light, dark = entry["light"], entry["dark"]
    return Category(entry["id"], entry["label"], light["fill"], light["text"], dark["fill"], dark["text"])
