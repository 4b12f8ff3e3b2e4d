"""Which layers train. The flag of each leaf is the only truth; models and wrappers around it follow."""

from __future__ import annotations

from collections.abc import Set

import keras

from inspector.engine.walk import is_model, leaves, walk


def set_trainable(model: keras.Model, frozen: Set[str]) -> None:
    """Freeze exactly the leaves whose paths are given and let all others train.

    The model must be compiled again afterwards. A frozen batch normalisation keeps its statistics. Flags of
    the models around leaves are set true: a false one says nothing of the leaves, but hides those that train from
    ``trainable_variables``.
    """
    model._trainable = True
    for _, operation in walk(model):
        if is_model(operation):
            operation._trainable = True
    for path, layer in leaves(model).items():
        harden(layer, trainable=path not in frozen)


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
