"""What is written on a picture and where, for painters that cannot measure text: sizes and cuts by estimated widths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from inspector.drawing.measure import SUBTITLE_PIXELS, TITLE_PIXELS, text_width
from inspector.drawing.picture import Box, Line
from inspector.drawing.shapes import subtitle_middle, text_left, text_right, title_middle, title_right

_SMALLEST_TITLE = 12
_SLACK = 3.0  # widths are upper bounds, and there is room behind
_RISE = 0.36  # from the middle of a line of text down to its baseline, in parts of its size
_MORE = "…"


@dataclass(frozen=True, slots=True)
class Lettering:
    """One line of text: where its baseline begins, its size in pixels, and an upper bound of its width."""

    text: str
    x: float
    y: float
    pixels: float
    bold: bool = False

    @property
    def width(self) -> float:
        """At least what it takes in common faces."""
        return text_width(self.text, self.pixels, bold=self.bold)


def title(box: Box) -> Lettering:
    """A box's title, a little smaller or cut in its middle where it does not fit."""
    left, bold = text_left(box), box.kind in ("block", "frame")
    room = title_right(box) - left
    pixels: float = TITLE_PIXELS
    while pixels > _SMALLEST_TITLE and text_width(box.title, pixels, bold=bold) > room + _SLACK:
        pixels -= 0.5
    text = cut(box.title, room, pixels, bold=bold, where="middle")
    return Lettering(text, left, title_middle(box) + _RISE * pixels, pixels, bold)


def subtitle(box: Box) -> Lettering:
    """A box's second line, cut at its end where it does not fit."""
    left = text_left(box)
    text = cut(box.subtitle, text_right(box) - left, SUBTITLE_PIXELS)
    return Lettering(text, left, subtitle_middle(box) + _RISE * SUBTITLE_PIXELS, SUBTITLE_PIXELS)


def label(line: Line) -> Lettering:
    """What stands beside a line."""
    x, middle = line.label_at
    return Lettering(line.label, x, middle + _RISE * SUBTITLE_PIXELS, SUBTITLE_PIXELS)


def cut(text: str, room: float, pixels: float, *, bold: bool = False, where: Literal["middle", "end"] = "end") -> str:
    """As much of the text as fits ``room`` pixels, with "…" for what was cut; empty where not even that fits."""
    if text_width(text, pixels, bold=bold) <= room + _SLACK:
        return text
    shortest, longest = 0, len(text)
    while shortest < longest:  # the most letters that fit
        kept = (shortest + longest + 1) // 2
        if text_width(_shortened(text, kept, where), pixels, bold=bold) <= room:
            shortest = kept
        else:
            longest = kept - 1
    return _shortened(text, shortest, where) if shortest else ""


def _shortened(text: str, kept: int, where: Literal["middle", "end"]) -> str:
    tail = kept // 2 if where == "middle" else 0
    return text[: kept - tail].rstrip() + _MORE + (text[-tail:] if tail else "")
