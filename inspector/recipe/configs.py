"""Reading and changing a layer's Keras config, through the wrappers that hide another layer in theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inspector.graph.layers.keras_names import modern
from inspector.graph.model import Layer

_WRAPPED = ("layer", "backward_layer")


def innermost(layer: Layer) -> tuple[str, Mapping[str, Any]]:
    """Class name and config, as Keras 3 names them, of the layer that works: what a wrapper wraps, or itself."""
    return modern(*as_written(layer))


def innermost_class(layer: Layer) -> str:
    """Class name, as Keras 3 names it, of the layer that works: quicker to tell than its config."""
    return modern(as_written(layer)[0], {})[0]


def as_written(layer: Layer) -> tuple[str, Mapping[str, Any]]:
    """Class name and config, as the file has them, of the layer that works."""
    class_name, config = layer.class_name, layer.config
    while _is_serialised(config.get("layer")):
        class_name, config = config["layer"]["class_name"], config["layer"]["config"]
    return class_name, config


def changed(config: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of ``config`` with fields set; in a wrapper they are set in each layer it wraps."""
    inner = {key: config[key] for key in _WRAPPED if _is_serialised(config.get(key))}
    if not inner:
        return {**config, **changes}
    return {**config, **{key: {**layer, "config": changed(layer["config"], changes)} for key, layer in inner.items()}}


def _is_serialised(value: Any) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("config"), Mapping) and "class_name" in value
