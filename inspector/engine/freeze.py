"""Which layers train. The flag of each leaf is the only truth; models and wrappers around it follow."""

from __future__ import annotations

from collections.abc import Set

import keras

from inspector.engine.walk import is_model, leaves, walk


def set_trainable(model: keras.Model, frozen: Set[str]) -> None:
    """Freeze exactly the leaves whose paths are given and let all others train.

    The model must be compiled again afterwards. A frozen batch normalisation keeps its statistics. A shared layer
    that has several paths is frozen when all of them are. Flags of nested models are set true, since Keras would hand
    a false one down to every layer in the model when the file is loaded.
    """
    model._trainable = True
    for _, operation in walk(model):
        if is_model(operation):
            operation._trainable = True
    for layer in leaves(model).values():
        harden(layer, trainable=False)
    for path, layer in leaves(model).items():
        if path not in frozen:
            harden(layer, trainable=True)


def trainable_paths(model: keras.Model) -> frozenset[str]:
    """Paths of the leaves that have a weight which trains."""
    return frozenset(path for path, layer in leaves(model).items() if layer.trainable_variables)


def harden(layer: keras.Layer, *, trainable: bool) -> None:
    """Set a layer's flag and that of everything inside it.

    ``layer.trainable = flag`` stops where the flag is already the same, and so misses the parts of an attention layer
    just loaded from a file. Variables that never train, such as moving averages, are left alone.
    """
    for part in layer._flatten_layers():
        part._trainable = trainable
        for variable in part._trainable_variables:
            variable.trainable = trainable
