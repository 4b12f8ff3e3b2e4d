"""Stored variables go into the layers they belong to, by name where names tell and never where shapes differ."""

from __future__ import annotations

import re
from typing import Any

import keras
import numpy as np

from inspector.engine.errors import EngineError
from inspector.engine.upgrade.arrays import Arrays, Named
from inspector.engine.upgrade.convert import converted
from inspector.engine.walk import is_model, walk

_WRAPPING = re.compile(r"(^|_)cell(_\d+)?$|^(layer|vars)$")
_ALIASES = {"output": "attention_output"}


def carry(model: keras.Model, arrays: Arrays, version: int, backend: str, replaced: set[str]) -> int:
    """Give every layer its variables.

    Args:
        model: built.
        arrays: as stored.
        version, backend: of the Keras that stored them.
        replaced: paths of nested models that stand for a single layer of the file.

    Returns:
        How many variables were set.

    Raises:
        EngineError: a layer's variables are not those in the file.
    """
    count = 0
    for path, operation in walk(model):
        holder = next((each for each in replaced if path.startswith(f"{each}/")), None)
        if not isinstance(operation, keras.Layer) or is_model(operation) or not operation.weights:
            continue
        named = converted(operation, arrays(holder or path), version, backend)
        for variable, array in _pairs(path, operation, named):
            if tuple(variable.shape) != array.shape and holder:
                array = array.reshape(variable.shape)
            if tuple(variable.shape) != array.shape:
                raise EngineError(
                    f"The weight '{variable.name}' of '{path}' has the shape {array.shape} in the file and "
                    f"{tuple(variable.shape)} in the model that the config describes."
                )
            variable.assign(array)
            count += 1
        if hasattr(operation, "finalize_state"):
            operation.finalize_state()
    return count


def _pairs(path: str, layer: keras.Layer, named: Named) -> list[tuple[Any, np.ndarray]]:
    # the order Keras 1 and 2 store in
    variables = [*layer.trainable_weights, *layer.non_trainable_weights]
    if len(named) != len(variables):
        raise EngineError(
            f"'{path}' has {len(variables)} weights by the config and {len(named)} in the file: "
            f"{', '.join(name for name, _ in named) or 'none'}."
        )
    for level in (1, 2, 3):
        wanted = [_key(variable.path, level) for variable in variables]
        found = {_key(name, level): array for name, array in named}
        if len(found) == len(named) and set(wanted) == set(found):
            return [(variable, found[key]) for variable, key in zip(variables, wanted, strict=True)]
    return list(zip(variables, (array for _, array in named), strict=True))


def _key(path: str, level: int) -> tuple[str, ...]:
    """The last words of a variable's path, without counters and without what only wraps others."""
    words = [word for word in path.split("/") if not _WRAPPING.search(word)]
    return tuple(map(_plain, words[-level:]))


def _plain(word: str) -> str:
    for direction in ("forward", "backward"):
        if word.startswith(direction):
            return direction
    bare = re.sub(r"_\d+$", "", word).removeprefix("_").removesuffix("_dense")
    return _ALIASES.get(bare, bare)
