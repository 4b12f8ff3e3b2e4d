"""A model as one JSON object: what `inspector show --json` prints. It is described in ``docs/show-json.md``."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from inspector.catalogue import category_of
from inspector.graph.blocks import Block
from inspector.graph.fact_sheet import Facts, FactSheet
from inspector.graph.facts import totals
from inspector.graph.model import Layer, ModelGraph, Note, Shape


def document(graph: ModelGraph, blocks: Iterable[Block]) -> dict[str, Any]:
    """The graph in plain JSON values; its form is ``resources/show.schema.json``.

    Args:
        blocks: the graph's top-level blocks, to say which one each layer is in.
    """
    every = [inner for block in blocks for inner in block.walk()]
    block_of = _innermost(every)
    sheet = FactSheet(graph)
    found, whole = totals(graph), sheet.of_model()
    return {
        "file": graph.file,
        "format": graph.format,
        "written_by": graph.written_by,
        "layers": [_layer(layer, sheet, block_of) for layer in graph.layers],
        "blocks": [_block(block, sheet) for block in every],
        "edges": [[edge.source, edge.target, _shape(edge.shape)] for edge in graph.edges],
        "inputs": list(graph.inputs),
        "outputs": list(graph.outputs),
        "totals": {
            "layers": found.layers,
            "parameters": found.parameters,
            "trainable_parameters": found.trainable_parameters,
            **_work(whole),
        },
        "notes": [_note(note) for note in graph.notes],
    }


def _innermost(blocks: Iterable[Block]) -> dict[str, str]:
    """Layer path to the id of the innermost block that holds it; a nested model's own path to its block.

    Args:
        blocks: all of them, each before those inside it.
    """
    found: dict[str, str] = {}
    for block in blocks:
        found.update(dict.fromkeys(block.layers, block.id))
        if block.model:
            found[block.model] = block.id
    return found


def _block(block: Block, sheet: FactSheet) -> dict[str, Any]:
    facts = sheet.of_block(block)
    return {
        "id": block.id,
        "label": block.label,
        "layers": len(block.layers),
        "blocks": [child.id for child in block.children],
        "parameters": facts.parameters,
        **_facts(facts),
    }


def _facts(facts: Facts) -> dict[str, Any]:
    field = facts.receptive_field
    known = field and {"size": None if field.is_whole else list(field.size), "stride": list(field.stride) or None}
    return {
        "trainable_parameters": facts.trainable_parameters,
        **_work(facts),
        "dtype": facts.dtype,
        "receptive_field": known,
    }


def _work(facts: Facts) -> dict[str, Any]:
    return {"macs": facts.macs, "flops": facts.flops, "activation_bytes": facts.activation_bytes}


def _layer(layer: Layer, sheet: FactSheet, block_of: Mapping[str, str]) -> dict[str, Any]:
    facts = sheet.of(layer.path)
    return {
        "path": layer.path,
        "name": layer.name,
        "class_name": layer.class_name,
        "category": category_of(layer.class_name),
        "block": block_of.get(layer.path),
        "trainable": layer.trainable,
        "output_shape": _output_shape(layer),
        "parameters": facts.parameters,
        **_facts(facts),
        "config": _plain(layer.config),
        "inputs": list(layer.inputs),
    }


def _output_shape(layer: Layer) -> list[Any] | None:
    """One shape, a list of shapes for several outputs, nothing where they are not known."""
    shapes = [list(shape) for shape in layer.output_shapes]
    return shapes[0] if len(shapes) == 1 else shapes or None


def _shape(shape: Shape | None) -> list[int | None] | None:
    return None if shape is None else list(shape)


def _note(note: Note) -> dict[str, str]:
    told = {"level": note.level, "code": note.code, "layer": note.layer, "text": note.text}
    return {**told, "detail": note.detail} if note.detail else told


def _plain(value: Any) -> Any:
    """The value with numbers JSON has no form for (not a number, infinite) as text."""
    if isinstance(value, Mapping):
        return {key: _plain(held) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(held) for held in value]
    if isinstance(value, float) and not math.isfinite(value):
        return {math.inf: "Infinity", -math.inf: "-Infinity"}.get(value, "NaN")
    return value
