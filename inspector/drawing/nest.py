"""Positions of everything visible: each open block is laid out by itself and becomes one node of what is round it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from inspector.drawing.fold import Flow, Fold, Item
from inspector.drawing.layout.layouts import Layouts
from inspector.drawing.layout.problem import Link, Node, Placement, Point
from inspector.drawing.layout.route import straightened
from inspector.drawing.layout.stopping import Check
from inspector.drawing.picture import Direction
from inspector.drawing.stems import Outlet, Stem, outlet

STRIP = 30.0
"""Height of a frame's top strip, where its title stands."""
TITLE_INDENT = 12.0
"""Pixels from a frame's left edge to its title."""

_SIDE = 16.0  # between a frame's edge and what is in it
_TOP, _BOTTOM = 8.0, 16.0  # likewise, between its title or its end and what is in it
_THROUGH = 4.0  # likewise, where lines come through an edge
_CLEAR = 26.0  # from a title to the next line, with room for a mark behind the title
_SIGN = 22.0  # right of that, for the sign that folds the frame


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the picture."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Nested:
    """The area of every item by its id, the points of every flow in their order, and the size of it all."""

    areas: Mapping[str, Area]
    routes: tuple[tuple[Point, ...], ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Port:
    """Where tensors pass a frame's edge: from above into it, or out of it below."""

    entering: bool
    outlet: Outlet


_EMPTY = Placement((), (), 0.0, 0.0)
_End = str | _Port
_Wire = tuple[_End, _End, Outlet]


@dataclass(slots=True)
class _Level:
    """The inside of a frame (or the whole picture), and once it is laid out, its size and positions."""

    items: Sequence[Item]
    wires: dict[_Wire, int] = field(default_factory=dict)
    ends: dict[_End, int] = field(default_factory=dict)
    placement: Placement = _EMPTY
    inset: Point = (0.0, 0.0)
    width: float = 0.0
    height: float = 0.0

    def has_port(self, *, entering: bool) -> bool:
        """Whether lines come in from above, or leave below."""
        return any(isinstance(end, _Port) and end.entering == entering for end in self.ends)

    def port_offset(self, port: _Port) -> float:
        """How far right of the frame's middle a port is."""
        return self.inset[0] + self.placement.centres[self.ends[port]][0] - self.width / 2


def nest(
    folded: Fold,
    nodes: Mapping[str, Node],
    stems: Mapping[Outlet, Stem],
    title_widths: Mapping[str, float],
    direction: Direction,
    layouts: Layouts,
    check: Check,
) -> Nested:
    """Lay out items and flows.

    The layout runs from top to bottom whatever the direction; to run from left to right, its answer is turned.

    Args:
        folded: what is visible.
        nodes: every layer and folded block, by id, with its size as the layout sees it.
        stems: where the flows leave their boxes.
        title_widths: width of every frame's title, by id; lines keep clear of it.
        direction: of the picture.
        layouts: what was laid out before.
        check: called now and then, to give up.

    Raises:
        StoppedError: ``check`` did.
    """
    levels = {"": _Level(folded.items)} | {item.id: _Level(item.children) for item in folded.walk() if item.children}
    ways = _wire(levels, folded)
    for frame in reversed(levels):  # walk() has a frame before its inside
        level = levels[frame]
        level.placement = layouts.arrange(*_problem(level, levels, nodes, stems), check)
        if frame:
            (_frame if direction == "TB" else _frame_to_turn)(level, title_widths[frame])
    areas, origins = _place(levels, nodes)
    routes = [_stitch(way, levels, origins) for way in ways]
    nested = Nested(areas, tuple(routes), levels[""].placement.width, levels[""].placement.height)
    return nested if direction == "TB" else _turned(nested)


def _turned(nested: Nested) -> Nested:
    """What is above to the left, and what is left above."""
    areas = {name: Area(area.top, area.left, area.height, area.width) for name, area in nested.areas.items()}
    routes = tuple(tuple((y, x) for x, y in route) for route in nested.routes)
    return Nested(areas, routes, nested.height, nested.width)


def _wire(levels: Mapping[str, _Level], folded: Fold) -> list[list[tuple[str, int]]]:
    """Give every level the wires that run in it; returns each flow's way as (level, index of its wire)."""
    trails = _trails(folded)
    ways = []
    for flow in folded.flows:
        way = []
        for frame, wire in _pieces(flow, trails[flow.source], trails[flow.target]):
            wires = levels[frame].wires
            way.append((frame, wires.setdefault(wire, len(wires))))
        ways.append(way)
    return ways


def _trails(folded: Fold) -> dict[str, tuple[str, ...]]:
    """For every item the frames it is in, outermost first, and itself."""
    trails: dict[str, tuple[str, ...]] = {}
    for item in folded.items:
        trails[item.id] = (item.id,)
    for item in folded.walk():
        for child in item.children:
            trails[child.id] = (*trails[item.id], child.id)
    return trails


def _pieces(flow: Flow, source: tuple[str, ...], target: tuple[str, ...]) -> list[tuple[str, _Wire]]:
    """The pieces of a flow: out of the frames round its source, across, and into the frames round its target."""
    shared = 0
    while source[shared] == target[shared]:
        shared += 1
    out = outlet(flow)
    leaving, entering = _Port(False, out), _Port(True, out)
    pieces: list[tuple[str, _Wire]] = [
        (source[depth - 1], (source[depth], leaving, out)) for depth in range(len(source) - 1, shared, -1)
    ]
    pieces.append((source[shared - 1] if shared else "", (source[shared], target[shared], out)))
    pieces += [(target[depth - 1], (entering, target[depth], out)) for depth in range(shared + 1, len(target))]
    return pieces


def _problem(
    level: _Level, levels: Mapping[str, _Level], nodes: Mapping[str, Node], stems: Mapping[Outlet, Stem]
) -> tuple[list[Node], list[Link]]:
    """What is to be laid out in a level, the frames in it being laid out already."""
    sized: list[Node] = []
    for item in level.items:
        level.ends[item.id] = len(sized)
        inner = levels.get(item.id)
        sized.append(Node(inner.width, inner.height) if inner else nodes[item.id])
    for wire in level.wires:
        for end in wire[:2]:
            if isinstance(end, _Port) and end not in level.ends:
                level.ends[end] = len(sized)
                sized.append(Node(0.0, 0.0, pin="top" if end.entering else "bottom"))
    links = []
    for upper, lower, out in level.wires:
        links.append(
            Link(
                level.ends[upper],
                level.ends[lower],
                outlet=stems[out].number if upper == out[0] else None,
                leaves=_at_frame(upper, _Port(False, out), levels) or 0.0,
                arrives=_at_frame(lower, _Port(True, out), levels),
            )
        )
    return sized, links


def _at_frame(end: _End, port: _Port, levels: Mapping[str, _Level]) -> float | None:
    """Where on the edge of a frame a wire ends; ``None`` for what is no frame."""
    return levels[end].port_offset(port) if isinstance(end, str) and end in levels else None


def _frame(level: _Level, title_width: float) -> None:
    """Put the frame round what is in it, wide enough for its title and with no line through that."""
    content = level.placement
    ports = [end for end in level.ends if isinstance(end, _Port)]
    entrances = [content.centres[level.ends[port]][0] for port in ports if port.entering]
    title_end = TITLE_INDENT + title_width + _CLEAR
    left = max([_SIDE, *(title_end - x for x in entrances)])
    level.width = max(left + content.width + _SIDE, title_end + _SIGN)
    left = max(left, (level.width - content.width) / 2)
    top = STRIP + (0.0 if entrances else _TOP)
    level.inset = (left, top)
    level.height = top + content.height + (_THROUGH if level.has_port(entering=False) else _BOTTOM)


def _frame_to_turn(level: _Level, title_width: float) -> None:
    """The same for a frame that will be turned: what is left of its content will be above it, where the title is."""
    content = level.placement
    level.inset = (STRIP + _TOP, _THROUGH if level.has_port(entering=True) else _SIDE)
    level.width = STRIP + _TOP + content.width + _BOTTOM
    after = _THROUGH if level.has_port(entering=False) else _SIDE
    level.height = max(level.inset[1] + content.height + after, TITLE_INDENT + title_width + _CLEAR + _SIGN)


def _place(levels: Mapping[str, _Level], nodes: Mapping[str, Node]) -> tuple[dict[str, Area], dict[str, Point]]:
    """Areas of all items, and for every level where its inside begins, from the outside inwards."""
    areas: dict[str, Area] = {}
    origins: dict[str, Point] = {"": (0.0, 0.0)}
    for frame, level in levels.items():
        left, top = origins[frame]
        for item in level.items:
            x, y = level.placement.centres[level.ends[item.id]]
            size = levels.get(item.id) or nodes[item.id]
            area = Area(left + x - size.width / 2, top + y - size.height / 2, size.width, size.height)
            areas[item.id] = area
            if item.id in levels:
                inset = levels[item.id].inset
                origins[item.id] = (area.left + inset[0], area.top + inset[1])
    return areas, origins


def _stitch(
    way: list[tuple[str, int]], levels: Mapping[str, _Level], origins: Mapping[str, Point]
) -> tuple[Point, ...]:
    points: list[Point] = []
    for frame, wire in way:
        left, top = origins[frame]
        points += [(left + x, top + y) for x, y in levels[frame].placement.routes[wire]]
    return straightened(points)
