"""The graph while edits are made to it one after another, with a record of what they did."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from inspector.graph.model import Layer, ModelGraph
from inspector.recipe.bodies import is_body, refusal
from inspector.recipe.configs import changed
from inspector.recipe.refusal import EditError, no_layer
from inspector.recipe.rewire import with_layers

_KERAS_MODELS = frozenset({"Functional", "Model", "Sequential"})
"""Model classes whose structure is known from the file; any other has code of its own."""


class Draft:
    """What the edits so far make of a graph.

    Attributes:
        graph: as it is now.
        config: fields that were set, per path.
        created: layers put in or to be given fresh weights.
        dropouts: those of ``created`` that are inserted dropouts.
        rebuilt: layers of the original that are made again with fresh weights.
        replaced: layers of the original that become another class under the same name.
        changing: path and config field of what makes a layer of the original compute something else.
        heads: per present output, the layer with the units of the head an edit gave it.
        words: per path and kind of change, what is told of it.
    """

    def __init__(self, original: ModelGraph) -> None:
        self.original = original
        self._graph = original
        self._waiting: dict[str, Layer] = {}  # hundreds of edits would each copy the graph
        self.config: dict[str, dict[str, Any]] = {}
        self.created: set[str] = set()
        self.dropouts: set[str] = set()
        self.rebuilt: set[str] = set()
        self.replaced: set[str] = set()
        self.changing: set[tuple[str, str]] = set()
        self.heads: dict[str, str] = {}
        self.words: dict[str, dict[str, str]] = {}
        self._taken = set(original.by_path)

    @property
    def graph(self) -> ModelGraph:
        """The graph with every edit so far."""
        if self._waiting:
            self._graph = with_layers(self._graph, self._waiting)
            self._waiting = {}
        return self._graph

    @graph.setter
    def graph(self, graph: ModelGraph) -> None:
        self._waiting = {}
        self._graph = graph

    def layer(self, path: str) -> Layer:
        """The layer at ``path`` now; raises EditError where there is none."""
        found = self._waiting.get(path) or self._graph.by_path.get(path)
        if found is not None:
            return found
        if path in self.original.by_path:
            raise EditError(f"The layer '{path}' is gone: an earlier edit dropped it with the old head.")
        raise EditError(no_layer(path, self.graph.by_path))

    def require_layer_of_keras(self, path: str, what: str) -> None:
        """Refuse an edit of a layer that was only recovered from operations; ``what`` is what would be set."""
        if is_body(self.original) and path not in self.created:
            raise EditError(refusal(what, path))

    def require_known_structure(self, path: str = "") -> None:
        """Refuse where the model, or a nested model around ``path``, is a class with code of its own."""
        parent = self.layer(path).parent if path else ""
        while parent:
            model = self.layer(parent)
            _require_keras_model(model.class_name, f"nested model '{parent}'")
            parent = model.parent
        if is_body(self.original):
            return
        _require_keras_model(self.original.class_name, f"model '{self.original.name}'")
        if _is_unbuilt(self.original):
            raise EditError(
                f"The Sequential model '{self.original.name}' has no input shape yet, so its layers cannot be "
                "rebuilt: give it an Input in Keras and save it again."
            )

    def new_layer(self, parent: str, name: str, class_name: str, config: Mapping[str, Any]) -> Layer:
        """A layer to put in, under a name nothing had so far: ``name``, or ``name_1``, ``name_2``…"""
        prefix = parent + "/" if parent else ""
        number, free = 0, name
        while prefix + free in self._taken:
            number += 1
            free = f"{name}_{number}"
        self._taken.add(prefix + free)
        config = {"name": free, "trainable": True, **config}
        return Layer(prefix + free, free, class_name, config=config, module="keras.layers")

    def change(self, path: str, changes: Mapping[str, Any]) -> None:
        """Set config fields of a layer."""
        layer = self.layer(path)
        self.put(replace(layer, config=changed(layer.config, changes)))
        self.config.setdefault(path, {}).update(changes)

    def put(self, layer: Layer) -> None:
        """Exchange the layer that has the path of ``layer``."""
        self._waiting[layer.path] = layer

    def tell(self, path: str, kind: str, words: str) -> None:
        """Note a change in words; a later change of the same kind takes its place."""
        self.words.setdefault(path, {})[kind] = words


def require_rate(rate: float) -> None:
    """Refuse a dropout rate outside [0, 1)."""
    if not (math.isfinite(rate) and 0 <= rate < 1):
        raise EditError(f"Expected a dropout rate of at least 0 and below 1, found {rate:g}: 1 would drop everything.")


def _require_keras_model(class_name: str, what: str) -> None:
    if class_name not in _KERAS_MODELS:
        raise EditError(
            f"The {what} is a {class_name}, a class with code of its own: its layers can be frozen, "
            "but not changed, because only that code knows how they are joined."
        )


def _is_unbuilt(graph: ModelGraph) -> bool:
    if graph.class_name != "Sequential":
        return False
    return not any(layer.class_name == "InputLayer" or layer.output_shapes for layer in graph.layers)
