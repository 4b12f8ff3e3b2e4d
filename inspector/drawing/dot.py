"""A graph in Graphviz' language, as a pydot graph to go on working with or to write to a file."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count

import pydot

from inspector.catalogue import Category, categories
from inspector.drawing.dot_legend import legend_label
from inspector.drawing.faces import Faces
from inspector.drawing.fold import Fold, Item, fold
from inspector.drawing.opened import every
from inspector.drawing.overlays import Overlay
from inspector.drawing.palette import LIGHT
from inspector.drawing.picture import Options
from inspector.drawing.ramps import Tint
from inspector.drawing.stems import flow_label
from inspector.graph.blocks import Block
from inspector.graph.model import ModelGraph

_FONT = "Helvetica"


def to_pydot(
    graph: ModelGraph,
    blocks: Iterable[Block],
    options: Options,
    *,
    opened: frozenset[str] | None = None,
    frozen: frozenset[str] = frozenset(),
    names: Mapping[str, str] | None = None,
    only: Container[str] | None = None,
    overlay: Overlay | None = None,
) -> pydot.Dot:
    """The graph with its open blocks as clusters; a folded one is a node with a second edge.

    Args:
        graph: the model.
        blocks: its top-level blocks; empty for a flat graph.
        options: what nodes and edges say, as in a picture.
        opened: ids of open blocks; all of them where none are given.
        frozen: paths of the leaves that will not train.
        names: what layers are called, by path, where that is not their own name.
        only: ids of the boxes that are wanted, as a picture of the same has them; ``None`` for all of them.
        overlay: colours of nodes, instead of those of their categories, and a legend that becomes the graph's label.

    Returns:
        A directed graph. A node's name is its layer's path, or ``block:`` and the id of a folded block, as a quoted
        string; ``to_string()`` is valid for any name.
    """
    top = tuple(blocks)
    folded = fold(graph, top, every(top) if opened is None else opened)
    dot = pydot.Dot(quoted(graph.name), graph_type="digraph", rankdir=options.direction)
    dot.set_node_defaults(shape="box", style='"filled,rounded"', fontname=_FONT, fontsize="12", penwidth="0")
    dot.set_edge_defaults(color=quoted("#8a93a3"), fontname=_FONT, fontsize="10")
    if overlay and overlay.legend.title:
        dot.set("label", legend_label(overlay.legend))
        dot.set("labelloc", "t")
        dot.set("fontname", _FONT)
    if only is not None:
        folded = _reduced(folded, only)
    faces = Faces(graph, options, frozen, {}, {}, names or {})
    tints = overlay.tints if overlay else {}
    writer = _Writer(faces, {category.id: category for category in categories()}, tints)
    writer.add(dot, folded.items)
    for edge in _edges(folded, options):
        dot.add_edge(edge)
    return dot


def _reduced(folded: Fold, only: Container[str]) -> Fold:
    """Some of the boxes, and what goes from one of them to another; frames as long as something is in them."""

    def kept(items: Iterable[Item]) -> Iterator[Item]:
        for item in items:
            if not item.children:
                if item.id in only:
                    yield item
            elif inside := tuple(kept(item.children)):
                if item.id in only:
                    yield replace(item, children=inside)
                else:
                    yield from inside

    flows = tuple(flow for flow in folded.flows if flow.source in only and flow.target in only)
    return Fold(tuple(kept(folded.items)), flows)


def quoted(text: str) -> str:
    """A string in DOT's double quotes, in which only quotes, backslashes and line breaks need care."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "").replace("\n", "\\n").replace("\0", "")
    return f'"{escaped}"'


class _Writer:
    """Puts items into a pydot graph, a block as a cluster."""

    def __init__(self, faces: Faces, colours: dict[str, Category], tints: Mapping[str, Tint]) -> None:
        self._faces = faces
        self._tints = tints
        self._colours = colours
        self._numbers = count()

    def add(self, parent: pydot.Graph, items: Iterable[Item]) -> None:
        """Add layers and folded blocks as nodes, open blocks as clusters."""
        for item in items:
            if not item.children:
                parent.add_node(self._node(item))
                continue
            cluster = pydot.Cluster(
                str(next(self._numbers)),
                label=quoted(self._faces.of(item).title),
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
        look = {"fillcolor": colour.light_fill, "fontcolor": colour.light_text}
        if tint := self._tints.get(item.id):
            look = {"fillcolor": tint.fill, "fontcolor": tint.text}
        elif face.frozen == "all":
            look = {"fillcolor": LIGHT.frozen, "fontcolor": LIGHT.text, "color": LIGHT.frozen_border, "penwidth": "1.5"}
        if item.block:
            look |= {"color": LIGHT.edge, "penwidth": "1", "peripheries": "2"}
        return pydot.Node(quoted(item.id), label=quoted(label), **{name: quoted(value) for name, value in look.items()})


def _edges(folded: Fold, options: Options) -> list[pydot.Edge]:
    edges = []
    for flow in folded.flows:
        label = flow_label(flow, shapes=options.show_shapes)
        attributes = {"label": quoted(label)} if label else {}
        edges.append(pydot.Edge(quoted(flow.source), quoted(flow.target), **attributes))
    return edges
