"""Make the layers a plan asks for, with the weights of the ones they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import keras

from inspector.engine.errors import EngineError
from inspector.recipe.configs import changed
from inspector.recipe.plan import Insertion, NewLayer


def edited(layer: keras.Layer, changes: Mapping[str, Any]) -> keras.Layer:
    """A layer of the same class, not built, whose config has the given fields set; a wrapper hands them inwards."""
    return type(layer).from_config(changed(layer.get_config(), changes))


def dropout(insertion: Insertion, tensor: Any) -> keras.Layer:
    """The Dropout to put behind a symbolic tensor; it keeps the tensor's dtype, whatever the global policy is."""
    return keras.layers.Dropout(insertion.rate, name=insertion.name, dtype=tensor.dtype)


def made(new: NewLayer, dtype: Any) -> keras.Layer:
    """A layer from its config, not built; ``dtype`` is its policy where the config names none."""
    return getattr(keras.layers, new.class_name).from_config({"dtype": dtype, **new.config})


def copy_weights(old: keras.Layer, new: keras.Layer) -> None:
    """Give ``new``, built, the weights of ``old``.

    Raises:
        EngineError: their variables differ in name, number or shape.
    """
    ours, theirs = new.weights, old.weights
    if _outline(ours) != _outline(theirs):
        raise EngineError(
            f"Expected the edited layer '{new.name}' to have the weights it had, {_outline(theirs)}, "
            f"found {_outline(ours)}. Take back the edits of this layer."
        )
    for target, source in zip(ours, theirs, strict=True):
        target.assign(source)


def _outline(variables: list[Any]) -> list[tuple[str, tuple[int, ...]]]:
    return [(variable.name, tuple(variable.shape)) for variable in variables]
