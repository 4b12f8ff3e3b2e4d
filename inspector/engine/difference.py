"""How far apart what two models give is, as a number and in words."""

from __future__ import annotations

from typing import Any

import numpy as np

TOLERANCE = {"float16": 1e-2, "bfloat16": 5e-2}
"""Difference that is rounding, as a fraction of the largest value, by dtype; 1e-4 for all others."""


def largest_difference(wanted: Any, found: Any) -> float:
    """The largest difference of two arrays of one shape; NaN where one has NaN or infinity and the other has not."""
    one, other = np.asarray(wanted, "float64"), np.asarray(found, "float64")
    if one.shape != other.shape:
        return float("nan")
    alike = (one == other) | (np.isnan(one) & np.isnan(other))
    with np.errstate(invalid="ignore"):
        return float(np.max(np.where(alike, 0.0, np.abs(one - other)), initial=0.0))


def rounding(wanted: Any, dtype: str) -> float:
    """The difference from these values that is rounding."""
    size = np.abs(np.nan_to_num(np.asarray(wanted, "float64"), posinf=0.0, neginf=0.0))
    return TOLERANCE.get(dtype, 1e-4) * max(1.0, float(np.max(size, initial=0.0)))


def in_words(difference: float) -> str:
    """``differ by at most 1.2e-07``, after the name of what differs."""
    return f"differ by at most {difference:.2g}" if difference else "do not differ at all"
