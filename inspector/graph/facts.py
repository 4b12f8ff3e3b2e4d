"""Counts over a graph: parameters, what trains, what is frozen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from inspector.graph.model import Layer, ModelGraph

FrozenState = Literal["no", "some", "all"]


@dataclass(frozen=True, slots=True)
class Totals:
    """A whole model in three numbers; layers whose weights are not known add none.

    Attributes:
        layers: leaves: layers and operations, each once however often it is called, those of nested models included.
        parameters: values in all weights, as Keras' ``count_params`` counts them.
        trainable_parameters: those that training changes.
    """

    layers: int
    parameters: int
    trainable_parameters: int


def totals(graph: ModelGraph) -> Totals:
    """The counts of a whole graph; a shared layer counts once."""
    leaves = graph.leaves
    return Totals(
        layers=len(leaves),
        parameters=sum(_parameters(leaf) or 0 for leaf in leaves),
        trainable_parameters=sum(trainable_parameters(leaf) for leaf in leaves),
    )


def parameters(graph: ModelGraph, path: str) -> int | None:
    """Parameters of a layer, or of everything in a nested model; ``None`` where some weights are not known.

    Raises:
        KeyError: there is no layer of this path.
    """
    counts = [_parameters(leaf) for leaf in graph.inside(graph.by_path[path].path)]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def trainable_parameters(leaf: Layer) -> int:
    """Values in the weights of a leaf that training changes."""
    if not leaf.trainable:
        return 0
    return sum(weight.parameters for weight in leaf.weights or () if weight.trainable)


def frozen_state(graph: ModelGraph, paths: Iterable[str]) -> FrozenState:
    """Whether none, some or all of these layers are frozen; a nested model stands for its layers.

    Only layers with weights count, as long as there are any.
    """
    leaves = [leaf for path in paths for leaf in graph.inside(path)]
    counted = [leaf for leaf in leaves if leaf.weights is None or leaf.weights] or leaves
    frozen = sum(not leaf.trainable for leaf in counted)
    if not frozen:
        return "no"
    return "all" if frozen == len(counted) else "some"


def _parameters(leaf: Layer) -> int | None:
    return None if leaf.weights is None else sum(weight.parameters for weight in leaf.weights)
