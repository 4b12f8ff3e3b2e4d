"""An array as NumPy's own file."""

from __future__ import annotations

import io

import numpy as np

ENDING = ".npy"


def npy(values: np.ndarray) -> bytes:
    """What a ``.npy`` file with these values contains."""
    content = io.BytesIO()
    np.save(content, values, allow_pickle=False)
    return content.getvalue()
