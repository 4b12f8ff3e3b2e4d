"""A model in a notebook: its picture, and under it a tree of blocks and layers that folds, without any script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from inspector.drawing.caption import caption
from inspector.drawing.fold import Item, fold
from inspector.drawing.numbers import abbreviated
from inspector.drawing.opened import every
from inspector.graph.blocks import Block
from inspector.graph.facts import parameters, totals
from inspector.graph.model import ModelGraph

_TALLEST = 640
"""Pixels of a picture that are shown at once; the rest scrolls."""

_FACTS = "opacity:.65;margin-left:.6em"


def page(graph: ModelGraph, blocks: Sequence[Block], svg: str) -> str:
    """One ``<div>`` with the picture and the tree.

    Args:
        graph: the model.
        blocks: its top-level blocks.
        svg: its picture.
    """
    found = totals(graph)
    counts = [f"{found.layers:,} layers", _parameters(found.parameters)]
    if found.trainable_parameters is not None and found.trainable_parameters != found.parameters:
        counts.append(f"{abbreviated(found.trainable_parameters)} trainable")
    items = fold(graph, blocks, every(blocks)).items
    return "".join(
        [
            '<div style="font-family:sans-serif;font-size:13px;line-height:1.6">',
            f'<div style="max-height:{_TALLEST}px;overflow:auto">{svg}</div>',
            f"<details><summary><b>{escape(graph.name)}</b>{_facts(*counts)}</summary>",
            *_tree(graph, items),
            "</details></div>",
        ]
    )


def _tree(graph: ModelGraph, items: Sequence[Item]) -> Iterator[str]:
    yield '<ul style="list-style:none;margin:0;padding-left:1.4em">'
    for item in items:
        if item.block is None:
            layer = graph.by_path[item.layers[0]]
            shape = "" if layer.output_shape is None else str(layer.output_shape)
            told = (
                caption(layer),
                shape,
                _parameters(parameters(graph, layer.path)),
                "" if layer.trainable else "frozen",
            )
            yield f"<li>{escape(layer.name)}{_facts(*told)}</li>"
        else:
            count = [parameters(graph, path) for path in item.layers]
            sizes = None if None in count else sum(number or 0 for number in count)
            layers = f"{len(item.layers)} {'layer' if len(item.layers) == 1 else 'layers'}"
            yield f"<li><details><summary>{escape(item.block.label)}{_facts(layers, _parameters(sizes))}</summary>"
            yield from _tree(graph, item.children)
            yield "</details></li>"
    yield "</ul>"


def _facts(*told: str) -> str:
    return f'<span style="{_FACTS}">{escape(" · ".join(filter(None, told)))}</span>'


def _parameters(count: int | None) -> str:
    return f"{abbreviated(count)} params" if count else ""
