"""Layers that join several tensors."""

from __future__ import annotations

from functools import reduce

from inspector.graph.layers.call import Call, ShapeRule, UnknownError
from inspector.graph.model import Shape


def broadcast(one: Shape, other: Shape) -> Shape:
    """The shape of two tensors combined value by value; raises UnknownError where they do not fit."""
    rank = max(len(one), len(other))
    pairs = zip((1,) * (rank - len(one)) + one, (1,) * (rank - len(other)) + other, strict=True)
    return tuple(_broadcast_size(a, b) for a, b in pairs)


def _broadcast_size(one: int | None, other: int | None) -> int | None:
    if one is None or other is None:
        return None
    if 1 not in (one, other) and one != other:
        raise UnknownError(f"sizes {one} and {other} together")
    return max(one, other)


def combined(call: Call) -> tuple[Shape, ...]:
    """The rule of layers and operations that combine their inputs value by value."""
    shapes = (call.input_at(index) for index in range(len(call.inputs)))
    return (reduce(broadcast, shapes),)


def _concatenated(call: Call) -> tuple[Shape, ...]:
    shapes = [call.input_at(index) for index in range(len(call.inputs))]
    axis = call.config.get("axis", -1) % len(shapes[0])
    sizes = [shape[axis] for shape in shapes]
    total = None if None in sizes else sum(size for size in sizes if size is not None)
    known_sizes = zip(*shapes, strict=True)
    merged = [next((size for size in column if size is not None), None) for column in known_sizes]
    return ((*merged[:axis], total, *merged[axis + 1 :]),)


def _dotted(call: Call) -> tuple[Shape, ...]:
    left, right = call.input_at(0), call.input_at(1)
    axes = call.config.get("axes", -1)
    left_axis, right_axis = (axes, axes) if isinstance(axes, int) else axes
    left_rest = [size for index, size in enumerate(left) if index != left_axis % len(left)]
    right_rest = [size for index, size in enumerate(right) if index not in (0, right_axis % len(right))]
    rest = (*left_rest, *right_rest)
    return (rest if len(rest) > 1 else (*rest, 1),)


SHAPES: dict[str, ShapeRule] = {
    **dict.fromkeys(("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "CustomScaleLayer"), combined),
    "Concatenate": _concatenated,
    "Dot": _dotted,
}
