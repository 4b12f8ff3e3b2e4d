"""Configs of Keras 1 and of the first Keras 2 in the words of later ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inspector.engine.errors import EngineError
from inspector.graph.layers.keras_names import modern

Entry = dict[str, Any]

_RENAMED = {
    "init": "kernel_initializer",
    "inner_init": "recurrent_initializer",
    "gamma_init": "gamma_initializer",
    "beta_init": "beta_initializer",
    "inner_activation": "recurrent_activation",
    "W_regularizer": "kernel_regularizer",
    "U_regularizer": "recurrent_regularizer",
    "b_regularizer": "bias_regularizer",
    "W_constraint": "kernel_constraint",
    "U_constraint": "recurrent_constraint",
    "b_constraint": "bias_constraint",
    "dropout_W": "dropout",
    "dropout_U": "recurrent_dropout",
    "p": "rate",
    "sigma": "stddev",
}
_EMBEDDING = {"init": "embeddings_initializer", "W_regularizer": "embeddings_regularizer"}
_EMBEDDING |= {"W_constraint": "embeddings_constraint"}
_REPLACED = (
    *("nb_filter", "subsample", "subsample_length", "border_mode", "bias", "atrous_rate", "filter_length"),
    *("pool_length", "nb_row", "nb_col", "kernel_dim1", "kernel_dim2", "kernel_dim3", "dim_ordering"),
    *("consume_less", "forget_bias_init"),
)
_INITIALIZERS = {"uniform": "random_uniform", "normal": "random_normal", "zero": "zeros", "one": "ones"}
_INSIDE = ("layer", "backward_layer", "cell")


def wrapped(entry: Entry) -> Entry:
    """The same model with every Sequential's bare list of layers, as Keras wrote it up to 2.2, in a config."""
    config = entry.get("config")
    if isinstance(config, list):
        config = {"name": entry.get("name") or "sequential", "layers": config}
    if not isinstance(config, Mapping) or not isinstance(config.get("layers"), list):
        return entry
    layers = [wrapped(each) for each in config["layers"] if isinstance(each, dict)]
    return {**entry, "config": {**config, "layers": layers}}


def in_keras_2_words(entry: Entry) -> Entry:
    """The same layer or model, all that is in it included, as Keras 2 would have written it.

    Raises:
        EngineError: it holds models inside a Merge, which no later Keras has.
    """
    config = entry.get("config")
    if isinstance(config, list):
        config = {"name": entry.get("name", "sequential"), "layers": config}
    if not isinstance(config, Mapping):
        return entry
    if isinstance(config.get("layers"), list) and entry.get("class_name") != "Merge":
        layers = [in_keras_2_words(each) for each in config["layers"] if isinstance(each, dict)]
        return {**entry, "config": {**config, "layers": layers}}
    if isinstance(config.get("layers"), list):
        raise EngineError(
            f"The Merge '{config.get('name')}' holds whole models, which Keras 1 joined so: there is no such layer any "
            "more. The model can be looked at, not rebuilt. Build it anew with an Input for each of these models."
        )
    class_name, settings = _renamed(str(entry.get("class_name")), dict(config))
    for name in _INSIDE:
        if isinstance(settings.get(name), dict):
            settings[name] = in_keras_2_words(settings[name])
    return {**entry, "class_name": class_name, "config": settings}


def _renamed(class_name: str, config: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    name, settings = modern(class_name, config)
    for old, new in (_EMBEDDING if name == "Embedding" else _RENAMED).items():
        if old in settings:
            settings.setdefault(new, settings.pop(old))
    for old in _REPLACED:
        settings.pop(old, None)
    dtype = settings.pop("input_dtype", None)
    if dtype and "batch_input_shape" in settings:
        settings.setdefault("dtype", dtype)
    if name == "BatchNormalization" and not settings.get("mode"):
        settings.pop("mode", None)
    if name != "Embedding":
        settings.pop("output_dim", None)
    if class_name == "Merge":
        settings = _merge(settings)
    if name in ("LSTM", "GRU", "SimpleRNN"):
        settings.pop("input_dim", None)
    if name == "TimeDistributedDense":
        name = "Dense"
        settings.pop("input_length", None)
    for key, value in settings.items():
        if key.endswith("_initializer") and isinstance(value, str):
            settings[key] = _INITIALIZERS.get(value, value)
        if key.endswith("_regularizer") and isinstance(value, dict) and "class_name" not in value:
            settings[key] = {
                "class_name": "L1L2",
                "config": {"l1": value.get("l1", 0.0), "l2": value.get("l2", 0.0)},
            }
    return name, settings


def _merge(settings: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {"name": settings.get("name"), "trainable": settings.get("trainable", True)}
    if settings.get("mode") == "concat":
        kept["axis"] = settings.get("concat_axis", -1)
    if settings.get("mode") in ("dot", "cos"):
        kept |= {"axes": settings.get("dot_axes", -1), "normalize": settings.get("mode") == "cos"}
    return kept
