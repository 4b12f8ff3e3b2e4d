"""How a weight is looked at: convolution kernels tile by tile, other matrices as one field of cells."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

_RGB = 3
_MOST_COLUMNS = 256
_STRIP = 1 << 22


@dataclass(frozen=True, slots=True, eq=False)
class Kernels:
    """The kernels of a convolution over two axes.

    Attributes:
        values: filter, channel, row, column.
        in_colour: whether the channels are red, green and blue, and a filter is one picture.
    """

    values: np.ndarray
    in_colour: bool

    @property
    def filters(self) -> int:
        """How many filters there are."""
        return int(self.values.shape[0])

    @property
    def tiles(self) -> int:
        """How many pictures each filter has."""
        return 1 if self.in_colour else int(self.values.shape[1])

    def coloured(self, number: int) -> np.ndarray:
        """A filter as a picture, row × column × RGB from 0 to 1: its smallest value is 0, its largest 1."""
        kernel = np.moveaxis(self.values[number].astype(np.float64), 0, -1)
        finite = kernel[np.isfinite(kernel)]
        low, high = (finite.min(), finite.max()) if finite.size else (0.0, 1.0)
        scaled: np.ndarray = np.nan_to_num((kernel - low) / (high - low or 1.0), nan=0.0, posinf=1.0, neginf=0.0)
        return scaled

    def signed(self, number: int) -> np.ndarray:
        """A filter's channels, channel × row × column from -1 to 1: ±1 is its largest magnitude."""
        kernel: np.ndarray = self.values[number].astype(np.float64) / (_largest(self.values[number]) or 1.0)
        return kernel


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A matrix as cells.

    Attributes:
        cells: row × column; where a cell stands for several values, the one of the largest magnitude.
        span: how many rows and columns of the matrix a cell stands for.
        largest: the largest magnitude of a finite value.
    """

    cells: np.ndarray
    span: int
    largest: float


Picture = Kernels | Field


def picture(class_name: str, name: str, values: np.ndarray) -> Picture | None:
    """How a weight is best looked at; ``None`` for single numbers and rows of them.

    Args:
        class_name: Keras' class of the layer.
        name: the weight's name in it.
        values: of any shape and type of number.
    """
    if values.ndim < 2 or not values.size:
        return None
    real = np.abs(values) if np.iscomplexobj(values) else values
    if values.ndim == 4 and "Conv2D" in class_name and max(values.shape[:2]) > 1:
        return _kernels(class_name, name, real)
    return _field(real.reshape(-1, real.shape[-1]))


def _kernels(class_name: str, name: str, values: np.ndarray) -> Kernels:
    if "Depthwise" in class_name or name.startswith("depthwise"):
        height, width = values.shape[:2]
        return Kernels(np.moveaxis(values.reshape(height, width, -1), -1, 0)[:, np.newaxis], in_colour=False)
    if "Transpose" in class_name:
        values = np.swapaxes(values, 2, 3)
    return Kernels(np.transpose(values, (3, 2, 0, 1)), in_colour=values.shape[2] == _RGB)


def _field(matrix: np.ndarray) -> Field:
    rows, columns = matrix.shape
    span = math.ceil(columns / _MOST_COLUMNS)
    step = max(1, _STRIP // (columns * span)) * span
    strips = [_strongest(matrix[start : start + step].astype(np.float32), span) for start in range(0, rows, step)]
    cells = np.concatenate(strips)
    return Field(cells, span, _largest(cells))


def _strongest(matrix: np.ndarray, span: int) -> np.ndarray:
    """The value of the largest magnitude in each square of ``span`` rows and columns."""
    if span == 1:
        return matrix
    rows, columns = (math.ceil(size / span) for size in matrix.shape)
    padded = np.zeros((rows * span, columns * span), matrix.dtype)
    padded[: matrix.shape[0], : matrix.shape[1]] = matrix
    squares = padded.reshape(rows, span, columns, span).swapaxes(1, 2).reshape(rows, columns, -1)
    chosen = np.argmax(np.abs(squares), axis=-1)
    return np.take_along_axis(squares, chosen[..., np.newaxis], -1)[..., 0]


def _largest(values: np.ndarray) -> float:
    finite = np.abs(values[np.isfinite(values)])
    return float(finite.max()) if finite.size else 0.0
