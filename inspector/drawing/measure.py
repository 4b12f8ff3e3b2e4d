"""How wide text will be, known without a font: advances of a wide sans face, so that real text fits."""

from __future__ import annotations

TITLE_PIXELS = 13
SUBTITLE_PIXELS = 11

_BOLD = 1.15
_OTHER = 1.0  # an unknown letter may be as wide as it is high

_ADVANCES = {  # in parts of the font size, after DejaVu Sans, one of the widest faces in use
    0.29: "'ijlIJ",
    0.35: " ,.·/:;\\|f",
    0.42: "-()[]t!r",
    0.5: '"*_`–',
    0.56: "sz?cL",
    0.64: "FkvxyPTYaoeESbdghnpqu$0123456789{}",
    0.7: "KAVBRXZC",
    0.79: "UHNDG&OQ",
    0.86: "wM#+<=>^~×←→",
    1.0: "%mW@…",
}
_ADVANCE = {character: advance for advance, characters in _ADVANCES.items() for character in characters}


def text_width(text: str, pixels: float, *, bold: bool = False) -> float:
    """Width in pixels of one line of text at a font size in pixels; at least what common sans faces need."""
    width = sum(_ADVANCE.get(character, _OTHER) for character in text) * pixels
    return width * _BOLD if bold else width
