"""Layers that move, pad, cut or repeat values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from inspector.graph.layers.call import Call, ShapeRule, per_axis, product, same_shape
from inspector.graph.model import Shape


def _flattened(call: Call) -> tuple[Shape, ...]:
    return ((call.input[0], product(call.input[1:])),)


def _reshaped(call: Call) -> tuple[Shape, ...]:
    target = tuple(call.config["target_shape"])
    total, fixed = product(call.input[1:]), product(size for size in target if size != -1)
    rest = total // fixed if total is not None and fixed else None
    return ((call.input[0], *(rest if size == -1 else size for size in target)),)


def _permuted(call: Call) -> tuple[Shape, ...]:
    return ((call.input[0], *(call.input[axis] for axis in call.config["dims"])),)


def _repeated(call: Call) -> tuple[Shape, ...]:
    return ((call.input[0], call.config["n"], *call.input[1:]),)


def _bordered(rank: int, setting: str, sign: int) -> ShapeRule:
    def rule(call: Call) -> tuple[Shape, ...]:
        borders = _pairs(call.config.get(setting, 1), rank)
        axes = zip(call.spatial, borders, strict=True)
        spatial = (None if size is None else size + sign * sum(border) for size, border in axes)
        return (call.with_spatial(spatial, call.input[1 if call.channels_first else -1]),)

    return rule


def _pairs(value: int | Sequence[int | Sequence[int]], rank: int) -> list[tuple[int, int]]:
    """Borders are one number, a number or pair per axis, or, in Keras 1, all numbers in a row."""
    if isinstance(value, int):
        return [(value, value)] * rank
    numbers = [entry for entry in value if isinstance(entry, int)]
    if len(numbers) == 2 * rank:
        return list(zip(numbers[::2], numbers[1::2], strict=True))
    return [(entry, entry) if isinstance(entry, int) else _pair(entry) for entry in value]


def _pair(entry: Iterable[int]) -> tuple[int, int]:
    before, after = entry
    return before, after


def _upsampled(rank: int) -> ShapeRule:
    def rule(call: Call) -> tuple[Shape, ...]:
        axes = zip(call.spatial, per_axis(call.config.get("size", 2), rank), strict=True)
        spatial = (None if size is None else size * factor for size, factor in axes)
        return (call.with_spatial(spatial, call.input[1 if call.channels_first else -1]),)

    return rule


SHAPES: dict[str, ShapeRule] = {
    "Flatten": _flattened,
    "Reshape": _reshaped,
    "Permute": _permuted,
    "RepeatVector": _repeated,
    "Masking": same_shape,
    "Identity": same_shape,
    **{f"ZeroPadding{rank}D": _bordered(rank, "padding", 1) for rank in (1, 2, 3)},
    **{f"Cropping{rank}D": _bordered(rank, "cropping", -1) for rank in (1, 2, 3)},
    **{f"UpSampling{rank}D": _upsampled(rank) for rank in (1, 2, 3)},
}
