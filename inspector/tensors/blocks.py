"""A large array piece by piece as float64, so that no copy of all of it is made."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

_VALUES = 1 << 20


def blocks(values: np.ndarray) -> Iterator[np.ndarray]:
    """The values in row order as flat pieces of float64; of complex numbers their magnitudes, of truths 0 and 1."""
    flat = np.abs(values).reshape(-1) if np.iscomplexobj(values) else values.reshape(-1)
    for start in range(0, flat.size, _VALUES):
        yield flat[start : start + _VALUES].astype(np.float64)
