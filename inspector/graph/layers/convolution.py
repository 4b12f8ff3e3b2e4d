"""Convolutions: plain, transposed, depthwise, separable, locally connected."""

from __future__ import annotations

import math

from inspector.graph.layers.call import (
    Call,
    ShapeRule,
    UnknownError,
    WeightRule,
    kernel_and_bias,
    known,
    per_axis,
    weights,
)
from inspector.graph.model import Shape, Weight


def window_count(size: int | None, window: int, stride: int, padding: str, dilation: int = 1) -> int | None:
    """How many windows fit along one axis of ``size`` values; raises UnknownError where none does."""
    if size is None:
        return None
    if padding in ("same", "causal"):
        return -(-size // stride)
    count = (size - (window - 1) * dilation - 1) // stride + 1
    if count < 1:
        raise UnknownError(f"a window of {window} on {size} values")
    return count


def convolved(call: Call, rank: int) -> tuple[int | None, ...]:
    """Spatial sizes after sliding a kernel of ``rank`` axes over the input."""
    kernel = per_axis(call.config["kernel_size"], rank)
    strides = per_axis(call.config.get("strides", 1), rank)
    dilations = per_axis(call.config.get("dilation_rate", 1), rank)
    padding = call.config.get("padding", "valid")
    axes = zip(call.spatial[-rank:], kernel, strides, dilations, strict=True)
    return tuple(window_count(size, window, stride, padding, dilation) for size, window, stride, dilation in axes)


def _rank(call: Call) -> int:
    return len(call.spatial)


def _kernel(call: Call) -> tuple[int, ...]:
    return per_axis(call.config["kernel_size"], _rank(call))


def _filtered(call: Call) -> tuple[Shape, ...]:
    return (call.with_spatial(convolved(call, _rank(call)), call.config["filters"]),)


def _depthwise(call: Call) -> tuple[Shape, ...]:
    channels = call.channels * call.config.get("depth_multiplier", 1)
    return (call.with_spatial(convolved(call, _rank(call)), channels),)


def _enlarged(call: Call) -> tuple[Shape, ...]:
    rank = _rank(call)
    kernel = _kernel(call)
    strides = per_axis(call.config.get("strides", 1), rank)
    dilations = per_axis(call.config.get("dilation_rate", 1), rank)
    extra = call.config.get("output_padding")
    extras = (None,) * rank if extra is None else per_axis(extra, rank)
    same = call.config.get("padding", "valid") == "same"
    axes = zip(call.spatial, kernel, strides, dilations, extras, strict=True)
    spatial = tuple(_enlarged_size(size, (k - 1) * d + 1, s, same, e) for size, k, s, d, e in axes)
    return (call.with_spatial(spatial, call.config["filters"]),)


def _enlarged_size(size: int | None, kernel: int, stride: int, same: bool, extra: int | None) -> int | None:
    if size is None:
        return None
    if extra is None:
        return size * stride + (0 if same else max(kernel - stride, 0))
    return (size - 1) * stride + kernel - 2 * (kernel // 2 if same else 0) + extra


def _kernel_weights(call: Call) -> tuple[Weight, ...]:
    filters = call.config["filters"]
    groups = call.config.get("groups") or 1
    return kernel_and_bias(call, (*_kernel(call), call.channels // groups, filters), (filters,))


def _transposed_weights(call: Call) -> tuple[Weight, ...]:
    filters = call.config["filters"]
    return kernel_and_bias(call, (*_kernel(call), filters, call.channels), (filters,))


def _depthwise_weights(call: Call) -> tuple[Weight, ...]:
    multiplier = call.config.get("depth_multiplier", 1)
    return kernel_and_bias(call, (*_kernel(call), call.channels, multiplier), (call.channels * multiplier,))


def _separable_weights(call: Call) -> tuple[Weight, ...]:
    multiplier, filters = call.config.get("depth_multiplier", 1), call.config["filters"]
    depthwise = weights(("depthwise_kernel", (*_kernel(call), call.channels, multiplier)))
    pointwise = (1,) * _rank(call) + (call.channels * multiplier, filters)
    return depthwise + kernel_and_bias(call, pointwise, (filters,), name="pointwise_kernel")


def _local_weights(call: Call) -> tuple[Weight, ...]:
    filters = call.config["filters"]
    positions = tuple(map(known, convolved(call, _rank(call))))
    window = math.prod(_kernel(call)) * call.channels
    return kernel_and_bias(call, (math.prod(positions), window, filters), (*positions, filters))


SHAPES: dict[str, ShapeRule] = {
    **{f"Conv{rank}D": _filtered for rank in (1, 2, 3)},
    **{f"SeparableConv{rank}D": _filtered for rank in (1, 2)},
    **{f"LocallyConnected{rank}D": _filtered for rank in (1, 2)},
    **{f"DepthwiseConv{rank}D": _depthwise for rank in (1, 2)},
    **{f"Conv{rank}DTranspose": _enlarged for rank in (1, 2, 3)},
}
WEIGHTS: dict[str, WeightRule] = {
    **{f"Conv{rank}D": _kernel_weights for rank in (1, 2, 3)},
    **{f"SeparableConv{rank}D": _separable_weights for rank in (1, 2)},
    **{f"LocallyConnected{rank}D": _local_weights for rank in (1, 2)},
    **{f"DepthwiseConv{rank}D": _depthwise_weights for rank in (1, 2)},
    **{f"Conv{rank}DTranspose": _transposed_weights for rank in (1, 2, 3)},
}
