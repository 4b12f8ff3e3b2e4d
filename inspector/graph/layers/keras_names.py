"""Configs of Keras 1, 2 and 3 with one set of names: those of Keras 3."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inspector.catalogue import present_name

_KERAS_1_SETTINGS = {
    "nb_filter": "filters",
    "subsample": "strides",
    "subsample_length": "strides",
    "stride": "strides",
    "border_mode": "padding",
    "bias": "use_bias",
    "atrous_rate": "dilation_rate",
    "filter_length": "kernel_size",
    "pool_length": "pool_size",
    "length": "size",
}
_KERAS_1_DATA_FORMATS = {"tf": "channels_last", "th": "channels_first"}
_KERAS_1_MERGES = {
    "concat": "Concatenate",
    "sum": "Add",
    "mul": "Multiply",
    "ave": "Average",
    "max": "Maximum",
    "dot": "Dot",
    "cos": "Dot",
}
_HAS_OUTPUT_DIM = frozenset({"Embedding", "ReversibleEmbedding"})


def modern(class_name: str, config: Any) -> tuple[str, dict[str, Any]]:
    """The class and settings as Keras 3 names them; settings without a present name stay as they are.

    Args:
        class_name: as in the file.
        config: as in the file: a mapping, or the bare list of layers of a Keras 1 Sequential.
    """
    name = present_name(class_name)
    named = config if isinstance(config, Mapping) else {"layers": config}
    settings = {key: _plain(value) for key, value in named.items()}
    for old, new in _KERAS_1_SETTINGS.items():
        if old in settings:
            settings.setdefault(new, settings[old])
    if "output_dim" in settings and name not in _HAS_OUTPUT_DIM:
        settings.setdefault("units", settings["output_dim"])
    kernel_size = [settings[key] for key in ("nb_row", "nb_col") if key in settings]
    kernel_size += [settings[f"kernel_dim{axis}"] for axis in (1, 2, 3) if f"kernel_dim{axis}" in settings]
    if kernel_size:
        settings.setdefault("kernel_size", tuple(kernel_size))
    if "dim_ordering" in settings:
        settings["data_format"] = _KERAS_1_DATA_FORMATS.get(settings["dim_ordering"], "channels_last")
    if name == "Merge":
        name = _KERAS_1_MERGES.get(str(settings.get("mode")), name)
        settings["axis"] = settings.get("concat_axis", -1)
        settings["axes"] = settings.get("dot_axes", -1)
    return name, settings


def _plain(value: Any) -> Any:
    """Keras 3 writes tuples as ``{"class_name": "__tuple__", "items": [...]}``."""
    if isinstance(value, Mapping) and value.get("class_name") == "__tuple__":
        return tuple(value.get("items", ()))
    return value
