"""A recipe as JSON text and back, with errors that name the field."""

from __future__ import annotations

import codecs
import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from inspector.recipe.field_errors import in_words
from inspector.recipe.recipe import LearningRate, Recipe, Training

_LARGEST = 16 * 2**20
_FACTOR = "learning_rate.multipliers."


class RecipeError(ValueError):
    """A recipe that cannot be read; the message is a sentence that names the field."""


def decode(data: bytes) -> Recipe:
    """The recipe in a JSON text.

    Raises:
        RecipeError: it is no JSON, a field is unknown, missing or wrong, or the version is another.
    """
    try:
        raw = msgspec.json.decode(data.removeprefix(codecs.BOM_UTF8))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RecipeError(f"Expected a recipe, a JSON object, found a text that is no JSON: {error}.") from None
    return _convert(raw)


def load(path: str | Path) -> Recipe:
    """The recipe in a file.

    Raises:
        RecipeError: the file cannot be read, is too large, or holds no recipe; the message names the file.
    """
    try:
        with Path(path).open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise RecipeError(f"The recipe {path} cannot be read: {error.strerror or error}.") from None
    if len(data) > _LARGEST:
        raise RecipeError(f"Expected {path} to be a recipe of at most {_LARGEST // 2**20} MB, found a larger file.")
    try:
        return decode(data)
    except RecipeError as error:
        raise RecipeError(f"{path}: {error}") from None


def encode(recipe: Recipe) -> bytes:
    """JSON text a person can read and change; ``decode`` gives the same recipe."""
    return msgspec.json.format(msgspec.json.encode(recipe), indent=2) + b"\n"


def assign(recipe: Recipe, name: str, value: str) -> Recipe:
    """The recipe with one training setting changed.

    Args:
        name: ``"epochs"``, ``"learning_rate.base"``, or ``"learning_rate.multipliers."`` and a layer's path.
        value: as it would stand in the recipe; quotes may be left out.

    Raises:
        RecipeError: there is no such setting, or it cannot have this value.
    """
    raw = msgspec.to_builtins(recipe)
    known = tuple(_settings())
    if name in known:
        *parents, last = name.split(".")
    elif name.startswith(_FACTOR) and name != _FACTOR:
        parents, last = ["learning_rate", "multipliers"], name.removeprefix(_FACTOR)
    else:
        near = difflib.get_close_matches(name, known, n=1)
        meant = f" Perhaps {near[0]} is meant." if near else ""
        listed = ", ".join((*known, _FACTOR + "PATH"))
        raise RecipeError(f"{name}: there is no such training setting.{meant} The settings are: {listed}.")
    target = raw["training"]
    for parent in parents:
        target = target[parent]
    target[last] = _parsed(value)
    try:
        return _convert(raw)
    except RecipeError as error:
        raise RecipeError(str(error).removeprefix("training.")) from None


def _convert(raw: Any) -> Recipe:
    try:
        return msgspec.convert(raw, Recipe)
    except msgspec.ValidationError as error:
        raise RecipeError(in_words(error, raw)) from None


def _settings() -> Iterator[str]:
    for name in Training.__struct_fields__:
        if name == "learning_rate":
            yield from (f"{name}.{inner}" for inner in LearningRate.__struct_fields__ if inner != "multipliers")
        else:
            yield name


def _parsed(value: str) -> Any:
    try:
        return msgspec.json.decode(value)
    except msgspec.DecodeError:
        return value
