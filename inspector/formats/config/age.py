"""Whether Keras 3 cannot load a model of Keras 1 or 2, or would load it wrongly, told from its config."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from inspector.formats.config import values
from inspector.formats.config.layers import class_of, config_of
from inspector.graph.model import ModelGraph, Note

KERAS_3 = 3
NEEDS_UPGRADE = "needs-upgrade"

_REMOVED_CLASSES = frozenset(
    {
        *("LocallyConnected1D", "LocallyConnected2D", "ThresholdedReLU", "TensorFlowOpLayer", "TFOpLambda"),
        *("SlicingOpLambda", "CuDNNLSTM", "CuDNNGRU", "Merge", "Convolution1D", "Convolution2D", "Convolution3D"),
        *("TimeDistributedDense", "MaxoutDense", "Highway", "SyncBatchNormalization", "BatchNormalizationV1"),
    }
)
_REMOVED_SETTINGS = {
    "DepthwiseConv2D": ("groups", "filters"),
    "SeparableConv1D": ("groups", "kernel_initializer"),
    "SeparableConv2D": ("groups", "kernel_initializer"),
    "Conv2DTranspose": ("groups",),
    "Conv1DTranspose": ("groups",),
    "Conv3DTranspose": ("groups",),
    "MultiHeadAttention": ("query_shape",),
    "StackedRNNCells": ("cells",),
    "Attention": ("score_mode",),
}
_REMOVED_ANYWHERE = ("time_major", "rng_type")
_POLICIES = ("Policy", "PolicyV1")
_INNER = ("layer", "backward_layer", "cell")
_ACTIVATIONS = ("activation", "recurrent_activation", "inner_activation")


def age_notes(entry: Mapping[str, Any], keras: int, *, one_file: bool = True) -> tuple[Note, ...]:
    """A note with the code ``needs-upgrade`` where the model must be upgraded before it can be trained.

    Args:
        entry: the config of the whole model.
        keras: the first number of the version of Keras that wrote it.
        one_file: whether it is an HDF5 file; Keras 3 loads nothing else that an older Keras wrote.
    """
    if keras >= KERAS_3 or _cannot_be_upgraded(entry):
        return ()
    why = next(_reasons(entry), "") if one_file else f"Keras 3 does not reliably load what Keras {keras} saved this way"
    if not why:
        return ()
    text = (
        f"This file needs upgrading before it is trained: {why}. An upgrade (`inspector upgrade`) writes a .keras file "
        "that Keras 3 loads."
    )
    return (Note("warning", NEEDS_UPGRADE, text),)


def needs_upgrade(graph: ModelGraph) -> Note | None:
    """The note of an opened file that says so, where it must be upgraded before it can be trained."""
    return next((note for note in graph.notes if note.code == NEEDS_UPGRADE), None)


def _cannot_be_upgraded(entry: Mapping[str, Any]) -> bool:
    return any(class_of(part) == "Lambda" for part in _entries(entry))


def _reasons(entry: Mapping[str, Any]) -> Iterator[str]:
    """Why the file needs it, what would be wrong without a word first."""
    parts = list(_entries(entry))
    if any(_is_hard_sigmoid(config_of(part).get(key)) for part in parts for key in _ACTIVATIONS):
        yield "Keras 3 computes hard_sigmoid by another formula than the Keras that wrote the file"
    if any(_lacks_input(part) for part in parts):
        yield "Keras 3 takes the shape of its input for one with an axis more"
    if any(isinstance(part.get("config"), list) for part in parts):
        yield "Keras 3 does not know this form of a config any more"
    removed = next((class_of(part) for part in parts if class_of(part) in _REMOVED_CLASSES), "")
    if removed:
        yield f"Keras 3 has no layer class {removed} any more"
    if any(_calls_a_model(part) for part in parts):
        yield "Keras 3 counts the calls of a model inside a model otherwise"
    changed = next((class_of(part) for part in parts if _has_what_is_gone(part)), "")
    if changed:
        yield f"Keras 3 does not take the settings of a {changed} as they are in the file"


def _is_hard_sigmoid(activation: Any) -> bool:
    return bool(values.mapping(activation).get("config", activation) == "hard_sigmoid")


def _lacks_input(part: dict[str, Any]) -> bool:
    """Whether it is a Sequential whose first layer gives the shape of the input itself."""
    config = part.get("config")
    layers = values.sequence(config.get("layers") if isinstance(config, dict) else config)
    first = layers[0] if layers and isinstance(layers[0], dict) else {}
    return (
        class_of(part) == "Sequential" and "batch_input_shape" in config_of(first) and class_of(first) != "InputLayer"
    )


def _calls_a_model(part: dict[str, Any]) -> bool:
    config = config_of(part)
    layers = values.sequence(config.get("layers")) if "output_layers" in config else []
    return any("layers" in config_of(each) for each in layers if isinstance(each, dict))


def _has_what_is_gone(part: dict[str, Any]) -> bool:
    config = config_of(part)
    if any(key in config for key in (*_REMOVED_ANYWHERE, *_REMOVED_SETTINGS.get(class_of(part), ()))):
        return True
    if values.mapping(config.get("dtype")).get("class_name") in _POLICIES:
        return True
    inner = [config[key] for key in _INNER if isinstance(config.get(key), dict)]
    if any("module" not in each for each in inner):
        return True
    held = (values.mapping(values.mapping(value).get("config")) for value in config.values())
    return any("dtype" in each for each in held)


def _entries(entry: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The model's entry and those of all layers in it, at any depth."""
    waiting: list[Any] = [entry]
    while waiting:
        part = waiting.pop()
        if not isinstance(part, dict) or not class_of(part):
            continue
        yield part
        config = part.get("config")
        waiting.extend(values.sequence(config))
        for value in config_of(part).values():
            waiting.extend(value if isinstance(value, list) else [value])
