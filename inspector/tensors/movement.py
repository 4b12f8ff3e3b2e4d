"""How far the weights of one model are from those of another: of a model before and after its training."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from inspector.formats.weights.stored import StoredWeights
from inspector.graph.model import Weight
from inspector.tensors.blocks import blocks


@dataclass(frozen=True, slots=True)
class Movement:
    """The change of one or several arrays.

    Attributes:
        change: the sum of the squares of the differences.
        before: the sum of the squares of what was there before.
    """

    change: float = 0.0
    before: float = 0.0

    @property
    def relative(self) -> float:
        """The norm of the change over the norm before; infinite where something came of zeros alone."""
        if not self.change:
            return 0.0
        return math.sqrt(self.change / self.before) if self.before else math.inf

    def __add__(self, other: Movement) -> Movement:
        return Movement(self.change + other.change, self.before + other.before)


@dataclass(frozen=True, slots=True)
class LayerMovement:
    """How far one layer moved.

    Attributes:
        path: of the layer.
        weights: each weight that both models have in the same shape.
        whole: all weights that training changes, together; all there are where there are none such.
        is_new: whether the layer has weights that the model before did not have in this shape.
    """

    path: str
    weights: dict[str, Movement]
    whole: Movement
    is_new: bool


def movement(before: np.ndarray, after: np.ndarray) -> Movement:
    """How far an array moved to another one of the same shape; values that are not finite count as they are."""
    moved = Movement()
    for old, new in zip(blocks(before), blocks(after), strict=True):
        with np.errstate(invalid="ignore", over="ignore"):
            change = new - old
            moved += Movement(float(change @ change), float(old @ old))
    return moved


def movements(
    before: StoredWeights, after: StoredWeights, paths: Iterable[str], stopped: Callable[[], bool] = lambda: False
) -> Iterator[LayerMovement]:
    """How far layers of a model moved; those without weights are left out.

    Args:
        before, after: the two models; layers and weights are the same where they have the same names.
        paths: of the layers.
        stopped: asked between two weights; where it says so, no more follow.

    Raises:
        FormatError: the weights of one of the models cannot be read.
    """
    for path in paths:
        held = after.of(path)
        if not held:
            continue
        known = {weight.name: weight for weight in before.of(path)}
        shared = [weight for weight in held if weight.name in known and known[weight.name].shape == weight.shape]
        moved: dict[str, Movement] = {}
        for weight in shared:
            if stopped():
                return
            moved[weight.name] = movement(before.read(known[weight.name]).values, after.read(weight).values)
        trained = [weight for weight in shared if weight.trainable] or shared
        yield LayerMovement(path, moved, _sum(trained, moved), len(shared) < len(held))


def _sum(weights: list[Weight], moved: dict[str, Movement]) -> Movement:
    return sum((moved[weight.name] for weight in weights), Movement())
