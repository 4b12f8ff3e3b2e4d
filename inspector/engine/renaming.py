"""Give the layers of a loaded model the names a recipe has for them."""

from __future__ import annotations

from collections.abc import Mapping

import keras

from inspector.engine.walk import walk


def rename(model: keras.Model, paths: Mapping[str, str]) -> None:
    """Rename layers in place. Their variables go by the new names once the model is saved and loaded again.

    Args:
        model: as ``load`` gave it.
        paths: path to have, by the path in the file. Layers that are not there are left to later checks.
    """
    layers = dict(walk(model))
    for path, new in paths.items():
        if path in layers:
            layer = layers[path]
            parent = path.removesuffix(layer.name)
            layer.name = new if not parent else new[len(_now(parent, paths)) :]


def _now(parent: str, paths: Mapping[str, str]) -> str:
    path = parent.removesuffix("/")
    return f"{paths.get(path, path)}/"
