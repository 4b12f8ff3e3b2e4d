"""What a box shows apart from its place: words, category and marks."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from inspector.catalogue import category_of, category_of_operation
from inspector.drawing.caption import caption, settings
from inspector.drawing.fold import Item
from inspector.drawing.measure import SUBTITLE_PIXELS, TITLE_PIXELS, text_width
from inspector.drawing.numbers import abbreviated
from inspector.drawing.picture import Frozen, Options
from inspector.graph.blocks import Block
from inspector.graph.fact_sheet import FactSheet
from inspector.graph.facts import parameters
from inspector.graph.model import Layer, ModelGraph

_NARROWEST, _WIDEST = 120.0, 320.0
_WIDTH_STEP = 20.0  # few widths: edges line up, and what is built alike is laid out once
_SIDES = 32.0  # a box's width beyond its text, with room for the mark of a frozen one
_SIGN = 22.0  # beside a block's title, for the sign that unfolds it
_TRAINABLE: Mapping[Frozen, str] = {"no": "trainable", "some": "partly trainable", "all": "frozen"}
_ONE_LINE, _TWO_LINES = 40.0, 54.0
_STUB, _WIDEST_STUB, _STUB_SIDES = 24.0, 200.0, 24.0


@dataclass(frozen=True, slots=True)
class Face:
    """The words and marks of a box, as in ``Box``."""

    title: str
    subtitle: str
    category: str
    frozen: Frozen
    edited: bool
    class_name: str = ""  # empty on blocks
    is_stub: bool = False

    @property
    def width(self) -> float:
        """Wide enough for the text, within bounds, in steps."""
        if self.is_stub:
            return min(text_width(self.title, TITLE_PIXELS) + _STUB_SIDES, _WIDEST_STUB)
        sign = 0.0 if self.class_name else _SIGN
        text = max(title_width(self.title) + sign, text_width(self.subtitle, SUBTITLE_PIXELS))
        return min(max(_NARROWEST, math.ceil((text + _SIDES) / _WIDTH_STEP) * _WIDTH_STEP), _WIDEST)

    @property
    def height(self) -> float:
        """High enough for its one or two lines."""
        if self.is_stub:
            return _STUB
        return _TWO_LINES if self.subtitle else _ONE_LINE


def title_width(title: str) -> float:
    """Width of a title in pixels."""
    return text_width(title, TITLE_PIXELS, bold=True)


@dataclass(frozen=True)
class Faces:
    """Makes the faces of a graph's items.

    Attributes:
        graph: the model.
        options: whether titles are names or types, and what else is said.
        frozen: paths of the leaves that will not train.
        edited: paths of edited leaves and the words that say how.
        factors: of the learning rate, of the leaves that one was set for.
        names: what layers are called, by path, where that is not their own name.
        alike: ids of the blocks that are built like a block, itself included, by its id.
        blocks: all top-level ones, for what is said of the others that are built alike.
    """

    graph: ModelGraph
    options: Options
    frozen: frozenset[str]
    edited: Mapping[str, str]
    factors: Mapping[str, float]
    names: Mapping[str, str]
    alike: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    blocks: Sequence[Block] = ()

    def of(self, item: Item) -> Face:
        """The face of a layer, a folded block or a frame."""
        if item.block is None:
            return self._of_layer(self.graph.by_path[item.layers[0]])
        layers = [self.graph.by_path[path] for path in item.layers]
        return Face(
            title=item.block.label + ("" if item.children else self._often(item.block)),
            subtitle="" if item.children else self._joined(self._contents(item.block, layers), layers),
            category=_category(_main_types(self.graph, layers)[0], _are_operations(layers)),
            frozen=self._frozen(layers),
            edited=any(map(self._edited, layers)),
        )

    def _often(self, block: Block) -> str:
        """On the first of blocks that are built alike, how many there are; a run says so itself."""
        if self._is_like(block) or block.repeats or block.id in self._in_runs:
            return ""
        return f" ×{len(self.alike[block.id])}" if block.id in self.alike else ""

    def _contents(self, block: Block, layers: list[Layer]) -> str:
        """What a folded block holds; of one that is built like an earlier one, which that is."""
        words = _amounts(self.graph, layers)
        if self._is_like(block):
            return " · ".join([f"like {self._labels[self.alike[block.id][0]]}", *words])
        return _with_types(words, _main_types(self.graph, layers))

    def _is_like(self, block: Block) -> bool:
        return block.id in self.alike and self.alike[block.id][0] != block.id

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        return {each.id: each.label for block in self.blocks for each in block.walk()}

    @cached_property
    def _in_runs(self) -> frozenset[str]:
        runs = (each for block in self.blocks for each in block.walk() if each.repeats)
        return frozenset(child.id for run in runs for child in run.children)

    def _of_layer(self, layer: Layer) -> Face:
        if self.options.show_layer_names:
            title, subtitle = self.names.get(layer.path, layer.name), caption(layer)
        else:
            title, subtitle = layer.class_name, settings(layer)
        told = [self._joined(self.edited.get(layer.path, subtitle), [layer])]
        if self.options.show_parameters and (count := parameters(self.graph, layer.path)):
            told.append(f"{abbreviated(count)} params")
        if layer.path in self.factors:
            told.append(f"LR × {self.factors[layer.path]:g}")
        return Face(
            title=title,
            subtitle=" · ".join(filter(None, told)),
            category=_category(layer.class_name, _are_operations([layer])),
            frozen=self._frozen([layer]),
            edited=self._edited(layer),
            class_name=layer.class_name,
        )

    def _joined(self, subtitle: str, layers: list[Layer]) -> str:
        """A second line with what the options add to it."""
        told = [subtitle]
        if self.options.show_dtype:
            told.append(self._sheet.together(layer.path for layer in layers).dtype or "")
        if self.options.show_trainable and any(layer.weights != () for layer in layers):
            told.append(_TRAINABLE[self._frozen(layers)])
        return " · ".join(filter(None, told))

    @cached_property
    def _sheet(self) -> FactSheet:
        return FactSheet(self.graph)

    def _edited(self, layer: Layer) -> bool:
        return layer.path in self.edited or layer.path in self.factors

    def _frozen(self, layers: list[Layer]) -> Frozen:
        """Whether the layers with weights are frozen; where none has any, whether the layers are."""
        count = [layer.path in self.frozen for layer in _weighty(layers)]
        return "all" if all(count) else "some" if any(count) else "no"


def _weighty(layers: list[Layer]) -> list[Layer]:
    """Layers that have weights or may have; all of them where none has."""
    return [layer for layer in layers if layer.weights is None or layer.weights] or layers


def _are_operations(layers: list[Layer]) -> bool:
    return all(layer.kind == "operation" for layer in layers)


def _category(class_name: str, is_operation: bool) -> str:
    return category_of_operation(class_name) if is_operation else category_of(class_name)


def _main_types(graph: ModelGraph, layers: list[Layer]) -> list[str]:
    """Class names of layers, those with the most parameters first, then the most frequent."""
    sizes: Counter[str] = Counter()
    for layer in _weighty(layers):
        sizes[layer.class_name] += 1 + (parameters(graph, layer.path) or 0)
    return [name for name, _ in sizes.most_common()]


def _amounts(graph: ModelGraph, layers: list[Layer]) -> list[str]:
    """How much a folded block holds: ``"12 layers"``, ``"27.8 K params"``."""
    noun = "operation" if _are_operations(layers) else "layer"
    words = [f"{len(layers)} {noun}s" if len(layers) > 1 else f"1 {noun}"]
    counts = [parameters(graph, layer.path) for layer in layers]
    if any(counts) and None not in counts:
        words.append(f"{abbreviated(sum(count or 0 for count in counts))} params")
    return words


def _with_types(words: list[str], types: list[str]) -> str:
    """``"12 layers · 27.8 K params · Conv2D"``, with as many types as fit, at most two."""
    for tried in (", ".join(types[:2]), types[0]):
        text = " · ".join([*words, tried])
        if text_width(text, SUBTITLE_PIXELS) <= _WIDEST - _SIDES:
            return text
    return " · ".join(words)
