"""A model as tables of text: what `inspector show` prints, after the manner of Keras' ``model.summary()``."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from inspector.drawing import figures
from inspector.drawing.table import Column, table
from inspector.graph.blocks import Block
from inspector.graph.fact_sheet import FactSheet
from inspector.graph.facts import parameters, totals
from inspector.graph.model import Layer, ModelGraph, Shape


def summary(graph: ModelGraph, width: int = 100, blocks: Sequence[Block] | None = None) -> str:
    """Every layer with its type, output shape, parameters, inputs and a mark when it is frozen; then the totals.

    Args:
        width: characters per line that the table may use; long names are broken to keep to it.
        blocks: where given, figures stand in place of the inputs, for these blocks too.
    """
    sheet = FactSheet(graph)
    lines = [*textwrap.wrap(_heading(graph), width), ""]
    if blocks is None:
        lines += table(_columns(graph), width)
    else:
        lines += table(_figures(graph, sheet), width)
        lines += ["", *table(_block_figures(blocks, sheet), width)] if blocks else []
    return "\n".join([*lines, *_totals(graph, sheet), *_notes(graph, width)])


def _heading(graph: ModelGraph) -> str:
    origin = ", ".join(part for part in (graph.format, graph.written_by and f"written by {graph.written_by}") if part)
    return f"{graph.class_name} {graph.name!r}" + (f" · {origin}" if origin else "")


def _columns(graph: ModelGraph) -> list[Column]:
    layers = graph.layers
    columns = [
        Column("Layer (type)", [_label(layer, graph) for layer in layers], shrinks=True),
        Column("Output shape", [_shapes(layer.output_shapes) for layer in layers], shrinks=True),
        Column("Parameters", [_count(parameters(graph, layer.path)) for layer in layers], to_the_right=True),
        Column("Connected to", [_sources(layer, graph) for layer in layers], shrinks=True),
    ]
    if not all(layer.trainable for layer in layers):
        marks = ["" if layer.trainable else "frozen" for layer in layers]
        columns.insert(3, Column("", marks))
    return columns


def _figures(graph: ModelGraph, sheet: FactSheet) -> list[Column]:
    layers = graph.layers
    return [
        Column("Layer (type)", [_label(layer, graph) for layer in layers], shrinks=True),
        Column("Output shape", [_shapes(layer.output_shapes) for layer in layers], shrinks=True),
        *figures.columns([sheet.of(layer.path) for layer in layers]),
    ]


def _block_figures(blocks: Sequence[Block], sheet: FactSheet) -> list[Column]:
    listed = figures.nested(blocks)
    return [
        Column("Block", [f"{'  ' * depth}{block.label}" for depth, block in listed], shrinks=True),
        Column("Layers", [f"{len(block.layers):,}" for _, block in listed], to_the_right=True),
        *figures.columns([sheet.of_block(block) for _, block in listed]),
    ]


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


def _totals(graph: ModelGraph, sheet: FactSheet) -> list[str]:
    found = totals(graph)
    fixed = (
        None
        if None in (found.parameters, found.trainable_parameters)
        else found.parameters - found.trainable_parameters
    )
    facts = [sheet.of(leaf.path) for leaf in graph.leaves]
    rows = (
        ("Layers", _count(found.layers)),
        ("Parameters", _count(found.parameters)),
        ("Trainable", _count(found.trainable_parameters)),
        ("Not trainable", _count(fixed)),
        ("MACs", figures.at_least(each.macs for each in facts)),
        ("FLOPs", figures.at_least(each.flops for each in facts)),
        ("Activations", figures.at_least(each.activation_bytes for each in facts)),
    )
    lines = [f"{name:<14}{number:>16}" for name, number in rows]
    return [*lines[:-1], f"{lines[-1]} bytes"]


def _notes(graph: ModelGraph, width: int) -> list[str]:
    return [
        line
        for note in graph.notes
        for line in (
            "",
            *textwrap.wrap(f"{note.level.capitalize()}: {note.text}", width, subsequent_indent="  "),
            *(f"  {line}" for line in note.detail.splitlines()),
        )
    ]
