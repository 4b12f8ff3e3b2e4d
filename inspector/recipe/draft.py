"""The graph while edits are made to it one after another, with a record of what they did."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from inspector.graph.model import Layer, ModelGraph
from inspector.graph.renaming import under
from inspector.recipe.bodies import is_body, refusal
from inspector.recipe.configs import changed
from inspector.recipe.refusal import EditError, no_layer
from inspector.recipe.rewire import with_layers

_KERAS_MODELS = frozenset({"Functional", "Model", "Sequential"})
"""Model classes whose structure is known from the file; any other has code of its own."""


class Draft:
    """What the edits so far make of a graph.

    Attributes:
        whole: the graph of the file, under the names its layers have now.
        original: as much of it as the model still has use for: it ends at ``end``.
        graph: as it is now.
        end: path of the layer of the file where the model ends now; empty where its outputs are those of the file.
        removed: layers of the original that were taken out.
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
        self.whole = self.original = original
        self._graph = original
        self._waiting: dict[str, Layer] = {}  # hundreds of edits would each copy the graph
        self.end = ""
        self.removed: set[str] = set()
        self.config: dict[str, dict[str, Any]] = {}
        self.created: set[str] = set()
        self.dropouts: set[str] = set()
        self.rebuilt: set[str] = set()
        self.replaced: set[str] = set()
        self.changing: set[tuple[str, str]] = set()
        self.heads: dict[str, str] = {}
        self.words: dict[str, dict[str, str]] = {}
        self._names = {path: path for path in original.by_path}
        self._taken = set(original.by_path)

    @property
    def renamed(self) -> dict[str, str]:
        """Path now of every layer that had another in the file, or when it was made, by that one."""
        return {path: now for path, now in self._names.items() if path != now}

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
        if path in self.renamed:
            raise EditError(f"The layer '{path}' has another name now: '{self.renamed[path]}'.")
        if path in self._taken:
            raise EditError(f"The layer '{path}' is gone: an earlier edit took it out of the model.")
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
        self._names[prefix + free] = prefix + free
        config = {"name": free, "trainable": True, **config}
        return Layer(prefix + free, free, class_name, config=config, module="keras.layers")

    def rename(self, path: str, name: str) -> str:
        """Give a layer another name, as if the file had named it so; its path then.

        Raises:
            EditError: another layer has the name, or has it in the file.
        """
        layer = self.layer(path)
        new = f"{layer.parent}/{name}" if layer.parent else name
        present = {*self.graph.by_path, *self.whole.by_path}
        inner = path + "/" if layer.kind == "model" else path
        moves = {old: new + old.removeprefix(path) for old in present if old == path or old.startswith(inner)}
        for old, moved in moves.items():
            if moved in present or self._names.get(moved, old) != old:
                raise EditError(f"Expected a name that is free, found '{name}': another layer has or had it.")
        self.graph = _called(self.graph, path, name, moves)
        self.original = _called(self.original, path, name, moves)
        self.whole = _called(self.whole, path, name, moves)
        self._taken.update(moves.values())
        self._follow(moves)
        return new

    def _follow(self, moves: Mapping[str, str]) -> None:
        """Name everything that is noted by the paths layers have now."""

        def now(path: str) -> str:
            return moves.get(path, path)

        self._names = {path: now(known) for path, known in self._names.items()}
        self.end = now(self.end)
        self.removed = set(map(now, self.removed))
        self.created = set(map(now, self.created))
        self.dropouts = set(map(now, self.dropouts))
        self.rebuilt = set(map(now, self.rebuilt))
        self.replaced = set(map(now, self.replaced))
        self.changing = {(now(path), kind) for path, kind in self.changing}
        self.heads = {now(output): now(path) for output, path in self.heads.items()}
        self.config = {now(path): changes for path, changes in self.config.items()}
        self.words = {now(path): words for path, words in self.words.items()}

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

    def untell(self, path: str, kind: str) -> None:
        """Tell no more of a change that was taken back."""
        told = self.words.get(path, {})
        told.pop(kind, None)
        if not told:
            self.words.pop(path, None)


def require_rate(rate: float) -> None:
    """Refuse a dropout rate outside [0, 1)."""
    if not (math.isfinite(rate) and 0 <= rate < 1):
        raise EditError(f"Expected a dropout rate of at least 0 and below 1, found {rate:g}: 1 would drop everything.")


def _called(graph: ModelGraph, path: str, name: str, moves: Mapping[str, str]) -> ModelGraph:
    """The graph with another name for the layer at ``path``, and the paths that follow from it."""
    if path not in graph.by_path:
        return graph
    layer = graph.by_path[path]
    named = with_layers(graph, {path: replace(layer, config={**layer.config, "name": name})})
    return under(named, {each: moves.get(each, each) for each in graph.by_path})


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
