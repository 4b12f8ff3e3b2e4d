"""The layers of one level, side by side, as numbers in an order in which they can be computed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from inspector.catalogue import category_of
from inspector.graph.model import Layer, ModelGraph
from inspector.graph.order import topological


@dataclass(frozen=True)
class Level:
    """Layers and nested models of one model or block.

    Layer ``i`` takes from ``predecessors[i]``, all smaller than ``i``, and gives to ``successors[i]``, all larger.
    """

    layers: tuple[Layer, ...]
    predecessors: tuple[tuple[int, ...], ...]
    successors: tuple[tuple[int, ...], ...]

    def __len__(self) -> int:
        return len(self.layers)

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """The catalogue's category of every layer."""
        return tuple(category_of(layer.class_name) for layer in self.layers)

    def part(self, numbers: Iterable[int]) -> Level:
        """Some of the layers as a level of their own."""
        kept = sorted(numbers)
        new = {number: index for index, number in enumerate(kept)}
        return Level(
            tuple(self.layers[number] for number in kept),
            tuple(tuple(new[other] for other in self.predecessors[number] if other in new) for number in kept),
            tuple(tuple(new[other] for other in self.successors[number] if other in new) for number in kept),
        )


@dataclass(frozen=True, slots=True)
class Group:
    """Layers of a level that belong together, in order, and the label that says why."""

    members: tuple[int, ...]
    label: str


def level_of(graph: ModelGraph, layers: tuple[Layer, ...]) -> Level:
    """The level of these siblings. A line that would close a circle, as sharing a layer can, is left out."""
    order = topological([layer.path for layer in layers], graph.predecessors)
    number = {path: index for index, path in enumerate(order)}
    before = [
        tuple(sorted({number[other] for other in graph.predecessors[path] if number.get(other, index) < index}))
        for index, path in enumerate(order)
    ]
    after: list[list[int]] = [[] for _ in order]
    for index, others in enumerate(before):
        for other in others:
            after[other].append(index)
    return Level(tuple(graph.by_path[path] for path in order), tuple(before), tuple(map(tuple, after)))
