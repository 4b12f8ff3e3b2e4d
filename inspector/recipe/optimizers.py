"""Keras' optimizers that a recipe can name."""

from __future__ import annotations

from collections.abc import Mapping

from inspector.recipe.recipe import Optimizer

CLASS_NAMES: Mapping[Optimizer, str] = {
    "adam": "Adam",
    "adamw": "AdamW",
    "sgd": "SGD",
    "rmsprop": "RMSprop",
    "adadelta": "Adadelta",
    "adagrad": "Adagrad",
    "nadam": "Nadam",
    "lion": "Lion",
}
"""The name in a recipe to the class in ``keras.optimizers``, in the order a person chooses from."""
