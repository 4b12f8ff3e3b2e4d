"""What a model is in figures, before its edits and after them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inspector.drawing import figures
from inspector.drawing.table import Column, table
from inspector.graph.fact_sheet import Facts, FactSheet
from inspector.graph.layers.dtypes import BYTES
from inspector.graph.model import ModelGraph, Shape

_MOST_OUTPUTS = 3
_WAITING = "…"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: its name, both values in words, and what it means."""

    name: str
    before: str
    after: str
    meaning: str

    @property
    def differs(self) -> bool:
        """Whether the edits change it."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Measured:
    """A model, and the facts of its layers; ``None`` while they are being worked out."""

    graph: ModelGraph
    sheet: FactSheet | None


_FIGURES: Sequence[tuple[str, Callable[[Measured], str], str]] = (
    ("layers", lambda m: f"{len(m.graph.leaves):,}", "Layers, those inside nested models included"),
    ("parameters", lambda m: _sum(m, lambda facts: facts.parameters), "Values in all weights"),
    (
        "trainable",
        lambda m: _sum(m, lambda facts: facts.trainable_parameters),
        "Values that training changes: not those of frozen layers, and no statistics of batch normalisation",
    ),
    ("frozen", lambda m: f"{_frozen(m.graph):,}", "Values in the weights of frozen layers"),
    ("size", lambda m: figures.size(_bytes(m.graph)), "Memory of all weights; the model's file is about as large"),
    (
        "MACs",
        lambda m: _amount(m, lambda facts: facts.macs, figures.amount),
        "Multiply-adds of convolutions and matrix products, for one sample: its work in two operations at a time",
    ),
    (
        "activations",
        lambda m: _amount(m, lambda facts: facts.activation_bytes, figures.size),
        "Memory of the tensors its layers give, for one sample: training keeps them all",
    ),
    ("output", lambda m: _outputs(m.graph), "The shape of what it gives, for one sample"),
)


def before_after(before: Measured, after: Measured) -> tuple[Row, ...]:
    """The figures of a model and of what edits make of it; ``?`` is not known, ``…`` not worked out yet."""
    return tuple(Row(name, of(before), of(after), meaning) for name, of, meaning in _FIGURES)


def told(original: ModelGraph, edited: ModelGraph, width: int = 100) -> str:
    """The same as a table of text."""
    rows = before_after(Measured(original, FactSheet(original)), Measured(edited, FactSheet(edited)))
    columns = [
        Column("", [row.name for row in rows]),
        Column("Before", [row.before for row in rows], to_the_right=True),
        Column("After", [row.after for row in rows], to_the_right=True),
    ]
    return "\n".join(table(columns, width))


def _sum(model: Measured, of: Callable[[Facts], int | None]) -> str:
    if model.sheet is None:
        return _WAITING
    return figures.at_least(of(model.sheet.of(leaf.path)) for leaf in model.graph.leaves)


def _amount(model: Measured, of: Callable[[Facts], int | None], words: Callable[[int | None], str]) -> str:
    """The sum in three digits; ``≥`` before it where a layer's is not known."""
    if model.sheet is None:
        return _WAITING
    found = [of(model.sheet.of(leaf.path)) for leaf in model.graph.leaves]
    known = [number for number in found if number is not None]
    if found and not known:
        return words(None)
    return f"{'' if len(known) == len(found) else '≥ '}{words(sum(known))}"


def _frozen(graph: ModelGraph) -> int:
    return sum(weight.parameters for leaf in graph.leaves if not leaf.trainable for weight in leaf.weights or ())


def _bytes(graph: ModelGraph) -> int | None:
    weights = [weight for leaf in graph.leaves for weight in leaf.weights or ()]
    sizes = [BYTES.get(weight.dtype) for weight in weights]
    if None in sizes or any(leaf.weights is None for leaf in graph.leaves):
        return None
    return sum(weight.parameters * (size or 0) for weight, size in zip(weights, sizes, strict=True))


def _outputs(graph: ModelGraph) -> str:
    shapes = [_shape(graph.by_path[path].output_shape) for path in graph.outputs]
    return ", ".join([*shapes[:_MOST_OUTPUTS], *(["…"] if len(shapes) > _MOST_OUTPUTS else [])]) or "?"


def _shape(shape: Shape | None) -> str:
    if shape is None:
        return "?"
    return "×".join("?" if size is None else str(size) for size in shape[1:]) or "scalar"
