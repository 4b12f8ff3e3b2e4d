"""HDF5 files that hold a model's weights and nothing else: layers guessed from names and shapes, no connections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from inspector.formats import limits
from inspector.formats.errors import FormatError
from inspector.formats.guessed_classes import class_of_group, guess
from inspector.formats.safe_text import clean_name
from inspector.formats.stored_weights import Datasets, Stored, named_weights
from inspector.graph.model import Layer, ModelGraph, Note, Weight

_ROOTS = ("", "model_weights/")
_KERAS_1 = {"W": "kernel", "b": "bias", "U": "recurrent_kernel", "running_mean": "moving_mean"}
_KERAS_1["running_std"] = "moving_variance"


def holds_weights(stored: Stored) -> bool:
    """Whether the file is laid out as ``save_weights`` of some Keras does it."""
    return bool(stored.layer_names or stored.container)


def weights_only(stored: Stored) -> ModelGraph:
    """The layers a file of weights tells of, one per entry of its list of layers, without edges.

    Raises:
        FormatError: there are more layers than a model can have.
    """
    layers = list(_listed(stored) if stored.layer_names else _grouped(stored, stored.container, ""))
    if len(layers) > limits.LAYERS:
        raise FormatError(f"The file names {len(layers):,} layers, more than a model can have.")
    text = (
        "The file holds weights only (save_weights): how the layers are connected, and what they do besides their "
        "weights, is not in it. Classes are guessed from names and shapes. Open the file of the whole model to train."
    )
    return ModelGraph(
        name="weights",
        class_name="Weights",
        layers=tuple(layers),
        edges=(),
        notes=(Note("warning", "weights-only", text),),
    )


def _listed(stored: Stored) -> Iterator[Layer]:
    """The layers of Keras 1 and 2, in the order of the list they write."""
    datasets = Datasets(stored)
    root = next((each for each in _ROOTS if any(path.startswith(each) for path in stored.weight_names)), "")
    for name in dict.fromkeys(stored.layer_names):
        group = root + name
        weights = tuple(
            _modern(weight, name) for weight in named_weights(stored, group + "/", datasets.of(group), name)
        )
        yield _layer(clean_name(name), clean_name(name), guess(name, weights), weights)


def _modern(weight: Weight, layer: str) -> Weight:
    """Keras 1 repeats the layer's name in that of its weight: ``dense_1_W`` is the kernel of ``dense_1``."""
    own = weight.name.removeprefix(f"{layer}_")
    return replace(weight, name=_KERAS_1.get(own, own), trainable=weight.trainable and "running" not in own)


def _grouped(stored: Stored, container: str, parent: str, depth: int = 0) -> Iterator[Layer]:
    """The layers of Keras 3, whose groups are called after their classes."""
    if depth > limits.NESTED_MODELS:
        raise FormatError(f"The file nests models deeper than the {limits.NESTED_MODELS} levels that can be shown.")
    datasets = Datasets(stored)
    seen: set[str] = set()
    for group in _children(container, [*stored.groups, *stored.datasets]):
        path = f"{container}/{group}"
        label = stored.labels.get(f"{path}/vars", "")
        name = clean_name(label if label and label not in seen else group)
        seen.add(name)
        inner = f"{path}/{stored.container}"
        nested = list(_grouped(stored, inner, f"{parent}{name}/", depth + 1))
        if nested:
            yield Layer(path=parent + name, name=name, class_name=class_of_group(group), kind="model")
            yield from nested
        else:
            weights = named_weights(stored, path + "/", datasets.below(path), name)
            yield _layer(parent + name, name, class_of_group(group) or guess(name, weights), weights)


def _children(container: str, paths: Iterable[str]) -> list[str]:
    """Names of the groups directly inside a group, ``conv2d_2`` before ``conv2d_10``."""
    inside = (path.removeprefix(container + "/") for path in paths if path.startswith(container + "/"))
    names = {path.partition("/")[0] for path in inside if "/" in path}
    return sorted(
        names, key=lambda name: [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)$", name)]
    )


def _layer(path: str, name: str, class_name: str, weights: tuple[Weight, ...]) -> Layer:
    dtype = next((weight.dtype for weight in weights), "float32")
    return Layer(path=path, name=name, class_name=class_name, dtype=dtype, weights=weights)
