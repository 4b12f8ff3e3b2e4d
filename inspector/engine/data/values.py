"""What numbers samples are made of, and whether they are numbers at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from inspector.engine.data.image_files import ImageFiles
from inspector.engine.data.source import Array, Samples
from inspector.engine.errors import EngineError

_KINDS = {
    "U": "text",
    "S": "text",
    "O": "Python objects",
    "c": "complex numbers",
    "M": "dates",
    "m": "times",
    "V": "records",
}


_AT_ONCE = 2**20
"""Values that are compared at once: many, but few beside the data itself."""


@dataclass(frozen=True)
class Values:
    """Type and range of an array; ``fraction`` is one of its values that is not whole, ``None`` where all are."""

    dtype: np.dtype[Any]
    least: float
    most: float
    fraction: float | None = None

    @property
    def whole(self) -> bool:
        """Whether all values are whole numbers."""
        return self.fraction is None


def values_of(name: str, samples: Samples) -> Values:
    """What an array holds.

    Raises:
        EngineError: it is empty, or holds something that is not a finite number.
    """
    if 0 in samples.shape or not samples.shape:
        raise EngineError(f"Expected samples in {name}, found none (shape {samples.shape}).")
    if isinstance(samples, ImageFiles):
        return Values(samples.dtype, 0, 255)
    array = np.asarray(samples)
    if array.dtype.kind in _KINDS:
        raise EngineError(f"Expected numbers in {name}, found {_KINDS[array.dtype.kind]} ({array.dtype}).")
    least, most = float(array.min()), float(array.max())
    if not (np.isfinite(least) and np.isfinite(most)):
        raise EngineError(_not_finite(name, array))
    return Values(array.dtype, least, most, _fraction(array))


def _not_finite(name: str, array: Array) -> str:
    rows = np.unique(np.nonzero(~np.isfinite(array))[0])
    return (
        f"Expected finite numbers in {name}, but {len(rows)} of {len(array)} samples hold NaN or infinity, the first "
        f"is number {rows[0]}. Remove or repair them."
    )


def _fraction(array: Array) -> float | None:
    if array.dtype.kind != "f":
        return None
    rows = max(1, _AT_ONCE * len(array) // array.size)
    for start in range(0, len(array), rows):
        part = array[start : start + rows]
        if (odd := part[part != np.trunc(part)]).size:
            return float(odd[0])
    return None
