"""Hold out part of the training data for validation."""

from __future__ import annotations

import numpy as np

from inspector.engine.data.source import Array
from inspector.engine.errors import EngineError


def hold_out(classes: Array, fraction: float, seed: int) -> tuple[Array, Array]:
    """Indices to train on and indices to validate with; each class is in both in the same proportion.

    The same seed gives the same split. A class with a single sample stays in training.

    Args:
        classes: one whole number per sample; the same for all where there are no classes.
        fraction: of the samples to hold out, in (0, 1); at least one is.

    Raises:
        EngineError: there are too few samples to hold one out.
    """
    count = len(classes)
    if count < 2:
        raise EngineError(f"Expected at least 2 samples, one to train on and one to validate with; found {count}.")
    random = np.random.default_rng(seed)
    groups = [np.flatnonzero(classes == each) for each in np.unique(classes)]
    sizes = _shares([len(group) for group in groups], max(1, round(count * fraction)))
    held = np.concatenate([random.permutation(group)[:size] for group, size in zip(groups, sizes, strict=True)])
    if len(held) == 0:
        held = random.permutation(count)[:1]
    kept = np.ones(count, bool)
    kept[held] = False
    return np.flatnonzero(kept), np.sort(held)


def _shares(sizes: list[int], wanted: int) -> list[int]:
    """How many of each group make ``wanted`` together: the exact share, rounded so that the largest remainders win.

    At least one of every group is left.
    """
    exact = [wanted * size / sum(sizes) for size in sizes]
    shares = [min(int(share), size - 1) for share, size in zip(exact, sizes, strict=True)]
    by_remainder = sorted(range(len(sizes)), key=lambda index: shares[index] - exact[index])
    for index in by_remainder:
        if sum(shares) < wanted and shares[index] < sizes[index] - 1:
            shares[index] += 1
    return shares
