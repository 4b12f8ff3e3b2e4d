"""The words on a layer's box: its type and the settings that matter, read from its config."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from inspector.graph.model import Layer

Config = Mapping[str, Any]
_Word = Callable[[Config], str]


def settings(layer: Layer) -> str:
    """The layer's key settings in a few words: ``"3×3 · 64 · stride 2"``; empty where there are none.

    A config comes from a file as it is, so values of an unexpected kind are left out.
    """
    return _settings(layer.class_name, layer.config)


def caption(layer: Layer) -> str:
    """The layer's type and settings: ``"Dense 14 · softmax · max-norm 5"``."""
    return f"{layer.class_name} {settings(layer)}".strip()


def _settings(class_name: str, config: Config) -> str:
    words = [word(config) for word in _WORDS.get(class_name, ())]
    words.append(_constraint(config))
    return " · ".join(word for word in words if word)


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _sizes(value: object) -> str:
    """A size per axis: ``3×3``."""
    if isinstance(value, list | tuple):
        parts = [_number(size) or "?" for size in value]
        return "×".join(parts[:4])
    return _number(value)


def _first(config: Config, names: tuple[str, ...]) -> object:
    return next((config[name] for name in names if config.get(name) is not None), None)


def _plain(*names: str) -> _Word:
    """The number under the first of the names that is there (later ones are those of old Keras versions)."""
    return lambda config: _number(_first(config, names))


def _named(label: str, *names: str, but: object = None) -> _Word:
    """A number with a word before it, unless it is the usual one."""

    def word(config: Config) -> str:
        value = _first(config, names)
        text = _sizes(value)
        return f"{label} {text}" if text and value != but else ""

    return word


def _grid(*names: str) -> _Word:
    return lambda config: _sizes(_first(config, names))


def _flag(name: str, text: str) -> _Word:
    return lambda config: text if config.get(name) is True else ""


def _text(name: str) -> _Word:
    def word(config: Config) -> str:
        value = config.get(name)
        return value[:40] if isinstance(value, str) else ""

    return word


def _kernel(config: Config) -> str:
    old = (config.get("nb_row"), config.get("nb_col"))
    return _sizes(_first(config, ("kernel_size", "filter_length"))) or ("" if None in old else _sizes(old))


def _step(name: str, label: str) -> _Word:
    """Strides or dilation where they do anything; one number where all axes agree."""

    def word(config: Config) -> str:
        value = _first(config, (name, "subsample" if name == "strides" else name))
        sizes = list(value) if isinstance(value, list | tuple) else [value]
        if any(size not in (1, None) for size in sizes):
            text = _sizes(sizes[0] if len(set(map(str, sizes))) == 1 else sizes)
            return f"{label} {text}" if text else ""
        return ""

    return word


def _pool_stride(config: Config) -> str:
    return "" if config.get("strides") == config.get("pool_size") else _step("strides", "stride")(config)


def _activation(config: Config) -> str:
    value = config.get("activation")
    if isinstance(value, Mapping):
        inner = value.get("config")
        value = inner if isinstance(inner, str) else value.get("class_name")
    return value if isinstance(value, str) and value != "linear" else ""


def _constraint(config: Config) -> str:
    """The constraint on the main weights; Keras 1 has it flat, under ``W_constraint``."""
    for key, value in config.items():
        if not key.endswith("_constraint") or key in ("bias_constraint", "b_constraint"):
            continue
        if not isinstance(value, Mapping):
            continue
        name, inner = value.get("class_name", value.get("name")), value.get("config", value)
        if name in ("MaxNorm", "maxnorm", "max_norm") and isinstance(inner, Mapping):
            return _named("max-norm", "max_value", "m")(inner)
        if isinstance(name, str):
            return name[:40]
    return ""


def _inner(config: Config) -> str:
    """What a wrapper wraps."""
    layer = config.get("layer")
    if not isinstance(layer, Mapping) or not isinstance(layer.get("class_name"), str):
        return ""
    inner = layer.get("config")
    words = _settings(layer["class_name"], inner) if isinstance(inner, Mapping) else ""
    return f"{layer['class_name']} {words}".strip()


def _input_shape(config: Config) -> str:
    shape = _first(config, ("batch_shape", "batch_input_shape"))
    if not isinstance(shape, list | tuple):
        return ""
    return "×".join("?" if size is None else _number(size) for size in shape[1:6])


