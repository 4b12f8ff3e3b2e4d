"""What the recovered layers consist of: for those who compute with the operations behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspector.graph.operations import OperationGraph, Tensor, Variable
from inspector.graph.recovery.assignment import assign
from inspector.graph.recovery.live import live
from inspector.graph.recovery.recover import given_tensors


@dataclass(frozen=True, slots=True)
class Part:
    """One layer of those `recover` gives.

    Attributes:
        gives: the tensors it gives to other layers or as a result, in order.
        variables: in the order of the layer's weights.
    """

    gives: tuple[Tensor, ...]
    variables: tuple[Variable, ...]


def parts(graph: OperationGraph) -> Mapping[str, Part]:
    """Every layer that `recover` finds in the graph, by its path."""
    alive = live(graph)
    assigned = assign(graph, alive)
    return {
        name: Part(gives, tuple({v.key: v for place in members for v in alive.variables.get(place, ())}.values()))
        for name, members, gives in zip(assigned.names, assigned.members, given_tensors(assigned), strict=True)
    }
