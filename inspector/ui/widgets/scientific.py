"""A spin box for small positive numbers, which steps through 1, 2, 5, 10."""

from __future__ import annotations

import math

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

_STEPS = (1.0, 2.0, 5.0)


class ScientificBox(QDoubleSpinBox):
    """Shows ``0.001`` or ``1e-05``, takes either, and goes up and down by 1, 2, 5 times powers of ten."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDecimals(12)
        self.setRange(1e-9, 1000)

    def textFromValue(self, value: float) -> str:
        """As few digits as say it all."""
        return f"{value:.6g}"

    def valueFromText(self, text: str) -> float:
        """Any way of writing a number."""
        try:
            return float(text.replace(",", "."))
        except ValueError:
            return self.value()

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Letters of ``1e-5`` may be typed one after another."""
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            begun = set(text) <= set("0123456789.,eE+-")
            return (QValidator.State.Intermediate if begun else QValidator.State.Invalid), text, position
        inside = self.minimum() <= value <= self.maximum()
        return (QValidator.State.Acceptable if inside else QValidator.State.Intermediate), text, position

    def stepBy(self, steps: int) -> None:
        """To the next of 1, 2, 5 times a power of ten."""
        value = self.value()
        for _ in range(abs(steps)):
            value = _next(value) if steps > 0 else _previous(value)
        self.setValue(value)


def _next(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    return next((step * power for step in (*_STEPS, 10.0) if step * power > value * 1.0001), value)


def _previous(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    candidates = [0.5 * power, *(step * power for step in _STEPS)]
    return max(step for step in candidates if step < value * 0.9999)
