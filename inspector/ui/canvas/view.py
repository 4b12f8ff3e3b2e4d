"""Where the eye is: which part of a picture a window of pixels shows, as a frozen value."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inspector.drawing.picture import Box, Picture, Point

Area = tuple[float, float, float, float]
"""A rectangle in the picture: left, top, right, bottom."""

MAXIMUM_ZOOM = 4.0
MINIMUM_ZOOM = 0.05
LEGIBLE_ZOOM = 0.45
"""From here on titles can be read."""
WORDS_ZOOM = 0.66
"""From here on everything written is shown: titles, settings, shapes."""
_OPENING_ZOOM = 0.75
_MARGIN = 28.0
_ALWAYS_VISIBLE = 60.0


@dataclass(frozen=True, slots=True)
class View:
    """A zoom (1.0 is 100 %) and the picture's point (left, top) that stands in the top left pixel."""

    zoom: float = 1.0
    left: float = 0.0
    top: float = 0.0

    def to_picture(self, x: float, y: float) -> Point:
        """The picture's point under a pixel."""
        return self.left + x / self.zoom, self.top + y / self.zoom

    def to_screen(self, x: float, y: float) -> Point:
        """The pixel a point of the picture is at."""
        return (x - self.left) * self.zoom, (y - self.top) * self.zoom

    def area(self, width: float, height: float) -> Area:
        """The part of the picture a window of these pixels shows."""
        return self.left, self.top, self.left + width / self.zoom, self.top + height / self.zoom

    def panned(self, dx: float, dy: float) -> View:
        """The picture moved right by ``dx`` and down by ``dy`` pixels."""
        return replace(self, left=self.left - dx / self.zoom, top=self.top - dy / self.zoom)

    def zoomed(self, zoom: float, x: float, y: float) -> View:
        """Another zoom; what is under pixel (x, y) stays there."""
        px, py = self.to_picture(x, y)
        return View(zoom, px - x / zoom, py - y / zoom)


def fitted(picture: Picture, width: float, height: float) -> View:
    """The view that shows all of a picture in the middle of a window, never larger than 100 %."""
    room = max(width - 2 * _MARGIN, 1.0), max(height - 2 * _MARGIN, 1.0)
    zoom = min(room[0] / max(picture.width, 1.0), room[1] / max(picture.height, 1.0), 1.0)
    return centred(picture.width / 2, picture.height / 2, zoom, width, height)


def opening(picture: Picture, width: float, height: float) -> View:
    """The first view of a picture: all of it where its words are shown then, else where it begins with its words.

    What is too wide for that (too high, where it runs to the right) is made as small as titles can be read.
    """
    whole = fitted(picture, width, height)
    sideways = picture.direction == "LR"
    room, needed = (height, picture.height) if sideways else (width, picture.width)
    across = (room - 2 * _MARGIN) / max(needed, 1.0)
    if whole.zoom >= min(WORDS_ZOOM, max(across, LEGIBLE_ZOOM)):
        return whole
    if whole.zoom >= LEGIBLE_ZOOM:
        zoom = _OPENING_ZOOM
    else:
        zoom = min(max(across, WORDS_ZOOM if across >= LEGIBLE_ZOOM else LEGIBLE_ZOOM), 1.0)
    if sideways:
        return View(zoom, -_MARGIN / zoom, picture.height / 2 - height / zoom / 2)
    return View(zoom, picture.width / 2 - width / zoom / 2, -_MARGIN / zoom)


def centred(x: float, y: float, zoom: float, width: float, height: float) -> View:
    """The view with the picture's point (x, y) in the middle of a window of these pixels."""
    return View(zoom, x - width / zoom / 2, y - height / zoom / 2)


def held(view: View, picture: Picture, width: float, height: float) -> View:
    """The view moved so far that a bit of the picture stays in the window: it cannot be lost."""
    bit_x = min(_ALWAYS_VISIBLE / view.zoom, picture.width)
    bit_y = min(_ALWAYS_VISIBLE / view.zoom, picture.height)
    left = min(max(view.left, bit_x - width / view.zoom), picture.width - bit_x)
    top = min(max(view.top, bit_y - height / view.zoom), picture.height - bit_y)
    return View(view.zoom, left, top)


def revealing(view: View, box: Box, width: float, height: float) -> View:
    """The view moved just so far that a box is in the window; a box larger than that shows its top left."""
    left, top, right, bottom = view.area(width, height)
    margin = _MARGIN / view.zoom
    return View(
        view.zoom,
        _reach(left, right, box.x - margin, box.x + box.width + margin),
        _reach(top, bottom, box.y - margin, box.y + box.height + margin),
    )


def _reach(start: float, end: float, wanted_start: float, wanted_end: float) -> float:
    if wanted_start < start or wanted_end - wanted_start > end - start:
        return wanted_start
    return start + max(wanted_end - end, 0.0)
