"""What every reader of training data gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Samples(Protocol):
    """Samples that can be taken by index, such as an array, or images that are read when they are needed.

    ``samples[indices]`` gives the chosen ones as an array.
    """

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of samples, then the shape of one."""

    @property
    def dtype(self) -> np.dtype[Any]:
        """Of the values."""

    def __getitem__(self, indices: Any) -> Array: ...


@dataclass(frozen=True)
class Part:
    """Samples and the label of each.

    ``name`` and ``labels`` are what a sentence calls them: ``"x_train"``, ``"y_train"``; ``"the folder 'test'"``.
    """

    name: str
    x: Samples
    y: Array
    labels: str

    def __len__(self) -> int:
        return self.x.shape[0]


@dataclass(frozen=True)
class Source:
    """A data set.

    Attributes:
        train: what to learn from.
        validation: what to choose the best epoch by; ``None``: to be held out of ``train``.
        test: scored once, after training.
        classes: names of the classes in the order of their labels; empty where labels are bare numbers.
        notes: what was noticed while reading, as sentences.
    """

    train: Part
    validation: Part | None = None
    test: Part | None = None
    classes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """Those there are: training, validation, test."""
        return tuple(part for part in (self.train, self.validation, self.test) if part is not None)
