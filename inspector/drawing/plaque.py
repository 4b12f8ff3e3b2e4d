"""A legend laid out in rows above a picture, for every painter of pictures that leave the program."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.drawing.lettering import Lettering
from inspector.drawing.measure import SUBTITLE_PIXELS, text_width
from inspector.drawing.overlays import Legend
from inspector.drawing.picture import Picture, Point
from inspector.drawing.shapes import Rect

ROUND = 3.0
"""Radius of the corners of swatches."""

_SIDE, _TOP = 24.0, 14.0  # free room round it; below it is the picture's own
_ROW = 20.0
_SWATCH, _RAMP, _BAR = 12.0, 120.0, 10.0
_APART, _NEXT = 7.0, 20.0  # between the parts of an entry, and between entries
_RISE = 0.36  # from the middle of a line of text down to its baseline, in parts of its size


@dataclass(frozen=True, slots=True)
class Patch:
    """A rectangle of one colour, or of several that run into each other from left to right."""

    rect: Rect
    colours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plaque:
    """What is painted, in pixels of the picture, and the room it takes."""

    width: float
    height: float
    patches: tuple[Patch, ...]
    words: tuple[Lettering, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture with the legend above it, if there is one."""

    picture: Picture
    plaque: Plaque | None = None

    @property
    def width(self) -> float:
        """Room for both."""
        return max(self.picture.width, self.plaque.width if self.plaque else 0.0)

    @property
    def height(self) -> float:
        """The one below the other."""
        return self.picture.height + (self.plaque.height if self.plaque else 0.0)

    @property
    def origin(self) -> Point:
        """Where the picture's top left is: in the middle under a wider legend."""
        return (self.width - self.picture.width) / 2, self.plaque.height if self.plaque else 0.0


@dataclass(frozen=True, slots=True)
class _Part:
    """Some words, or a patch where there are colours."""

    width: float
    text: str = ""
    bold: bool = False
    colours: tuple[str, ...] = ()


_Entry = tuple[_Part, ...]


def plaque(legend: Legend, width: float) -> Plaque | None:
    """The legend in as many rows as it takes, ``None`` for one that says nothing.

    Args:
        legend: what the colours stand for.
        width: of the picture; an entry that is wider makes the plaque wider.
    """
    entries = _entries(legend)
    if not entries:
        return None
    right = max(width - _SIDE, *(_SIDE + _wide(entry) for entry in entries))
    patches: list[Patch] = []
    words: list[Lettering] = []
    x, middle, widest = _SIDE, _TOP + _ROW / 2, 0.0
    for entry in entries:
        if x > _SIDE and x + _wide(entry) > right:
            x, middle = _SIDE, middle + _ROW
        for part in entry:
            if part.colours:
                high = _BAR if len(part.colours) > 1 else _SWATCH
                patches.append(Patch((x, middle - high / 2, part.width, high), part.colours))
            else:
                words.append(Lettering(part.text, x, middle + _RISE * SUBTITLE_PIXELS, SUBTITLE_PIXELS, part.bold))
            x += part.width + _APART
        widest = max(widest, x - _APART)
        x += _NEXT - _APART
    return Plaque(widest + _SIDE, middle + _ROW / 2, tuple(patches), tuple(words))


def sheet(picture: Picture, legend: Legend | None) -> Sheet:
    """A picture with a legend above it."""
    return Sheet(picture, plaque(legend, picture.width) if legend else None)


def _entries(legend: Legend) -> list[_Entry]:
    entries: list[_Entry] = []
    if legend.ramp:
        entries.append((_words(legend.low), _Part(_RAMP, colours=legend.ramp), _words(legend.high)))
    entries += [(_Part(_SWATCH, colours=(key.colour,)), _words(key.words)) for key in legend.keys]
    return [(_words(legend.title, bold=True),), *entries] if entries and legend.title else entries


def _words(text: str, *, bold: bool = False) -> _Part:
    return _Part(text_width(text, SUBTITLE_PIXELS, bold=bold), text, bold)


def _wide(entry: _Entry) -> float:
    return sum(part.width for part in entry) + _APART * (len(entry) - 1)
