"""A mean that follows a noisy series."""

from __future__ import annotations

import math


class MovingMean:
    """The exponential moving mean; values count less the older they are, and by their weight.

    Args:
        span: after so many values of weight 1 an older one counts 1/e of a new one.
    """

    def __init__(self, span: int) -> None:
        self._keep = math.exp(-1 / span)
        self._sum = self._weight = 0.0

    @property
    def value(self) -> float:
        """The mean; not a number before there is a finite value."""
        return self._sum / self._weight if self._weight else math.nan

    def add(self, value: float, weight: float = 1.0) -> float:
        """The mean with one more value; one that is not finite is left out."""
        if math.isfinite(value):
            keep = self._keep**weight
            self._sum = self._sum * keep + value * (1 - keep)
            self._weight = self._weight * keep + (1 - keep)
        return self.value
