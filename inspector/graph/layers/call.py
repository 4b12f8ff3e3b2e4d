"""A layer as it is called, and the few questions every family of layers asks about it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from inspector.graph.model import Shape, Weight


class UnknownError(Exception):
    """A shape or weight does not follow from what is known."""


@dataclass(frozen=True, slots=True)
class Call:
    """A layer's Keras 3 class name and config, and one shape per tensor it takes (``None``: not known)."""

    class_name: str
    config: Mapping[str, Any]
    inputs: tuple[Shape | None, ...] = ()

    @property
    def input(self) -> Shape:
        """The first input's shape."""
        return self.input_at(0)

    def input_at(self, index: int) -> Shape:
        """Shape of an input; raises UnknownError where it is not known."""
        shape = self.inputs[index] if index < len(self.inputs) else None
        if shape is None:
            raise UnknownError(f"the shape of input {index}")
        return shape

    def with_input(self, shape: Shape) -> Call:
        """The same layer called on one tensor of another shape."""
        return replace(self, inputs=(shape,))

    @property
    def channels_first(self) -> bool:
        """Whether channels come right after the batch axis."""
        return self.config.get("data_format") == "channels_first"

    @property
    def channels(self) -> int:
        """Size of the first input's channel axis."""
        return known(self.input[1 if self.channels_first else -1])

    @property
    def spatial(self) -> Shape:
        """The first input's sizes between batch and channels."""
        return self.input[2:] if self.channels_first else self.input[1:-1]

    def with_spatial(self, spatial: Iterable[int | None], channels: int | None) -> Shape:
        """The shape with these spatial sizes and channels, laid out as the layer's data format says."""
        batch = self.input[0]
        return (batch, channels, *spatial) if self.channels_first else (batch, *spatial, channels)

    def axes(self, default: int = -1) -> tuple[int, ...]:
        """The setting ``axis`` as a tuple, whether it is one number or a list of them."""
        axis = self.config.get("axis", default)
        return tuple(axis) if isinstance(axis, (list, tuple)) else (axis,)


ShapeRule = Callable[[Call], tuple[Shape, ...]]
WeightRule = Callable[[Call], tuple[Weight, ...]]


def known(size: int | None) -> int:
    """A size that has to be a number; raises UnknownError where it is not fixed."""
    if size is None:
        raise UnknownError("a size that is not fixed")
    return size


def product(sizes: Iterable[int | None]) -> int | None:
    """The product of sizes, ``None`` if one is not fixed."""
    listed = tuple(sizes)
    return None if None in listed else math.prod(known(size) for size in listed)


def per_axis(value: int | Iterable[int], rank: int) -> tuple[int, ...]:
    """A setting given once or for each spatial axis, as one value for each."""
    if isinstance(value, int):
        return (value,) * rank
    values = tuple(value)
    return values if len(values) == rank else (values[0],) * rank


def same_shape(call: Call) -> tuple[Shape, ...]:
    """The rule of every layer that gives back the shape of its first input."""
    return (call.input,)


def weights(*named: tuple[str, tuple[int, ...]], trainable: bool = True) -> tuple[Weight, ...]:
    """Weights from names and shapes."""
    return tuple(Weight(name, tuple(map(known, shape)), trainable=trainable) for name, shape in named)


def kernel_and_bias(
    call: Call, kernel: tuple[int, ...], bias: tuple[int, ...], name: str = "kernel"
) -> tuple[Weight, ...]:
    """A kernel and, unless the config says otherwise, a bias."""
    if call.config.get("use_bias", True):
        return weights((name, kernel), ("bias", bias))
    return weights((name, kernel))
