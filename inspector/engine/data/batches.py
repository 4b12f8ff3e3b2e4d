"""Gives out samples in batches, in an order that follows from the seed and the epoch alone."""

from __future__ import annotations

import math
from collections.abc import Sequence

import keras
import numpy as np

from inspector.engine.data.source import Array, Samples
from inspector.engine.data.step import Step
from inspector.engine.errors import EngineError


class Batches(keras.utils.PyDataset):  # type: ignore[misc]
    """What ``fit`` and ``evaluate`` take.

    Args:
        x: samples as they were read.
        y: their labels, ready for the loss.
        chosen: indices of the samples to give out.
        steps: what makes the samples fit the model, done batch by batch so that large data stays small in memory.
        batch_size: the last batch of an epoch may be smaller.
        seed: shuffles every epoch anew; ``None`` keeps the order.
    """

    def __init__(
        self, x: Samples, y: Array, chosen: Array, steps: Sequence[Step], batch_size: int, seed: int | None = None
    ) -> None:
        super().__init__()
        self._x, self._y, self._chosen, self._steps = x, y, chosen, steps
        self.batch_size, self._seed = batch_size, seed
        self.failure: EngineError | None = None
        """Why a batch could not be read; TensorFlow hides the exception in one of its own."""
        self._order = chosen
        self.begin(0)

    @property
    def samples(self) -> int:
        """How many samples there are in one epoch."""
        return len(self._chosen)

    @property
    def num_batches(self) -> int:
        """How many batches there are in one epoch."""
        return math.ceil(self.samples / self.batch_size)

    def __len__(self) -> int:
        return self.num_batches

    def __getitem__(self, index: int) -> tuple[Array, Array]:
        """One batch, fitted to the model."""
        rows = self._order[index * self.batch_size : (index + 1) * self.batch_size]
        try:
            x = self._x[rows]
        except EngineError as error:
            self.failure = error
            raise
        for step in self._steps:
            x = step.apply(x)
        return x, self._y[rows]

    def begin(self, epoch: int) -> None:
        """Shuffle for an epoch, counted from 0.

        Keras' own ``on_epoch_end`` is of no use for it: Keras also calls it before the first epoch.
        """
        if self._seed is not None:
            self._order = np.random.default_rng((self._seed, epoch)).permutation(self._chosen)
