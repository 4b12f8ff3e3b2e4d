"""Widths of text on the canvas, letter by letter: much faster than asking Qt for each text, as good for one line."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate

from PySide6.QtGui import QFont, QFontMetricsF

from inspector.ui.canvas.ink import font


class Face:
    """A font with what is known of its letters."""

    def __init__(self, pixels: int, bold: bool) -> None:
        self.font: QFont = font(pixels, bold=bold)
        self._metrics = QFontMetricsF(self.font)
        self._advances: dict[str, float] = {}
        self.height = self._metrics.height()
        self.usual = self._metrics.averageCharWidth()

    def width(self, text: str) -> float:
        """Width in pixels of one line."""
        return sum(map(self._advance, text))

    def cut_at_the_end(self, text: str, room: float) -> str:
        """As much of the beginning as there is room for, with "…" after it."""
        kept = self._fitting(text, room - self._advance("…"))
        return f"{text[:kept]}…"

    def cut_in_the_middle(self, text: str, room: float) -> str:
        """As much of both ends as there is room for, with "…" between them."""
        half = (room - self._advance("…")) / 2
        first, last = self._fitting(text, half), self._fitting(text[::-1], half)
        return f"{text[:first]}…{text[len(text) - last :]}"

    def _fitting(self, text: str, room: float) -> int:
        """How many of its first letters there is room for."""
        return sum(width <= room for width in accumulate(map(self._advance, text)))

    def _advance(self, letter: str) -> float:
        found = self._advances.get(letter)
        if found is None:
            found = self._advances[letter] = self._metrics.horizontalAdvance(letter)
        return found


@lru_cache(maxsize=128)
def face(pixels: int, bold: bool) -> Face:
    """The canvas' font at a size in pixels of the picture."""
    return Face(pixels, bold)
