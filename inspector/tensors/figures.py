"""What an array of numbers is like, in a few figures."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from inspector.tensors.blocks import blocks

_BINS = 48


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of an array; all but the counts are of its finite values, and 0 where it has none.

    Attributes:
        count: how many values it has.
        nans, infinities: how many of them are no numbers, or infinite.
        zeros: how many are exactly zero.
        norm: the root of the sum of their squares.
        deviation: the standard deviation, of the values as a whole.
        bins: how many values lie in each of as many equal parts of the range from ``minimum`` to ``maximum``.
    """

    count: int
    nans: int
    infinities: int
    zeros: int
    norm: float
    minimum: float
    maximum: float
    mean: float
    deviation: float
    bins: tuple[int, ...]

    @property
    def finite(self) -> int:
        """How many values are finite."""
        return self.count - self.nans - self.infinities

    @property
    def zero_share(self) -> float:
        """The share of zeros among all values, from 0 to 1."""
        return self.zeros / self.count if self.count else 0.0


def figures(values: np.ndarray) -> Figures:
    """The figures of an array of any shape and type of number."""
    nans = infinities = zeros = 0
    squares = total = 0.0
    low, high = math.inf, -math.inf
    for block in blocks(values):
        finite = block[np.isfinite(block)]
        nan = int(np.isnan(block).sum())
        nans, infinities = nans + nan, infinities + block.size - finite.size - nan
        if finite.size:
            zeros += int((finite == 0).sum())
            total += float(finite.sum())
            squares += float(finite @ finite)
            low, high = min(low, float(finite.min())), max(high, float(finite.max()))
    count = values.size
    finite_count = count - nans - infinities
    if not finite_count:
        return Figures(count, nans, infinities, 0, 0.0, 0.0, 0.0, 0.0, 0.0, ())
    mean = total / finite_count
    bins, spread = _second_look(values, mean, low, high)
    deviation = math.sqrt(spread / finite_count)
    return Figures(count, nans, infinities, zeros, math.sqrt(squares), low, high, mean, deviation, bins)


def _second_look(values: np.ndarray, mean: float, low: float, high: float) -> tuple[tuple[int, ...], float]:
    """The histogram, and the sum of squared distances from the mean, for which range and mean must be known."""
    counts = np.zeros(_BINS if high > low else 1, np.int64)
    spread = 0.0
    for block in blocks(values):
        finite = block[np.isfinite(block)]
        spread += float(np.square(finite - mean).sum())
        counts += np.histogram(finite, len(counts), (low, high))[0] if high > low else finite.size
    return tuple(counts.tolist()), spread
