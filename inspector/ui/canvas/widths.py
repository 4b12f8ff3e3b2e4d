"""How wide lines are when they tell how much goes along them: a few steps, by the logarithm."""

from __future__ import annotations

import math
from collections.abc import Mapping

from inspector.drawing.picture import Picture
from inspector.drawing.shapes import LINE_WIDTH

STEPS = 5
_WIDEST = 5.5


def widths(picture: Picture) -> Mapping[int, float]:
    """The width of each line in pixels of the picture; those that carry what is not known are left out."""
    known = [line.values for line in picture.lines if line.values > 0]
    low, high = min(known, default=1), max(known, default=1)
    span = math.log(high / low) or 1.0
    return {
        index: LINE_WIDTH + (_WIDEST - LINE_WIDTH) * round(math.log(line.values / low) / span * STEPS) / STEPS
        for index, line in enumerate(picture.lines)
        if line.values > 0
    }
