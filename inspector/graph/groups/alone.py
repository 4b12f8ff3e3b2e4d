"""Layers that stay boxes of their own in every grouping: inputs, nested models and the head."""

from __future__ import annotations

from inspector.graph.groups.level import Level

_LONGEST_HEAD = 6
_HEAD_CATEGORIES = frozenset(
    {"core", "convolution", "activation", "regularization", "pooling", "reshaping", "normalization"}
)


def standing_alone(level: Level) -> frozenset[int]:
    """Numbers of the layers a person looks for by themselves, so that no block may swallow them."""
    alone = {
        number for number, layer in enumerate(level.layers) if layer.kind == "model" or layer.class_name == "InputLayer"
    }
    for number, others in enumerate(level.successors):
        if not others:
            alone.update(_head(level, number))
    return frozenset(alone)


def _head(level: Level, output: int) -> list[int]:
    """The layers between features and an output: from a flattening or global pooling on, or from the last dense one."""
    chain: list[int] = []
    number = output
    while len(chain) < _LONGEST_HEAD and level.categories[number] in _HEAD_CATEGORIES:
        chain.append(number)
        class_name = level.layers[number].class_name
        before = level.predecessors[number]
        if class_name == "Flatten" or class_name.startswith("Global"):
            return chain
        if len(before) != 1 or len(level.successors[before[0]]) != 1:
            break
        number = before[0]
    dense = (index for index, member in enumerate(chain) if level.categories[member] == "core")
    return chain[: next(dense, -1) + 1]
