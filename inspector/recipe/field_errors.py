"""What msgspec objects to in a recipe, as a sentence that names the field, what was expected and what was found."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, get_args

import msgspec

from inspector.recipe.edits import Edit
from inspector.recipe.recipe import Data, Factor, LearningRate, Recipe, Training

_PLACE = re.compile(r" - at `(?P<key>key` in `)?\$(?P<path>[^`]*)`$")
_EDITS: Mapping[str, type[msgspec.Struct]] = {str(kind.__struct_config__.tag): kind for kind in get_args(Edit)}
_STRUCTS: Mapping[str, type[msgspec.Struct]] = {
    "": Recipe,
    "data": Data,
    "training": Training,
    "training.learning_rate": LearningRate,
}
_FACTORS = "training.learning_rate.multipliers."
_TYPES = {
    "float": "a number",
    "int": "a whole number",
    "str": "a text",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}


def in_words(error: msgspec.ValidationError, raw: Any) -> str:
    """The sentence for an error that decoding ``raw``, plain JSON data, into a recipe gave."""
    text = str(error)
    place = _PLACE.search(text)
    path = place["path"].removeprefix(".") if place else ""
    what = text[: place.start()] if place else text
    if place and place["key"]:
        return f"{path}: the names in it are not as expected: {_expected(what)}."
    if match := re.fullmatch(r"Object contains unknown field `(.*)`", what):
        return f"{_join(path, match[1])}: there is no such field. {_fields(path, raw)}"
    if match := re.fullmatch(r"Object missing required field `(.*)`", what):
        return f"{_join(path, match[1])}: expected this field, found none. {_fields(path, raw)}"
    if path.endswith("[...]"):
        path = _FACTORS + _wrong_factor(raw)
    found = _at(raw, path)
    return f"{path or 'the recipe'}: expected {_choices(path, what, raw)}, found {_short(found)}{_hint(path, found)}."


def _fields(path: str, raw: Any) -> str:
    if not path.startswith("edits["):
        return f"The fields are: {', '.join(_STRUCTS[path].__struct_fields__)}."
    tag = _at(raw, path).get("edit")
    if tag not in _EDITS:
        return f"An edit has the field edit, one of {', '.join(_EDITS)}."
    return f"The fields of {tag} are: {', '.join(_EDITS[tag].__struct_fields__)}."


def _choices(path: str, what: str, raw: Any) -> str:
    """What is expected: one of the words a field can have, or what msgspec says of numbers and types."""
    if not what.startswith("Invalid"):
        return _expected(what)
    parent, _, name = path.rpartition(".")
    if name == "edit":
        return f"one of {', '.join(_EDITS)}"
    hint = msgspec.inspect.type_info(
        _EDITS[_at(raw, parent)["edit"]] if parent.startswith("edits[") else _STRUCTS[parent]
    )
    (field,) = (each for each in hint.fields if each.name == name)  # type: ignore[attr-defined]
    values = [str(value) for each in getattr(field.type, "types", (field.type,)) for value in _values(each)]
    return values[0] if len(values) == 1 else f"one of {', '.join(values)}"


def _values(kind: Any) -> tuple[Any, ...]:
    """The values of a literal type, or ``null``."""
    return ("null",) if isinstance(kind, msgspec.inspect.NoneType) else tuple(kind.values)


def _expected(what: str) -> str:
    """``"Expected `float` < 1.0, got `str`"`` as ``"a number below 1"``."""
    wanted = what.removeprefix("Expected ").partition(", got ")[0]
    wanted = re.sub(r"`([^`]*)`", lambda types: " or ".join(_TYPES[each] for each in types[1].split(" | ")), wanted)
    for sign, word in ((" >= ", " of at least "), (" <= ", " of at most "), (" < ", " below "), (" > ", " above ")):
        wanted = wanted.replace(sign, word)
    wanted = wanted.replace(" of length of at least 1", " that is not empty")
    return re.sub(r"(\d)\.0\b", r"\1", wanted)


def _hint(path: str, found: Any) -> str:
    if path == "version":
        return ": this program reads version 1"
    if path.endswith("rate") and path.startswith("edits[") and isinstance(found, int | float) and found >= 1:
        return ": a rate is the fraction that is dropped, and 1 would drop everything"
    return ""


def _at(raw: Any, path: str) -> Any:
    """The value at a path such as ``edits[2].rate``."""
    if path.startswith(_FACTORS):
        return _factors(raw)[path.removeprefix(_FACTORS)]
    value = raw
    for name, index in re.findall(r"([^.\[\]]+)(?![^\[]*\])|\[([^\]]*)\]", path):
        value = value[int(index)] if index else value[name]
    return value


def _factors(raw: Any) -> dict[str, Any]:
    factors: dict[str, Any] = raw["training"]["learning_rate"]["multipliers"]
    return factors


def _wrong_factor(raw: Any) -> str:
    """The layer whose multiplier is wrong: msgspec names no keys of a mapping."""
    for path, factor in _factors(raw).items():
        try:
            msgspec.convert(factor, Factor)
        except msgspec.ValidationError:
            return path
    return ""


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "..."
