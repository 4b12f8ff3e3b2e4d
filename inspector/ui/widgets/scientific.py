"""A spin box for small positive numbers, which steps through 1, 2, 5, 10."""

from __future__ import annotations

import math

from PySide6.QtWidgets import QWidget

from inspector.ui.widgets.number import NumberBox

_STEPS = (1.0, 2.0, 5.0)
_BEFORE_ZERO = 1e-3
"""Where 0 is allowed, a step down from here leads to it."""


class ScientificBox(NumberBox):
    """Shows ``0.001`` or ``1e-05``, takes either, and goes up and down by 1, 2, 5 times powers of ten."""

    def __init__(
        self, what: str = "A learning rate", least: float = 1e-9, most: float = 1000, parent: QWidget | None = None
    ) -> None:
        super().__init__(what, least, most, parent)

    def stepBy(self, steps: int) -> None:
        """To the next of 1, 2, 5 times a power of ten."""
        value = self.value()
        for _ in range(abs(steps)):
            value = _next(value) if steps > 0 else _previous(value, to_zero=self.minimum() == 0)
        self.setValue(value)


def _next(value: float) -> float:
    if value <= 0:
        return _BEFORE_ZERO
    power = 10.0 ** math.floor(math.log10(value))
    return next((step * power for step in (*_STEPS, 10.0) if step * power > value * 1.0001), value)


def _previous(value: float, to_zero: bool) -> float:
    if value <= 0 or (to_zero and value <= _BEFORE_ZERO):
        return 0.0
    power = 10.0 ** math.floor(math.log10(value))
    candidates = [0.5 * power, *(step * power for step in _STEPS)]
    return max(step for step in candidates if step < value * 0.9999)
