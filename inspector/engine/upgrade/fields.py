"""The class and config of a layer of Keras 2 as Keras 3 takes them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import keras

from inspector.catalogue import present_name
from inspector.engine.upgrade.hard_sigmoid import is_hard_sigmoid, old_hard_sigmoid

Say = Callable[[str], None]
"""Takes a sentence for the person about something that could not be kept."""

_CLASSES = {
    "CuDNNLSTM": "LSTM",
    "CuDNNGRU": "GRU",
    "SyncBatchNormalization": "BatchNormalization",
    "ThresholdedReLU": "ReLU",
}
_RENAMED = {"LeakyReLU": {"alpha": "negative_slope"}, "ThresholdedReLU": {"theta": "threshold"}}
_ADDED: dict[str, dict[str, Any]] = {
    "CuDNNLSTM": {"recurrent_activation": "sigmoid"},
    "CuDNNGRU": {"recurrent_activation": "sigmoid", "reset_after": True},
    "SyncBatchNormalization": {"synchronized": True},
}
_BASE = {"name", "trainable", "dtype", "activity_regularizer"}
_NOT_OF_THE_MATTER = frozenset(
    {
        *("batch_input_shape", "input_shape", "input_dtype", "input_dim", "input_length", "implementation", "fused"),
        *("autocast", "experimental_autocast", "batch_size", "weights", "return_runtime", "build_input_shape"),
        *("kernel_initializer", "bias_initializer", "batch_shape", "data_format", "sparse", "unroll"),
        *("unit_forget_bias", "query_shape", "key_shape", "value_shape", "rng_type", "vocabulary_size"),
    }
)
"""Settings Keras 3 has no place for in some class and that change nothing there: shapes, speed, first values."""
_MODULES = (
    ("_initializer", keras.initializers),
    ("_regularizer", keras.regularizers),
    ("_constraint", keras.constraints),
)
_ACTIVATIONS = ("activation", "recurrent_activation")


def modern_fields(class_name: str, config: Mapping[str, Any], say: Say) -> tuple[str, dict[str, Any]]:
    """The class Keras 3 has for a layer, and the settings it takes.

    Args:
        class_name, config: in Keras 2's words.
        say: told of every setting that is lost and could matter.
    """
    settings = dict(config)
    for old, new in _RENAMED.get(class_name, {}).items():
        if old in settings:
            settings[new] = settings.pop(old)
    settings.update(_ADDED.get(class_name, {}))
    bare = present_name(class_name)
    name = _CLASSES.get(bare, bare)
    if name == "GRU":
        settings.setdefault("reset_after", False)  # Keras up to 2.1 knew no other way
    layer = settings.get("name")
    for key, value in settings.items():
        settings[key] = _modern_value(key, value, f"{layer}", say)
    _one_axis(settings)
    cls = getattr(keras.layers, name, None)
    if not inspect.isclass(cls):
        return name, settings
    known = _signature(cls)
    for key in [key for key in settings if key not in known]:
        value = settings.pop(key)
        if key not in _NOT_OF_THE_MATTER and value not in (None, False, 0, 1, [], {}, ""):
            say(f"'{key}' = {str(value)[:60]} of '{layer}' ({class_name}) has no place in Keras 3 and was left out.")
    return name, settings


def _modern_value(key: str, value: Any, layer: str, say: Say) -> Any:
    if key in _ACTIVATIONS and is_hard_sigmoid(value):
        return old_hard_sigmoid()
    if isinstance(value, Mapping) and value.get("type") == "ndarray" and "value" in value:
        return value["value"]
    if key == "dtype":
        return _policy(value)
    module = next((module for ending, module in _MODULES if key.endswith(ending)), None)
    if module is None or not isinstance(value, Mapping) or "class_name" not in value:
        return value
    return _object(module, key, value, layer, say)


def _policy(value: Any) -> Any:
    """The name of a dtype or dtype policy, which Keras 2 may write as an object of a class that is gone."""
    inner = value.get("config") if isinstance(value, Mapping) else None
    return inner.get("name") if isinstance(inner, Mapping) else value


def _object(module: Any, key: str, value: Mapping[str, Any], layer: str, say: Say) -> Any:
    """An initializer, regularizer or constraint with the settings that its class takes in Keras 3."""
    name = str(value["class_name"]).rpartition(">")[2]
    cls = getattr(module, name, None)
    if not inspect.isclass(cls):
        if not key.endswith("_initializer"):
            say(f"The {key} '{name}' of '{layer}' is not part of Keras and was left out.")
        return None if not key.endswith("_initializer") else "zeros"
    given = value.get("config")
    known = _signature(cls) - _BASE
    config = {each: setting for each, setting in given.items() if each in known} if isinstance(given, Mapping) else {}
    module_name = "keras." + key.rpartition("_")[2] + "s"
    return {"module": module_name, "class_name": name, "config": config, "registered_name": None}


def _one_axis(settings: dict[str, Any]) -> None:
    axis = settings.get("axis")
    if isinstance(axis, list) and len(axis) == 1:
        settings["axis"] = axis[0]


def _signature(cls: type) -> set[str]:
    """Every argument a class takes, through ``**kwargs`` those of the classes it extends too."""
    known: set[str] = set()
    for each in cls.__mro__:
        if "__init__" not in each.__dict__ or not each.__module__.startswith("keras"):
            continue
        parameters = inspect.signature(each.__dict__["__init__"]).parameters
        known |= {name for name in parameters if name not in ("self", "args", "kwargs")}
        if not any(parameter.kind == parameter.VAR_KEYWORD for parameter in parameters.values()):
            return known
    return known | _BASE
