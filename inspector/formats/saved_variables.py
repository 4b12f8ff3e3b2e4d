"""The variables of a SavedModel's layers, found by following its objects."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.formats.protobuf.object_graph import ObjectGraph, key_of
from inspector.graph.model import ModelGraph, Weight

_LAYER = re.compile(r"layer-(\d+)")
_NOT_OWN = ("keras_api", "variables", "trainable_variables", "regularization_losses", "non_trainable_variables")


def variables_of_layers(objects: ObjectGraph, graph: ModelGraph) -> dict[str, tuple[Weight, ...]]:
    """Layer path to variables."""
    return {path: tuple(_below(objects, number)) for path, number in objects_of_layers(objects, graph).items()}


def objects_of_layers(objects: ObjectGraph, graph: ModelGraph) -> dict[str, int]:
    """Leaf path to the number of its object; a Keras 2 model holds its layers as ``layer-3``, in the config's order."""
    return dict(_of_model(objects, graph, 0, "", 0))


def _of_model(objects: ObjectGraph, graph: ModelGraph, model: int, path: str, depth: int) -> Iterator[tuple[str, int]]:
    children = dict(objects.objects[model].children) if model < len(objects.objects) else {}
    numbered = sorted((int(found[1]), child) for name, child in children.items() if (found := _LAYER.fullmatch(name)))
    layers = [layer for layer in graph.layers if layer.parent == path]
    if len(numbered) < len(layers):  # a Sequential does not count its input among its layers
        layers = [layer for layer in layers if layer.class_name != "InputLayer"]
    if len(numbered) != len(layers) or depth > 32:
        return
    for layer, (_, child) in zip(layers, numbered, strict=True):
        if layer.kind == "model":
            yield from _of_model(objects, graph, child, layer.path, depth + 1)
        else:
            yield layer.path, child


def _below(objects: ObjectGraph, start: int) -> Iterator[Weight]:
    """The variables an object holds, itself or through what it holds."""
    waiting, seen = [(start, "")], {start}
    while waiting:
        number, name = waiting.pop(0)
        if not 0 <= number < len(objects.objects):
            continue
        saved = objects.objects[number]
        if saved.variable is not None:
            shape = tuple(size or 0 for size in saved.variable.shape or ())
            yield Weight(name, shape, saved.variable.dtype, saved.variable.trainable, key_of(number))
        for child_name, child in saved.children:
            if child not in seen and child_name not in _NOT_OWN:
                seen.add(child)
                waiting.append((child, f"{name}/{child_name}" if name and saved.variable is None else child_name))
