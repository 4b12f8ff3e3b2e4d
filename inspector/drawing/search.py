"""Finding layers and blocks by words: their name, their type, their shapes, their settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from inspector.drawing.caption import settings
from inspector.graph.blocks import Block
from inspector.graph.model import Layer, ModelGraph, Shape

_FIELDS = ("name", "type", "shape", "setting")


@dataclass(frozen=True, slots=True)
class _Entry:
    """What can be found of a box: its words, and each setting as ``key=value``."""

    box: str
    words: Mapping[str, str]
    settings: frozenset[str] = frozenset()

    def has(self, word: str) -> bool:
        key, colon, rest = word.partition(":")
        if colon and key in _FIELDS:
            return rest in self.words.get(key, "")
        if "=" in word:
            return word in self.settings
        return any(word in text for text in self.words.values())


class Index:
    """Everything in a model that has words.

    Args:
        graph: the model.
        blocks: its top-level blocks.
        names: what layers are called as well, by path.
    """

    def __init__(
        self, graph: ModelGraph, blocks: Sequence[Block], names: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        first = {layer: number for number, layer in enumerate(leaf.path for leaf in graph.leaves)}
        placed = [(first[leaf.path], 1, _layer(leaf, names.get(leaf.path, ""))) for leaf in graph.leaves]
        inner = (each for top in blocks for each in top.walk() if each.layers)
        placed += [
            (first[each.layers[0]], 0, _Entry(f"block:{each.id}", {"name": each.label.lower()})) for each in inner
        ]
        self._entries = [entry for _, _, entry in sorted(placed, key=lambda each: each[:2])]

    def find(self, text: str) -> tuple[str, ...]:
        """Ids of the boxes that have every word of ``text``, in any case, in the file's order.

        A word is looked for everywhere; ``type:dense`` only in types (also ``name:``, ``shape:``, ``setting:``).
        ``units=64`` finds that setting exactly. Shapes are written ``14x14x64``, without the batch axis.
        """
        words = text.lower().replace("×", "x").split()
        return tuple(entry.box for entry in self._entries if all(map(entry.has, words))) if words else ()


def _layer(layer: Layer, name: str) -> _Entry:
    config = _plain(layer.config)
    shapes = " ".join(_shape(shape) for shape in (*layer.input_shapes, *layer.output_shapes))
    said = " ".join((settings(layer).lower().replace("×", "x"), *config))
    words = {"name": f"{layer.path} {name}".lower(), "type": layer.class_name.lower(), "shape": shapes, "setting": said}
    return _Entry(layer.path, words, frozenset(config))


def _plain(config: Mapping[str, Any]) -> list[str]:
    """Each setting that is a number, a word or a size, as ``key=value``."""
    pairs = ((key, _value(value)) for key, value in config.items() if key != "name")
    return [f"{key}={value}".lower() for key, value in pairs if value]


def _value(value: object) -> str:
    if isinstance(value, bool | str):
        return str(value).replace(" ", "")
    if isinstance(value, int | float):
        return f"{value:g}"
    if isinstance(value, list | tuple) and value and all(isinstance(size, int | float) for size in value):
        return "x".join(f"{size:g}" for size in value)
    return ""


def _shape(shape: Shape) -> str:
    return "x".join("?" if size is None else str(size) for size in shape[1:])
