"""A graph, its blocks and which of them are open, drawn as a picture."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from inspector.drawing.alike import alike
from inspector.drawing.faces import Face, Faces, title_width
from inspector.drawing.fold import Fold, Item, fold
from inspector.drawing.hubs import stubbed
from inspector.drawing.layout.layouts import Layouts
from inspector.drawing.layout.problem import Node
from inspector.drawing.layout.route import ARROWS_APART, ARROWS_CORNER
from inspector.drawing.layout.stopping import Check, unstopped
from inspector.drawing.nest import Area, Nested, nest
from inspector.drawing.picture import BEHIND, Box, Direction, Line, Options, Picture
from inspector.drawing.stems import Outlet, Stem, outlet, stems
from inspector.graph.blocks import Block
from inspector.graph.model import ModelGraph, Shape

MARGIN = 24.0
"""Pixels of free room round a picture."""

_CORNER = 12.0  # how far from a box's corner a stem stays
_ARROWS = 8  # that have their full room on a box's edge


def draw(
    graph: ModelGraph,
    blocks: Sequence[Block],
    opened: frozenset[str],
    options: Options,
    *,
    frozen: frozenset[str] = frozenset(),
    edited: Mapping[str, str] | None = None,
    factors: Mapping[str, float] | None = None,
    names: Mapping[str, str] | None = None,
    layouts: Layouts | None = None,
    check: Check = unstopped,
) -> Picture:
    """Lay out what is visible and say what is written on it; the same input gives the same picture.

    Args:
        graph: the model.
        blocks: its top-level blocks; empty draws every layer.
        opened: ids of open blocks.
        options: what boxes and lines say, and the direction.
        frozen: paths of the leaves that will not train.
        edited: paths of edited leaves, with the words for their second line: ``"rate 0.35 ← 0.20"``.
        factors: of the learning rate, of the leaves that one was set for.
        names: what layers are called, by path, where that is not their own name.
        layouts: those of the pictures before; they make a picture quicker, never another one.
        check: called now and then, to give up.

    Raises:
        StoppedError: ``check`` did.
    """
    folded = stubbed(fold(graph, blocks, opened))
    likes = alike(graph, blocks) if options.show_alike else {}
    make = Faces(graph, options, frozen, edited or {}, factors or {}, names or {}, likes, blocks)
    faces = {item.id: make.of(item) for item in folded.walk() if not item.ends}
    faces |= {item.id: _stub(item, faces) for item in folded.walk() if item.ends}
    leaving = stems(folded.flows, options.direction, shapes=options.show_shapes)
    titles = {item.id: title_width(faces[item.id].title) for item in folded.walk() if item.children}
    nodes = _nodes(folded, faces, leaving, options.direction)
    nested = nest(folded, nodes, leaving, titles, options.direction, layouts or Layouts(), check)
    return Picture(
        tuple(_box(item, faces[item.id], nested.areas[item.id], likes) for item in folded.walk()),
        tuple(_lines(folded, nested, leaving)),
        nested.width + 2 * MARGIN,
        nested.height + 2 * MARGIN,
        options.direction,
    )


def _stub(item: Item, faces: Mapping[str, Face]) -> Face:
    """What a stub says: where its lines come from or go to."""
    places = len(item.ends)
    told = f"→ {places} place{'' if places == 1 else 's'}" if item.leads_on else f"← {faces[item.ends[0]].title}"
    return Face(told, "", "", "no", edited=False, is_stub=True)


def _nodes(
    folded: Fold, faces: Mapping[str, Face], leaving: Mapping[Outlet, Stem], direction: Direction
) -> dict[str, Node]:
    """Every box that is not a frame as the layout sees it, from its inputs down: with room for stems and labels."""
    arriving = Counter(flow.target for flow in folded.flows)
    stems_of: dict[str, list[Stem]] = {}
    for (box, _), stem in leaving.items():
        stems_of.setdefault(box, []).append(stem)
    nodes = {}
    for item in folded.walk():
        if item.children:
            continue
        face, own = faces[item.id], stems_of.get(item.id, [])
        rooms = [stem.room for stem in own]
        across, along = (face.width, face.height) if direction == "TB" else (face.height, face.width)
        arrows = min(arriving[item.id], _ARROWS) - 1
        half = max(across / 2, _spread(rooms) + _CORNER, arrows * ARROWS_APART / 2 + ARROWS_CORNER)
        nodes[item.id] = Node(
            width=2 * half,
            height=along,
            below=_behind(item) + max((stem.length for stem in own), default=0.0),
            reach=max([half, *(_spread(rooms) + room for room in rooms)]),
            outlets=tuple(rooms),
        )
    return nodes


def _behind(item: Item) -> float:
    return BEHIND if item.block else 0.0


def _spread(rooms: Sequence[float]) -> float:
    """How far from the middle the last stem can be: of two one stands there, more stand evenly round it."""
    if len(rooms) < 2:
        return 0.0
    return max(rooms) if len(rooms) == 2 else (sum(rooms) - min(rooms)) / 2


def _box(item: Item, face: Face, area: Area, likes: Mapping[str, tuple[str, ...]]) -> Box:
    return Box(
        id=item.id,
        kind="stub" if item.ends else "layer" if item.block is None else "frame" if item.children else "block",
        x=area.left + MARGIN,
        y=area.top + MARGIN,
        width=area.width,
        height=area.height,
        title=face.title,
        subtitle=face.subtitle,
        category=face.category,
        layers=item.layers,
        frozen=face.frozen,
        edited=face.edited,
        class_name=face.class_name,
        ends=item.ends,
        alike=tuple(f"block:{each}" for each in likes.get(item.block.id, ())) if item.block else (),
    )


def _values(shape: Shape | None) -> int:
    """How many values a tensor has for one sample, 0 where that is not known."""
    return math.prod(size or 0 for size in shape[1:]) if shape else 0


def _lines(folded: Fold, nested: Nested, leaving: Mapping[Outlet, Stem]) -> list[Line]:
    """The flows as lines; of those that share a stem the first has the label."""
    lines = []
    behind = {item.id: _behind(item) for item in folded.walk()}  # the second edge lies right and below alike
    labelled: set[Outlet] = set()
    for flow, route in zip(folded.flows, nested.routes, strict=True):
        points = tuple((x + MARGIN, y + MARGIN) for x, y in route)
        out = outlet(flow)
        stem, values = leaving[out], sum(map(_values, flow.shapes))
        if stem.label and out not in labelled:
            label_at = stem.label_at(points[0], behind[flow.source])
            lines.append(Line(flow.source, flow.target, points, stem.label, label_at, values))
        else:
            lines.append(Line(flow.source, flow.target, points, values=values))
        labelled.add(out)
    return lines
