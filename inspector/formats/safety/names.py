"""Whose a class or function is that a config names: Keras' own for models, or something it should not name."""

from __future__ import annotations

import builtins
import sys
from typing import Literal

from inspector.catalogue import category_of

Whose = Literal["keras", "tool", "system", "author"]
"""Of Keras, for models; of Keras, but no part of a model; of Python itself; somebody else's."""

_PACKAGES = ("tensorflow.python.keras", "tensorflow.keras", "tensorflow._api.v2.keras", "tf_keras", "keras")
_INNER = ("src", "api", "_tf_keras", "keras", "_v2", "v2", "_v1", "v1")
_OF_MODELS = frozenset({
    "layers", "models", "initializers", "regularizers", "constraints", "optimizers", "losses", "metrics",
    "activations", "ops", "dtype_policies", "mixed_precision", "quantizers", "random", "callbacks", "engine",
    "trainers", "legacy", "premade", "premade_models", "feature_column", "initializers_v2", "optimizer_v2",
    "optimizer_experimental",
})  # fmt: skip


def whose(module: str, name: str, *, is_function: bool) -> Whose:
    """Whose the thing is that ``module`` and ``name`` refer to; a loader may import the module to find it.

    Args:
        module: ``"keras.layers"``, ``"os"``; not empty.
        name: of the class or function in it.
    """
    for package in _PACKAGES:
        if module == package or module.startswith(package + "."):
            rest = [part for part in module[len(package) :].split(".") if part and part not in _INNER]
            return "keras" if not rest or rest[0] in _OF_MODELS or _is_layer(name, is_function) else "tool"
    first = module.partition(".")[0]
    if first == "builtins" and is_function and not hasattr(builtins, name):
        return "keras"  # how Keras 2 writes its own functions: they are looked for by name alone
    return "system" if first in sys.stdlib_module_names else "author"


def _is_layer(name: str, is_function: bool) -> bool:
    """Whether it is a layer that Keras keeps beside the architecture it is for."""
    return not is_function and category_of(name) != "custom"
