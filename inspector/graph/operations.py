"""A graph of TensorFlow operations as frozen values: what a SavedModel or GraphDef holds beneath its layers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from inspector.graph.model import Note, Shape

Tensor = tuple[int, int]
"""A tensor that flows: place of the operation that gives it in ``OperationGraph.operations``, and which output."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A tensor with its values in the file.

    Attributes:
        dtype: as NumPy calls it.
        shape: ``None`` where the file does not say.
        nbytes: what its values take in bytes.
        values: in row order, of a small tensor; else ``None``.
    """

    dtype: str
    shape: Shape | None
    nbytes: int = 0
    values: tuple[int | float | str, ...] | None = None

    @property
    def size(self) -> int:
        """How many values it has."""
        return math.prod(axis or 0 for axis in self.shape or ())

    @property
    def integers(self) -> tuple[int, ...] | None:
        """Its values, where they are known and whole numbers."""
        if self.values is None or not all(isinstance(value, int) for value in self.values):
            return None
        return tuple(map(int, self.values))


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable that an operation stands for.

    Attributes:
        key: the same for everything that stands for this variable, and for nothing else.
        name: as it was made: ``"block1/conv/kernel"``; several may have the same.
        is_named: whether the name is its own, and not that of the operation that read it before it was frozen.
    """

    key: str
    name: str
    dtype: str
    shape: Shape | None
    trainable: bool = True
    is_named: bool = True


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation.

    Attributes:
        name: unique in its graph; scopes are joined with ``/``.
        type: TensorFlow's name of what it does: ``"Conv2D"``.
        inputs: the tensors it takes, in order.
        controls: places of operations that only have to run before.
        attributes: as in the file, by name; read when they are asked for.
        variable: the variable it stands for, where it does.
    """

    name: str
    type: str
    inputs: tuple[Tensor, ...] = ()
    controls: tuple[int, ...] = ()
    attributes: Mapping[str, Any] = field(default_factory=dict)
    variable: Variable | None = None


@dataclass(frozen=True, slots=True)
class OperationGraph:
    """Operations in an order in which each comes after those it takes tensors from, as far as there is one.

    Attributes:
        inputs: places of the operations that stand for the model's data.
        outputs: the tensors the model gives.
        shapes: of the tensors that go in, by place, as a signature tells them.
    """

    name: str
    operations: tuple[Operation, ...]
    inputs: tuple[int, ...]
    outputs: tuple[Tensor, ...]
    shapes: Mapping[int, Shape] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """How a graph of operations is looked at.

    Attributes:
        operations: each operation by itself, instead of the layers they make up.
        max_const_size: the most bytes a constant may have whose values are shown; of larger ones the size is.
    """

    operations: bool = False
    max_const_size: int = 32
