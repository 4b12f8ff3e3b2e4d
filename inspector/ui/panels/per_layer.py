"""Facts of layers that are worked out once: an edit leaves most layers of a graph the same objects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from inspector.graph.model import Layer

T = TypeVar("T")


class PerLayer(Generic[T]):
    """``fact(layer)`` for any layer of the present graph, remembered until the layer is another."""

    def __init__(self, fact: Callable[[Layer], T]) -> None:
        self._fact = fact
        self._known: dict[str, tuple[Layer, T]] = {}

    def __call__(self, layer: Layer) -> T:
        """The fact of a layer."""
        known = self._known.get(layer.path)
        if known is None or known[0] is not layer:
            known = self._known[layer.path] = layer, self._fact(layer)
        return known[1]
