"""A curve of any length in a bounded number of points."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CAPACITY = 2048
"""Buckets per curve; two vertices each, so a curve never has more than 4,096."""


class Buckets:
    """Keeps the smallest and largest value of runs of equal length, which double when the buckets are full.

    Adding a value costs the same however long the curve is, and no spike is lost. Values that are not finite take
    their place on the axis and leave a gap.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        """``capacity``: the number of buckets, even."""
        self._width = 1
        self._count = 0
        self._low = np.full(capacity, np.inf)
        self._high = np.full(capacity, -np.inf)

    def __len__(self) -> int:
        """How many values were added."""
        return self._count

    def extend(self, values: Iterable[float]) -> None:
        """Add values at the end."""
        for value in values:
            bucket = self._count // self._width
            if bucket == len(self._low):
                self._double()
                bucket = self._count // self._width
            if np.isfinite(value):
                self._low[bucket] = min(self._low[bucket], value)
                self._high[bucket] = max(self._high[bucket], value)
            self._count += 1

    def vertices(self) -> tuple[Floats, Floats]:
        """x: the index of the value from 0, and y: two per bucket; one per value while every value has its own."""
        used = -(-self._count // self._width)
        low, high = self._low[:used], self._high[:used]
        y = low if self._width == 1 else np.column_stack((low, high)).ravel()
        x = np.arange(used) if self._width == 1 else np.repeat(np.arange(used) * self._width, 2)
        return x.astype(np.float64), np.where(np.isfinite(y), y, np.nan)

    def _double(self) -> None:
        empty = np.full(len(self._low) // 2, np.inf)
        self._low = np.concatenate((self._low.reshape(-1, 2).min(axis=1), empty))
        self._high = np.concatenate((self._high.reshape(-1, 2).max(axis=1), -empty))
        self._width *= 2
