"""Preprocessing and augmentation."""

from __future__ import annotations

from dataclasses import replace

from inspector.graph.layers.call import Call, ShapeRule, UnknownError, WeightRule, known, same_shape, weights
from inspector.graph.layers.convolution import window_count
from inspector.graph.model import Shape, Weight

_KEEP_THE_SHAPE = (
    *("Rescaling", "Normalization", "RandomFlip", "RandomRotation", "RandomTranslation", "RandomZoom"),
    *("RandomBrightness", "RandomContrast", "RandomSaturation", "RandomHue", "RandomColorJitter"),
    *("RandomColorDegeneration", "RandomGrayscale", "RandomGaussianBlur", "RandomSharpness", "RandomShear"),
    *("RandomPerspective", "RandomElasticTransform", "RandomErasing", "RandomInvert", "RandomPosterization"),
    *("Solarization", "AutoContrast", "Equalization", "ContrastLimitedAdaptiveHistogramEqualization"),
    *("AugMix", "CutMix", "MixUp", "RandAugment"),
)


def _resized(call: Call) -> tuple[Shape, ...]:
    channels = call.input[1 if call.channels_first else -1]
    return (call.with_spatial((call.config["height"], call.config["width"]), channels),)


def _encoded(call: Call) -> tuple[Shape, ...]:
    """Category numbers as one-hot vectors, or one vector per sample."""
    tokens = call.config["num_tokens"]
    if call.config.get("output_mode", "multi_hot") == "one_hot" and call.input[-1] != 1:
        return ((*call.input, tokens),)
    return ((*call.input[:-1], tokens),)


def _numbered(call: Call) -> tuple[Shape, ...]:
    if call.config.get("output_mode", "int") != "int":
        raise UnknownError("the size of a vocabulary")
    return (call.input,)


def _vectorized_text(call: Call) -> tuple[Shape, ...]:
    if call.config.get("output_mode", "int") != "int":
        raise UnknownError("the size of a vocabulary")
    return ((call.input[0], call.config.get("output_sequence_length")),)


def _mel_spectrogram(call: Call) -> tuple[Shape, ...]:
    stride, length = call.config["sequence_stride"], call.input[-1]
    frames = None if length is None else (length + stride + 1) // stride
    return ((*call.input[:-1], call.config["num_mel_bins"], frames),)


def _stft_spectrogram(call: Call) -> tuple[Shape, ...]:
    window = call.config["frame_length"]
    stride = call.config.get("frame_step") or window // 2
    frames = window_count(call.spatial[0], window, stride, call.config.get("padding", "valid"))
    bins = _frequency_bins(call) * (2 if call.config.get("mode") == "stft" else 1)
    if not call.config.get("expand_dims"):
        return (call.with_spatial((frames,), bins * call.channels),)
    return (call.with_spatial((frames, bins), call.channels),)


def _frequency_bins(call: Call) -> int:
    return int(call.config.get("fft_length") or call.config["frame_length"]) // 2 + 1


def _stft_weights(call: Call) -> tuple[Weight, ...]:
    shape, mode = (call.config["frame_length"], 1, _frequency_bins(call)), call.config.get("mode", "log")
    real = weights(("real_kernel", shape)) if mode != "imag" else ()
    return real + (weights(("imag_kernel", shape)) if mode != "real" else ())


def _normalization_weights(call: Call) -> tuple[Weight, ...]:
    """Statistics learned beforehand; none where the config gives them."""
    if call.config.get("mean") is not None:
        return ()
    axes = () if call.config.get("axis", -1) is None else call.axes()
    shape = tuple(known(call.input[axis]) for axis in axes)
    statistics = weights(("mean", shape), ("variance", shape), ("count", ()), trainable=False)
    return (*statistics[:2], replace(statistics[2], dtype="int64"))


SHAPES: dict[str, ShapeRule] = {
    **dict.fromkeys(_KEEP_THE_SHAPE, same_shape),
    **dict.fromkeys(("Resizing", "CenterCrop", "RandomCrop"), _resized),
    **dict.fromkeys(("Discretization", "Hashing", "StringLookup", "IntegerLookup"), _numbered),
    "CategoryEncoding": _encoded,
    "TextVectorization": _vectorized_text,
    "MelSpectrogram": _mel_spectrogram,
    "STFTSpectrogram": _stft_spectrogram,
}
WEIGHTS: dict[str, WeightRule] = {"Normalization": _normalization_weights, "STFTSpectrogram": _stft_weights}
