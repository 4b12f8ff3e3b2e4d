"""Pooling: windows, the whole input, or as many windows as the output asks for."""

from __future__ import annotations

from inspector.graph.layers.call import Call, ShapeRule, per_axis
from inspector.graph.layers.convolution import window_count
from inspector.graph.model import Shape


def _windows(rank: int) -> ShapeRule:
    def rule(call: Call) -> tuple[Shape, ...]:
        pool = per_axis(call.config.get("pool_size", 2), rank)
        strides = per_axis(call.config.get("strides") or pool, rank)
        padding = call.config.get("padding", "valid")
        axes = zip(call.spatial, pool, strides, strict=True)
        spatial = (window_count(size, window, stride, padding) for size, window, stride in axes)
        return (call.with_spatial(spatial, _channels(call)),)

    return rule


def _everything(rank: int) -> ShapeRule:
    def rule(call: Call) -> tuple[Shape, ...]:
        if call.config.get("keepdims"):
            return (call.with_spatial((1,) * rank, _channels(call)),)
        return ((call.input[0], _channels(call)),)

    return rule


def _adaptive(rank: int) -> ShapeRule:
    def rule(call: Call) -> tuple[Shape, ...]:
        return (call.with_spatial(per_axis(call.config["output_size"], rank), _channels(call)),)

    return rule


def _channels(call: Call) -> int | None:
    return call.input[1 if call.channels_first else -1]


SHAPES: dict[str, ShapeRule] = {
    f"{prefix}{kind}Pooling{rank}D": family(rank)
    for prefix, family in (("", _windows), ("Global", _everything), ("Adaptive", _adaptive))
    for kind in ("Max", "Average")
    for rank in (1, 2, 3)
}
