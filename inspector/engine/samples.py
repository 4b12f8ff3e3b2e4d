"""Random inputs that fit a model."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np

SAMPLES = 2


def samples(model: keras.Model, size: int, seed: int = 0) -> Any:
    """Random inputs in the structure the model takes.

    Args:
        model: a functional model.
        size: length of the axes whose size the model leaves open.
        seed: the same one gives the same inputs.

    Returns:
        Arrays, ``SAMPLES`` of each unless the batch size is fixed: normal numbers, 0 or 1 for whole numbers, words.
    """
    random = np.random.default_rng(seed)

    def one(tensor: Any) -> np.ndarray:
        batch, *rest = tensor.shape
        shape = (batch or SAMPLES, *(axis or size for axis in rest))
        if tensor.dtype == "string":
            return np.full(shape, "word", dtype=object)
        if keras.backend.is_float_dtype(tensor.dtype):
            return random.normal(size=shape).astype("float32")
        return random.integers(0, 2, shape).astype("int32")

    return keras.tree.map_structure(one, model.input)
