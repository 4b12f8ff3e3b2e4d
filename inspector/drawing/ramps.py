"""Colours for values, told apart with any kind of colour vision: ramps from little to much, and a set for classes."""

from __future__ import annotations

from dataclasses import dataclass

UNKNOWN = {False: "#e4e7eb", True: "#39424e"}
"""The colour, by whether the ground is dark, of what has no value."""

CLASSES = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#7f7f7f")
"""Colours without an order: the set of Okabe and Ito."""

_RAMPS = {
    False: ("#d3ebc4", "#7fcdbb", "#41a9c4", "#1d78b4", "#22508f", "#0c2c6a"),
    True: ("#34508a", "#5b6478", "#7d7c78", "#a59c74", "#d3c164", "#fee838"),
}
_DARK_TEXT, _LIGHT_TEXT = "#000000", "#ffffff"


@dataclass(frozen=True, slots=True)
class Tint:
    """What a box is filled with, and the colour of text on it, as ``#rrggbb``."""

    fill: str
    text: str


def ramp(dark: bool) -> tuple[str, ...]:
    """Colours from little to much; lightness runs one way, away from that of the ground."""
    return _RAMPS[dark]


def on_ramp(share: float, dark: bool) -> str:
    """The colour at ``share`` (0 to 1) of a ramp."""
    stops = _RAMPS[dark]
    place = min(max(share, 0.0), 1.0) * (len(stops) - 1)
    first = min(int(place), len(stops) - 2)
    rest = place - first
    pairs = zip(_channels(stops[first]), _channels(stops[first + 1]), strict=True)
    return "#" + "".join(f"{round(low + (high - low) * rest):02x}" for low, high in pairs)


def tint(fill: str) -> Tint:
    """A fill with the text colour that has the higher contrast on it."""
    light = luminance(fill)
    dark_contrast = (light + 0.05) / (luminance(_DARK_TEXT) + 0.05)
    return Tint(fill, _DARK_TEXT if dark_contrast >= 1.05 / (light + 0.05) else _LIGHT_TEXT)


def luminance(colour: str) -> float:
    """Relative luminance from 0 to 1, after WCAG 2."""
    linear = [
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
