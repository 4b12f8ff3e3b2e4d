"""From box to box with the arrow keys: along the lines up and down, to the neighbours left and right."""

from __future__ import annotations

from typing import Literal

from inspector.drawing.picture import Box, Picture

Direction = Literal["up", "down", "left", "right"]


def step(picture: Picture, start: str, direction: Direction) -> str | None:
    """The box an arrow key goes to from box ``start``: its id, or None where there is none.

    Down follows a line to its target, up goes back to its source, of several to the nearest in x. Left and right go
    to the nearest box beside it whose height overlaps.
    """
    boxes = {box.id: box for box in picture.boxes if box.kind != "frame"}
    here = boxes.get(start)
    if here is None:
        return None
    if direction == "down":
        found = [boxes[line.target] for line in picture.lines if line.source == start and line.target in boxes]
    elif direction == "up":
        found = [boxes[line.source] for line in picture.lines if line.target == start and line.source in boxes]
    else:
        found = [box for box in boxes.values() if _beside(here, box, direction)]
    return min(found, key=lambda box: _distance(here, box)).id if found else None


def _beside(here: Box, box: Box, direction: Direction) -> bool:
    gap = box.x - (here.x + here.width) if direction == "right" else here.x - (box.x + box.width)
    return gap >= 0 and box.y < here.y + here.height and here.y < box.y + box.height


def _distance(here: Box, box: Box) -> float:
    return abs(box.x + box.width / 2 - here.x - here.width / 2)
