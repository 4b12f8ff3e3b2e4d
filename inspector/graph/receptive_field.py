"""How much of the input one value of a layer's output can depend on, and how far apart those parts lie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from inspector.catalogue import category_of
from inspector.graph.layers import operations
from inspector.graph.layers.call import Call, per_axis
from inspector.graph.layers.keras_names import modern
from inspector.graph.leaf_edges import leaf_edges
from inspector.graph.model import Layer, ModelGraph
from inspector.graph.order import topological
from inspector.graph.shapes import MALFORMED, input_shapes

_MOST_ENLARGEMENTS = 50
_TOO_LARGE = 2**53
_PASS = frozenset({"activation", "regularization", "merging"})
_PASS_TOO = ("BatchNormalization", "SyncBatchNormalization", "LayerScale", "Rescaling", "Normalization", "Embedding")
_OPERATIONS_ALONG_AXES = frozenset({"Cumsum", "Cumprod", "Flip", "Roll", "Normalize", "Softmax", "LogSoftmax"})
_SCATTERING = frozenset({"Flatten", "Reshape", "Permute", "RepeatVector"})


@dataclass(frozen=True, slots=True)
class ReceptiveField:
    """What one output value sees of the input, per axis between batch and channels.

    Attributes:
        size: positions of the input; at most, where layers enlarge. Empty where it is the whole input.
        stride: input positions from the field of one value to that of the next; less than 1 after enlargements.
        is_whole: whether it sees all of the input, whatever its size.
    """

    size: tuple[int, ...] = ()
    stride: tuple[float, ...] = ()
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class _Axis:
    """Along one axis: a window of ``taps`` positions of a grid, one value every ``step`` of them.

    The grid is the input's, or, behind an enlargement, ``factor`` times as fine as that of the values of ``coarse``.
    """

    taps: int = 1
    step: int = 1
    coarse: _Axis | None = None
    factor: int = 1
    depth: int = 0

    def slid(self, window: int, stride: int) -> _Axis:
        return replace(self, taps=self.taps + (window - 1) * self.step, step=self.step * stride)

    def enlarged(self, window: int, factor: int) -> _Axis:
        return _Axis(window, 1, self, factor, self.depth + 1)

    @property
    def size(self) -> int:
        axis = self
        while axis.coarse is not None:
            coarse = axis.coarse
            axis = replace(coarse, taps=coarse.taps + (axis.taps - 1) // axis.factor * coarse.step)
        return axis.taps

    @property
    def stride(self) -> Fraction:
        stride, axis = Fraction(self.step), self
        while axis.coarse is not None:
            stride *= Fraction(axis.coarse.step, axis.factor)
            axis = axis.coarse
        return stride


_Seen = tuple[_Axis, ...] | Literal["whole", "scattered"] | None
"""``scattered``: values of different places side by side, in no order that could be followed; ``None``: not known."""


def receptive_fields(graph: ModelGraph) -> Mapping[str, ReceptiveField | None]:
    """The field of every leaf's output, ``None`` where it does not follow or has no axes.

    Where branches meet it is the largest of theirs. Layers are taken as they predict: dropout and augmentation do
    nothing, and a batch normalization looks at no other place.
    """
    inputs = input_shapes(graph)
    before: dict[str, dict[str, None]] = {leaf.path: {} for leaf in graph.leaves}
    for edge in leaf_edges(graph):
        before[edge.target][edge.source] = None
    seen: dict[str, _Seen] = {}
    by_path = graph.by_path
    for path in topological([leaf.path for leaf in graph.leaves], before):
        arriving = inputs.get(path, ())
        if before[path]:
            given = _together([seen.get(source) for source in before[path]])
        else:
            given = _beginning(by_path[path], arriving)
        seen[path] = _after(by_path[path], arriving, given)
    return {path: _field(found) for path, found in seen.items()}


def largest(fields: Iterable[ReceptiveField | None]) -> ReceptiveField | None:
    """The largest of the fields where a block is left; ``None`` if one is not known."""
    found = list(fields)
    if not found or None in found:
        return None
    known = [field for field in found if field is not None]
    return max(known, key=lambda field: (field.is_whole, field.size))


def _field(seen: _Seen) -> ReceptiveField | None:
    if seen == "whole":
        return ReceptiveField(is_whole=True)
    if not seen or seen == "scattered":
        return None
    return ReceptiveField(tuple(axis.size for axis in seen), tuple(float(axis.stride) for axis in seen))


def _beginning(layer: Layer, arriving: Sequence[tuple[int | None, ...] | None]) -> _Seen:
    shape = layer.output_shape if layer.class_name == "InputLayer" else next(iter(arriving), None)
    if shape is None or len(shape) < 2:
        return None
    return (_Axis(),) * max(len(shape) - 2, 1)


def _together(found: Sequence[_Seen]) -> _Seen:
    if None in found:
        return None
    for one in ("whole", "scattered"):
        if one in found:
            return "whole" if one == "whole" else "scattered"
    axes = [each for each in found if isinstance(each, tuple)]
    if len({len(each) for each in axes}) != 1:
        return None
    return tuple(max(axis, key=lambda one: one.size) for axis in zip(*axes, strict=True))


def _is_sound(axis: _Axis) -> bool:
    numbers = (axis.taps, axis.step, axis.factor)
    return axis.depth <= _MOST_ENLARGEMENTS and all(isinstance(each, int) and 0 < each < _TOO_LARGE for each in numbers)


def _after(layer: Layer, arriving: Sequence[tuple[int | None, ...] | None], given: _Seen) -> _Seen:
    if given is None or given == "whole":
        return given
    try:
        found = _through(Call(*modern(layer.class_name, layer.config), tuple(arriving)), given)
    except MALFORMED:
        return None
    return None if isinstance(found, tuple) and not all(map(_is_sound, found)) else found


def _through(call: Call, given: tuple[_Axis, ...] | Literal["scattered"]) -> _Seen:
    name = call.class_name
    category = category_of(name)
    rank = len(call.inputs[0] or ()) if call.inputs else 0
    if name in ("Dense", "EinsumDense") or category == "attention":
        return "whole" if rank == 2 or category == "attention" else given if name == "Dense" else None
    if name.startswith("Global") or name == "GroupNormalization":
        return "whole" if rank > 2 else None
    if category == "recurrent" or name == "Bidirectional":
        return None if call.config.get("return_sequences") and category == "recurrent" else "whole"
    if _passes(call, rank):
        return given
    if name in _SCATTERING:
        return "scattered"
    if given == "scattered":
        return None
    return _slid(call, given)


def _passes(call: Call, rank: int) -> bool:
    """Whether each value depends on what is at its own place only."""
    name = call.class_name
    category = category_of(name)
    channels = (-1, 1 if call.channels_first else rank - 1)
    if name == "Concatenate":
        return call.config.get("axis", -1) in channels
    if name in ("LayerNormalization", "UnitNormalization", "RMSNormalization", "Softmax"):
        return len(call.axes()) == 1 and call.axes()[0] in channels
    if name in ("Dot", "Merge") or (
        name in operations.SHAPES and name in (*operations.REDUCE, *_OPERATIONS_ALONG_AXES)
    ):
        return False
    return (
        category in _PASS
        or name in (*_PASS_TOO, "InputLayer", "Identity", "Masking")
        or name.startswith(("ZeroPadding", "Cropping"))
        or (name in operations.SHAPES and category == "operation")
    )


def _slid(call: Call, given: tuple[_Axis, ...]) -> _Seen:
    """Behind a window that slides over the input, or one that enlarges it."""
    name = call.class_name
    digits = [int(letter) for letter in name if letter.isdigit()]
    rank = len(given)
    if digits != [rank]:
        return None
    if name.startswith("UpSampling"):
        factors = per_axis(call.config.get("size", 2), rank)
        mode = call.config.get("interpolation", "nearest")
        if mode not in ("nearest", "bilinear"):
            return None
        windows = [factor if mode == "nearest" else 2 * factor - factor % 2 for factor in factors]
        return tuple(axis.enlarged(*pair) for axis, pair in zip(given, zip(windows, factors, strict=True), strict=True))
    if "Pooling" in name and not name.startswith("Adaptive"):
        windows = list(per_axis(call.config.get("pool_size", 2), rank))
        strides = per_axis(call.config.get("strides") or windows, rank)
    elif category_of(name) == "convolution":
        dilations = per_axis(call.config.get("dilation_rate", 1), rank)
        sizes = per_axis(call.config["kernel_size"], rank)
        windows = [(size - 1) * dilation + 1 for size, dilation in zip(sizes, dilations, strict=True)]
        strides = per_axis(call.config.get("strides", 1), rank)
    else:
        return None
    pairs = zip(windows, strides, strict=True)
    if name.endswith("Transpose"):
        return tuple(axis.enlarged(*pair) for axis, pair in zip(given, pairs, strict=True))
    return tuple(axis.slid(*pair) for axis, pair in zip(given, pairs, strict=True))