def _margins(name: str) -> _Word:
    """Padding or cropping: ``1×1``, and ``0+1`` where the two sides of an axis differ."""

    def word(config: Config) -> str:
        value = config.get(name)
        if not isinstance(value, list | tuple):
            return _number(value)
        axes = [axis if isinstance(axis, list | tuple) else (axis,) for axis in value]
        return "×".join("+".join(dict.fromkeys(map(_number, axis))) if axis else "" for axis in axes)

    return word


def _sizes_in_words(*names: str) -> _Word:
    return lambda config: " → ".join(filter(None, (_number(config.get(name)) for name in names)))


def _high_and_wide(config: Config) -> str:
    return _sizes([config.get("height"), config.get("width")])


_CONVOLUTION: tuple[_Word, ...] = (
    _kernel,
    _plain("filters", "nb_filter"),
    _named("multiplier", "depth_multiplier", but=1),
    _step("strides", "stride"),
    _step("dilation_rate", "dilation"),
    _named("groups", "groups", but=1),
    _activation,
)
_POOLING: tuple[_Word, ...] = (_grid("pool_size", "pool_length"), _pool_stride)
_RECURRENT: tuple[_Word, ...] = (
    _plain("units", "output_dim"),
    _flag("return_sequences", "sequences"),
    _named("dropout", "dropout", but=0),
)
_RATE: tuple[_Word, ...] = (_named("rate", "rate", "p"),)
_AXIS: tuple[_Word, ...] = (_named("axis", "axis", "concat_axis", but=-1),)

_WORDS: dict[str, tuple[_Word, ...]] = {
    **dict.fromkeys(
        [
            *(f"Conv{axes}D{kind}" for axes in (1, 2, 3) for kind in ("", "Transpose")),
            *("DepthwiseConv1D", "DepthwiseConv2D", "SeparableConv1D", "SeparableConv2D"),
            *("LocallyConnected1D", "LocallyConnected2D", "Convolution1D", "Convolution2D", "ConvLSTM2D"),
        ],
        _CONVOLUTION,
    ),
    **dict.fromkeys([f"{kind}Pooling{axes}D" for kind in ("Max", "Average") for axes in (1, 2, 3)], _POOLING),
    **dict.fromkeys(["LSTM", "GRU", "SimpleRNN"], _RECURRENT),
    **dict.fromkeys(["Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "AlphaDropout"], _RATE),
    **dict.fromkeys(["GaussianDropout"], _RATE),
    **dict.fromkeys(["Bidirectional", "TimeDistributed"], (_inner,)),
    **dict.fromkeys([f"ZeroPadding{axes}D" for axes in (1, 2, 3)], (_margins("padding"),)),
    **dict.fromkeys([f"Cropping{axes}D" for axes in (1, 2, 3)], (_margins("cropping"),)),
    **dict.fromkeys([f"UpSampling{axes}D" for axes in (1, 2, 3)], (_named("by", "size"),)),
    "InputLayer": (_input_shape,),
    "Dense": (_plain("units", "output_dim"), _activation),
    "EinsumDense": (_text("equation"), _activation),
    "Embedding": (_sizes_in_words("input_dim", "output_dim"),),
    "GaussianNoise": (_named("stddev", "stddev", "sigma"),),
    "GroupNormalization": (_named("groups", "groups"),),
    "MultiHeadAttention": (_named("heads", "num_heads"), _named("key", "key_dim")),
    "GroupQueryAttention": (_named("heads", "num_query_heads"), _named("key", "head_dim")),
    "Activation": (_activation,),
    "ReLU": (_named("up to", "max_value"),),
    "LeakyReLU": (_named("slope", "negative_slope", "alpha"),),
    "ELU": (_named("alpha", "alpha"),),
    "Softmax": (_named("axis", "axis", but=-1),),
    "Concatenate": _AXIS,
    "Merge": (_text("mode"),),
    "Dot": (_named("axes", "axes"),),
    "Reshape": (_grid("target_shape"),),
    "Permute": (_grid("dims"),),
    "RepeatVector": (_named("by", "n"),),
    "Rescaling": (_named("scale", "scale"), _named("offset", "offset", but=0)),
    "Resizing": (_high_and_wide,),
    "CenterCrop": (_high_and_wide,),
    "RandomFlip": (_text("mode"),),
    "RandomRotation": (_named("factor", "factor"),),
    "RandomZoom": (_named("height", "height_factor"),),
    "CategoryEncoding": (_named("tokens", "num_tokens"),),
}
