"""From box to box with the arrow keys: along the lines up and down, to the neighbours left and right."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from inspector.drawing.picture import Box, Picture

Direction = Literal["up", "down", "left", "right"]

_TURNED: dict[Direction, Direction] = {"right": "down", "left": "up", "down": "right", "up": "left"}


def step(picture: Picture, start: str, direction: Direction) -> str | None:
    """The box an arrow key goes to from box ``start``: its id, or None where there is none.

    Down follows a line to its target, up goes back to its source, of several to the nearest in x. On the way down into
    an open block and on the way up out of it its frame is a stop of its own, where it can be folded. Left and right go
    to the nearest layer or folded block beside it whose height overlaps. In a picture that runs from left to right, the
    keys are turned with it.
    """
    if picture.direction == "LR":
        picture, direction = _turned(picture), _TURNED[direction]
    here = next((box for box in picture.boxes if box.id == start), None)
    if here is None:
        return None
    if direction == "down":
        found = _below(picture, here)
    elif direction == "up":
        found = _above(picture, here)
    else:
        beside = [box for box in picture.boxes if box.kind in ("layer", "block") and _beside(here, box, direction)]
        found = _nearest(here, beside)
    return found.id if found else None


def _turned(picture: Picture) -> Picture:
    """The same boxes with left and top exchanged, so that lines run down."""
    boxes = (replace(box, x=box.y, y=box.x, width=box.height, height=box.width) for box in picture.boxes)
    return replace(picture, boxes=tuple(boxes))


def _below(picture: Picture, here: Box) -> Box | None:
    if here.kind == "frame":
        return min((box for box in picture.boxes if _holds(here, box)), key=lambda box: box.y, default=None)
    goals = {line.target for line in picture.lines if line.source == here.id}
    target = _nearest(here, [box for box in picture.boxes if box.id in goals])
    entered = [frame for frame in _frames_round(picture, target) if not _holds(frame, here)] if target else []
    return entered[0] if entered else target


def _above(picture: Picture, here: Box) -> Box | None:
    inside = {box.id for box in picture.boxes if _holds(here, box)} if here.kind == "frame" else {here.id}
    goals = {line.source for line in picture.lines if line.target in inside} - inside
    source = _nearest(here, [box for box in picture.boxes if box.id in goals])
    left = [frame for frame in _frames_round(picture, here) if source is None or not _holds(frame, source)]
    return left[-1] if left else source


def _frames_round(picture: Picture, box: Box) -> list[Box]:
    """The frames a box is in, outermost first, as they are in a picture."""
    return [frame for frame in picture.boxes if frame.kind == "frame" and _holds(frame, box)]


def _holds(frame: Box, box: Box) -> bool:
    across = frame.x <= box.x and box.x + box.width <= frame.x + frame.width
    return box.id != frame.id and across and frame.y <= box.y and box.y + box.height <= frame.y + frame.height


def _nearest(here: Box, boxes: list[Box]) -> Box | None:
    return min(boxes, key=lambda box: abs(box.x + box.width / 2 - here.x - here.width / 2), default=None)


def _beside(here: Box, box: Box, direction: Direction) -> bool:
    gap = box.x - (here.x + here.width) if direction == "right" else here.x - (box.x + box.width)
    return gap >= 0 and box.y < here.y + here.height and here.y < box.y + box.height
