"""A model as one JSON object: what `inspector show --json` prints. It is described in ``docs/show-json.md``."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from inspector.catalogue import category_of
from inspector.graph.blocks import Block
from inspector.graph.facts import parameters, totals
from inspector.graph.model import Layer, ModelGraph, Note, Shape


def document(graph: ModelGraph, blocks: Iterable[Block]) -> dict[str, Any]:
    """The graph in plain JSON values; its form is ``resources/show.schema.json``.

    Args:
        blocks: the graph's top-level blocks, to say which one each layer is in.
    """
    block_of = _innermost(blocks)
    found = totals(graph)
    return {
        "file": graph.file,
        "format": graph.format,
        "written_by": graph.written_by,
        "layers": [_layer(layer, graph, block_of) for layer in graph.layers],
        "edges": [[edge.source, edge.target, _shape(edge.shape)] for edge in graph.edges],
        "inputs": list(graph.inputs),
        "outputs": list(graph.outputs),
        "totals": {
            "layers": found.layers,
            "parameters": found.parameters,
            "trainable_parameters": found.trainable_parameters,
        },
        "notes": [_note(note) for note in graph.notes],
    }


def _innermost(blocks: Iterable[Block]) -> dict[str, str]:
    """Layer path to the id of the innermost block that holds it; a nested model's own path to its block."""
    found: dict[str, str] = {}
    for block in blocks:
        for inner in block.walk():
            found.update(dict.fromkeys(inner.layers, inner.id))
            if inner.model:
                found[inner.model] = inner.id
    return found


def _layer(layer: Layer, graph: ModelGraph, block_of: Mapping[str, str]) -> dict[str, Any]:
    return {
        "path": layer.path,
        "name": layer.name,
        "class_name": layer.class_name,
        "category": category_of(layer.class_name),
        "block": block_of.get(layer.path),
        "trainable": layer.trainable,
        "output_shape": _output_shape(layer),
        "parameters": parameters(graph, layer.path),
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
    return {"level": note.level, "code": note.code, "layer": note.layer, "text": note.text}


def _plain(value: Any) -> Any:
    """The value with numbers JSON has no form for (not a number, infinite) as text."""
    if isinstance(value, Mapping):
        return {key: _plain(held) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(held) for held in value]
    if isinstance(value, float) and not math.isfinite(value):
        return {math.inf: "Infinity", -math.inf: "-Infinity"}.get(value, "NaN")
    return value
