"""Which other fields of a layer's config can be changed: those that change neither shapes nor weights.

They are data: `resources/options.json` has for every field the classes, its range, unit and a line of help.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from inspector.graph.model import Layer
from inspector.recipe.configs import innermost
from inspector.recipe.heads import ACTIVATIONS
from inspector.resources import resource

Value = float | int | str | bool | None


@dataclass(frozen=True, slots=True)
class Option:
    """One such field of a class.

    Attributes:
        name: of the field in Keras' config.
        kind: what values it takes; an activation is a choice.
        least, most: the range of a number, both included.
        choices: the texts that a choice has.
        predicts: whether the model predicts something else with another value, in training only otherwise.
        optional: whether ``None`` is a value.
        usual: a number to begin with where there was none.
        other_name: what the field was called before Keras 3.
        made_again: whether Keras looks at it only when the layer is made.
        made_again_from: a value from which the layer has to be made again, where another one can be set.
    """

    name: str
    classes: tuple[str, ...]
    label: str
    kind: Literal["number", "choice", "flag"]
    unit: str
    help: str
    predicts: bool
    least: float = -math.inf
    most: float = math.inf
    choices: tuple[str, ...] = ()
    optional: bool = False
    usual: float = 0.0
    other_name: str = ""
    made_again: bool = False
    made_again_from: float | None = None

    def value_in(self, config: Mapping[str, Any]) -> Any:
        """The present value; ``None`` also where the config does not say, or has a function or layer of its own."""
        value = config.get(self.name, config.get(self.other_name))
        return None if isinstance(value, Mapping) else value

    def objection(self, value: Value) -> str:
        """What is expected instead of a value, empty where it fits."""
        if value is None and self.optional:
            return ""
        match self.kind:
            case "flag":
                return "" if isinstance(value, bool) else "true or false"
            case "choice":
                return "" if value in self.choices else f"one of {', '.join(self.choices)}"
        if isinstance(value, int | float) and not isinstance(value, bool) and self.least <= value <= self.most:
            return ""
        return f"a number from {self.least:g} to {self.most:g}" + (" or null" if self.optional else "")


@dataclass(frozen=True, slots=True)
class Words:
    """How a field is called, what it does, and what its numbers count in."""

    label: str
    help: str
    unit: str


def options(layer: Layer) -> tuple[Option, ...]:
    """The options of a layer, of what it wraps where it is a wrapper; a number that is a list of them is left out."""
    if layer.kind != "layer":
        return ()
    class_name, config = innermost(layer)
    found = (option for option in all_options() if class_name in option.classes)
    return tuple(o for o in found if o.kind != "number" or isinstance(o.value_in(config), int | float | None))


def words_of(field: str, weight: str = "") -> Words:
    """What is said of a field that an edit of its own sets; ``weight`` is the one it is about, if it is about one."""
    said = _file()["fields"][field]
    return Words(said["label"].format(weight=weight), said["help"].format(weight=weight), said["unit"])


@cache
def all_options() -> tuple[Option, ...]:
    """Every option of every class, in the order of the file."""
    return tuple(_option(entry) for entry in _file()["options"])


def _option(entry: Mapping[str, Any]) -> Option:
    given = dict(entry)
    given["name"] = given.pop("option")
    given["classes"] = tuple(given["classes"])
    given["choices"] = tuple(given.get("choices", ()))
    if given["kind"] == "activation":
        given.update(kind="choice", choices=ACTIVATIONS)
    return Option(**given)


@cache
def _file() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(resource("options.json").read_text(encoding="utf-8"))
    return found
