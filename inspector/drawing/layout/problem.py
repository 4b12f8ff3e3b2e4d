"""What a layout is asked and what it answers."""

from __future__ import annotations

from typing import Literal, NamedTuple

Point = tuple[float, float]


class Node(NamedTuple):
    """A rectangle to place.

    Nodes and links are tuples because layouts are kept by them: those are quick to compare.

    Attributes:
        width, height: its size in pixels.
        below: room kept free under it, for what is written beside the lines that leave it.
        reach: how far from its middle it needs room to either side, at least half its width.
        outlets: room that each thing that leaves it needs from its line to the next one's on the right.
        pin: ``"top"`` and ``"bottom"`` put it into the first and the last layer.
    """

    width: float
    height: float
    below: float = 0.0
    reach: float = 0.0
    outlets: tuple[float, ...] = ()
    pin: Literal["", "top", "bottom"] = ""


class Link(NamedTuple):
    """A line to draw between two different nodes, by their indices.

    It leaves the source's lower edge by the outlet of this number, or without one at the distance ``leaves`` from the
    middle; ``arrives`` is the distance at the target's upper edge, ``None`` where the layout may choose.
    """

    source: int
    target: int
    outlet: int | None = None
    leaves: float = 0.0
    arrives: float | None = None


class Placement(NamedTuple):
    """Middles of the nodes, the links' points from source to target, and the size of it all; the origin is top left."""

    centres: tuple[Point, ...]
    routes: tuple[tuple[Point, ...], ...]
    width: float
    height: float
