"""A model as a table of text: what `inspector show` prints, after the manner of Keras' ``model.summary()``."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from inspector.graph.facts import parameters, totals
from inspector.graph.model import Layer, ModelGraph, Shape

_GAP = "  "
_NARROWEST = 12


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    cells: Sequence[str]
    to_the_right: bool = False
    shrinks: bool = False

    @property
    def natural_width(self) -> int:
        return max((len(line) for cell in (self.title, *self.cells) for line in cell.split("\n")), default=0)


def summary(graph: ModelGraph, width: int = 100) -> str:
    """Every layer with its type, output shape, parameters, inputs and a mark when it is frozen; then the totals.

    Args:
        width: characters per line that the table may use; long names are broken to keep to it.
    """
    columns = _columns(graph)
    widths = _fitted(columns, width)
    rule = "─" * (sum(widths) + len(_GAP) * (len(widths) - 1))
    lines = [
        *textwrap.wrap(_heading(graph), width),
        "",
        _line([column.title for column in columns], columns, widths),
        rule,
    ]
    for cells in zip(*(column.cells for column in columns), strict=True):
        wrapped = [_wrapped(cell, size) for cell, size in zip(cells, widths, strict=True)]
        lines += [_line(part, columns, widths) for part in zip_longest(*wrapped, fillvalue="")]
    lines += [rule, *_totals(graph), *_notes(graph, width)]
    return "\n".join(lines)


def _heading(graph: ModelGraph) -> str:
    origin = ", ".join(part for part in (graph.format, graph.written_by and f"written by {graph.written_by}") if part)
    return f"{graph.class_name} {graph.name!r}" + (f" · {origin}" if origin else "")


def _columns(graph: ModelGraph) -> list[_Column]:
    layers = graph.layers
    columns = [
        _Column("Layer (type)", [_label(layer, graph) for layer in layers], shrinks=True),
        _Column("Output shape", [_shapes(layer.output_shapes) for layer in layers], shrinks=True),
        _Column("Parameters", [_count(parameters(graph, layer.path)) for layer in layers], to_the_right=True),
        _Column("Connected to", [_sources(layer, graph) for layer in layers], shrinks=True),
    ]
    if not all(layer.trainable for layer in layers):
        marks = ["" if layer.trainable else "frozen" for layer in layers]
        columns.insert(3, _Column("", marks))
    return columns


def _label(layer: Layer, graph: ModelGraph) -> str:
    depth = 0
    parent = layer.parent
    while parent:
        depth += 1
        parent = graph.by_path[parent].parent
    return f"{'  ' * depth}{layer.name} ({layer.class_name})"


def _sources(layer: Layer, graph: ModelGraph) -> str:
    return ", ".join(graph.by_path[path].name for path in dict.fromkeys(layer.inputs))


def _shapes(shapes: Sequence[Shape]) -> str:
    """One a line, as Python writes tuples, so that a person can copy them: ``(None, 28, 28)``."""
    return "\n".join(str(shape) for shape in shapes) or "?"


def _count(number: int | None) -> str:
    return "?" if number is None else f"{number:,}"


def _fitted(columns: Sequence[_Column], width: int) -> list[int]:
    """Column widths; the widest of those that may shrink gives way until the table fits."""
    widths = [column.natural_width for column in columns]
    excess = sum(widths) + len(_GAP) * (len(widths) - 1) - width
    while excess > 0:
        widest = max((index for index, column in enumerate(columns) if column.shrinks), key=lambda index: widths[index])
        if widths[widest] <= _NARROWEST:
            break
        widths[widest] -= 1
        excess -= 1
    return widths


def _wrapped(cell: str, width: int) -> list[str]:
    lines: list[str] = []
    for line in cell.split("\n"):
        text = line.lstrip()
        indent = " " * min(len(line) - len(text), width // 2)
        broken = textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent + "  ")
        lines += broken if len(line) > width else [line]
    return lines


def _line(cells: Sequence[str], columns: Sequence[_Column], widths: Sequence[int]) -> str:
    padded = (
        cell.rjust(width) if column.to_the_right else cell.ljust(width)
        for cell, column, width in zip(cells, columns, widths, strict=True)
    )
    return _GAP.join(padded).rstrip()


def _totals(graph: ModelGraph) -> list[str]:
    found = totals(graph)
    fixed = (
        None
        if None in (found.parameters, found.trainable_parameters)
        else found.parameters - found.trainable_parameters
    )
    rows = (
        ("Layers", found.layers),
        ("Parameters", found.parameters),
        ("Trainable", found.trainable_parameters),
        ("Not trainable", fixed),
    )
    return [f"{name:<14}{_count(number):>16}" for name, number in rows]


def _notes(graph: ModelGraph, width: int) -> list[str]:
    return [
        line
        for note in graph.notes
        for line in ("", *textwrap.wrap(f"{note.level.capitalize()}: {note.text}", width, subsequent_indent="  "))
    ]
