"""A graph in Graphviz' language: as a pydot graph to go on working with, or as a file."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from pathlib import Path

import pydot

from inspector.catalogue import Category, categories
from inspector.drawing.faces import Faces
from inspector.drawing.fold import Fold, Item, fold
from inspector.drawing.picture import Options
from inspector.drawing.stems import flow_label
from inspector.graph.blocks import Block
from inspector.graph.model import ModelGraph

_FONT = "Helvetica"


class DotError(ValueError):
    """The graph cannot be written as a .dot file; the sentence says why."""


def to_pydot(graph: ModelGraph, blocks: Iterable[Block], options: Options) -> pydot.Dot:
    """The whole graph with its blocks as clusters.

    Args:
        graph: the model.
        blocks: its top-level blocks, all of them shown open; empty for a flat graph.
        options: what nodes and edges say, as in a picture.

    Returns:
        A directed graph. A node's name is its layer's path, as a quoted string; ``to_string()`` is valid for any name.
    """
    top = tuple(blocks)
    every_block = frozenset(block.id for outer in top for block in outer.walk())
    folded = fold(graph, top, every_block)
    dot = pydot.Dot(quoted(graph.name), graph_type="digraph", rankdir=options.direction)
    dot.set_node_defaults(shape="box", style='"filled,rounded"', fontname=_FONT, fontsize="12", penwidth="0")
    dot.set_edge_defaults(color=quoted("#8a93a3"), fontname=_FONT, fontsize="10")
    writer = _Writer(
        Faces(graph, options, frozenset(), {}, {}, {}), {category.id: category for category in categories()}
    )
    writer.add(dot, folded.items)
    for edge in _edges(folded, options):
        dot.add_edge(edge)
    return dot


def write_dot(graph: ModelGraph, blocks: Iterable[Block], options: Options, output: Path) -> None:
    """Write the graph as a .dot file in UTF-8; an existing file is replaced.

    Raises:
        DotError: the file cannot be written.
    """
    text = to_pydot(graph, blocks, options).to_string()
    try:
        output.write_bytes(text.encode("utf-8", "replace"))
    except OSError as error:
        raise DotError(
            f"Expected to write the graph to {output}, but {error.strerror or error}: choose another place."
        ) from error


def quoted(text: str) -> str:
    """A string in DOT's double quotes, in which only quotes, backslashes and line breaks need care."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "").replace("\n", "\\n").replace("\0", "")
    return f'"{escaped}"'


class _Writer:
    """Puts items into a pydot graph, a block as a cluster."""

    def __init__(self, faces: Faces, colours: dict[str, Category]) -> None:
        self._faces = faces
        self._colours = colours
        self._numbers = count()

    def add(self, parent: pydot.Graph, items: Iterable[Item]) -> None:
        """Add layers as nodes and blocks, all of them open, as clusters."""
        for item in items:
            if item.block is None:
                parent.add_node(self._node(item))
                continue
            cluster = pydot.Cluster(
                str(next(self._numbers)),
                label=quoted(item.block.label),
                fontname=_FONT,
                fontsize="12",
                color=quoted("#9fb3d6"),
                style="rounded",
            )
            self.add(cluster, item.children)
            parent.add_subgraph(cluster)

    def _node(self, item: Item) -> pydot.Node:
        face = self._faces.of(item)
        colour = self._colours[face.category]
        label = "\n".join(filter(None, (face.title, face.subtitle)))
        return pydot.Node(
            quoted(item.id),
            label=quoted(label),
            fillcolor=quoted(colour.light_fill),
            fontcolor=quoted(colour.light_text),
        )


def _edges(folded: Fold, options: Options) -> list[pydot.Edge]:
    edges = []
    for flow in folded.flows:
        label = flow_label(flow, shapes=options.show_shapes)
        attributes = {"label": quoted(label)} if label else {}
        edges.append(pydot.Edge(quoted(flow.source), quoted(flow.target), **attributes))
    return edges
