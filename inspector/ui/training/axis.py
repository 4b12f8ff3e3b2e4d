"""An axis whose every tick has its number."""

from __future__ import annotations

import math

import pyqtgraph

_STEPS = (1.0, 2.0, 5.0, 10.0)
_LONGEST = 6


class Axis(pyqtgraph.AxisItem):
    """Has as many ticks as there is room for, at multiples of 1, 2 or 5 times a power of ten.

    Args:
        side: ``"left"`` or ``"bottom"``.
        room: pixels a tick's number takes, with the space around it.
    """

    def __init__(self, side: str, room: int) -> None:
        super().__init__(side)
        self._room = room

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Spacing and places of the only level of ticks."""
        if not (math.isfinite(low) and math.isfinite(high) and low < high):
            return []
        step = tick_step((high - low) / max(size / self._room, 1))
        return [(step, [index * step for index in range(math.ceil(low / step), math.floor(high / step) + 1)])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """The numbers of ticks ``spacing`` apart."""
        del scale
        return [tick_words(value, spacing) for value in values]


def tick_step(least: float) -> float:
    """The smallest of 1, 2, 5, 10… (or 0.1, 0.2…) that is not below ``least``."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in _STEPS if step * power >= least * 0.999999)


def tick_words(value: float, spacing: float) -> str:
    """``0.25``, with the decimals that ``spacing`` asks for; ``2.5e-6`` where that is shorter."""
    decimals = max(0, -math.floor(math.log10(spacing)))
    plain = f"{value:.{decimals}f}"
    if len(plain.lstrip("-")) <= _LONGEST or not value:
        return plain if value else "0"
    digits = max(0, math.floor(math.log10(abs(value))) - math.floor(math.log10(spacing)))
    mantissa, exponent = f"{value:.{min(digits, 3)}e}".split("e")
    short = f"{mantissa}e{int(exponent)}"
    return short if len(short) < len(plain) else plain
