"""Shapes of the tensors between operations: as the file says, or as they follow from the operations."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from inspector.graph.layers.convolution import window_count
from inspector.graph.layers.merging import broadcast
from inspector.graph.model import Shape
from inspector.graph.operations import Constant, Operation, OperationGraph

Shapes = tuple[Shape | None, ...]
_UNKNOWN: Shapes = ()

_KEEPING = frozenset({
    "Identity", "Relu", "Relu6", "Elu", "Selu", "LeakyRelu", "Sigmoid", "Tanh", "Softmax", "LogSoftmax", "Softplus",
    "Softsign", "BiasAdd", "StopGradient", "Cast", "Neg", "Exp", "Log", "Sqrt", "Rsqrt", "Square", "Abs", "Erf", "Erfc",
    "IdentityN", "Switch", "RefSwitch", "Enter", "ReadVariableOp", "Floor", "Round", "Sin", "Cos", "Snapshot",
    "CheckNumerics", "PreventGradient", "PlaceholderWithDefault", "FusedBatchNorm", "FusedBatchNormV2",
    "FusedBatchNormV3", "LRN", "ZerosLike", "OnesLike",
})  # fmt: skip
"""Their result has the shape of their first tensor."""
_BROADCASTING = frozenset({
    "Add", "AddV2", "Sub", "Mul", "RealDiv", "Div", "Maximum", "Minimum", "Pow", "SquaredDifference", "FloorDiv",
    "FloorMod", "Greater", "Less", "GreaterEqual", "LessEqual", "Equal",
})  # fmt: skip
_PASSING = ("Identity", "ReadVariableOp", "Enter")
_MALFORMED = (LookupError, TypeError, ValueError, ArithmeticError, AttributeError)
"""What a rule can raise on an operation that is not as TensorFlow writes it: a file may say anything."""


class _Taken:
    """An operation with the shapes and the constants it takes."""

    def __init__(self, graph: OperationGraph, operation: Operation, known: Sequence[Shapes]) -> None:
        self._graph = graph
        self.operation = operation
        self.attributes = operation.attributes
        self.shapes = [_at(known[source], index) for source, index in operation.inputs]

    @property
    def first(self) -> list[int | None]:
        """The shape of the first tensor; raises TypeError where it is not known."""
        return list(self.shapes[0])  # type: ignore[arg-type]

    def integers(self, number: int) -> tuple[int, ...]:
        """The values of an input that is a constant; raises TypeError where it is none."""
        return tuple(_constant(self._graph, self.operation.inputs[number][0]))  # type: ignore[arg-type]

    def sizes(self, number: int) -> tuple[int | None, ...]:
        """The values of an input that is a constant, or that is packed of some; ``None`` for those that are none."""
        packed = self._graph.operations[self.operation.inputs[number][0]]
        if packed.type != "Pack":
            return self.integers(number)
        parts = [_constant(self._graph, place) for place, _ in packed.inputs]
        return tuple(part[0] if part else None for part in parts)

    @property
    def spatial(self) -> tuple[int, int]:
        """The axes of height and width."""
        return (2, 3) if self.attributes.get("data_format") == b"NCHW" else (1, 2)

    @property
    def channels(self) -> int:
        """The axis of channels."""
        return 1 if self.attributes.get("data_format") == b"NCHW" else 3

    @property
    def padding(self) -> str:
        """``"same"``, ``"valid"`` or ``"explicit"``."""
        return bytes(self.attributes.get("padding") or b"").decode().lower()


def _constant(graph: OperationGraph, place: int) -> tuple[int, ...] | None:
    for _ in range(20):
        operation = graph.operations[place]
        if operation.type not in _PASSING or not operation.inputs:
            break
        place = operation.inputs[0][0]
    value = graph.operations[place].attributes.get("value")
    return value.integers if isinstance(value, Constant) else None


def tensor_shapes(graph: OperationGraph) -> tuple[Shapes, ...]:
    """The shapes of every operation's outputs, by its place; an empty tuple where they are not known."""
    known: list[Shapes] = []
    for place, operation in enumerate(graph.operations):
        given = graph.shapes.get(place)
        known.append((given,) if given is not None else _shapes(graph, operation, known))
    return tuple(known)


def _shapes(graph: OperationGraph, operation: Operation, known: Sequence[Shapes]) -> Shapes:
    try:
        said = operation.attributes.get("_output_shapes")
        if said and any(shape is not None for shape in said):
            return tuple(said)
        if operation.type == "Const":
            return (operation.attributes["value"].shape,)
        if operation.variable is not None:
            return (operation.variable.shape,)
        if not operation.inputs:
            return (operation.attributes.get("shape"),)
        if operation.type in _KEEPING:
            return (_at(known[operation.inputs[0][0]], operation.inputs[0][1]),)
        rule = _RULES.get(operation.type)
        return (rule(_Taken(graph, operation, known)),) if rule else _UNKNOWN
    except _MALFORMED:
        return _UNKNOWN


def _at(shapes: Shapes, index: int) -> Shape | None:
    return shapes[index] if index < len(shapes) else None


def _broadcast(taken: _Taken) -> Shape | None:
    one, other = taken.shapes
    return None if one is None or other is None else broadcast(one, other)


def _convolved(taken: _Taken) -> Shape:
    made, kernel = taken.first, taken.shapes[1] or ()
    strides = taken.attributes.get("strides") or [1] * 4
    dilations = taken.attributes.get("dilations") or [1] * 4
    explicit = taken.attributes.get("explicit_paddings") or []
    for axis, window in zip(taken.spatial, kernel[:2], strict=True):
        size = made[axis]
        if taken.padding == "explicit" and size is not None:
            size += explicit[2 * axis] + explicit[2 * axis + 1]
        kind = "valid" if taken.padding == "explicit" else taken.padding
        made[axis] = window_count(size, int(window or 0), strides[axis], kind, dilations[axis])
    is_depthwise = taken.operation.type == "DepthwiseConv2dNative"
    made[taken.channels] = (kernel[2] or 0) * (kernel[3] or 0) if is_depthwise else kernel[3]
    return tuple(made)


def _pooled(taken: _Taken) -> Shape:
    made = taken.first
    sizes, strides = taken.attributes["ksize"], taken.attributes["strides"]
    for axis in taken.spatial:
        made[axis] = window_count(made[axis], sizes[axis], strides[axis], taken.padding)
    return tuple(made)


def _multiplied(taken: _Taken) -> Shape:
    one, other = taken.shapes
    rows = one[1 if taken.attributes.get("transpose_a") else 0]  # type: ignore[index]
    columns = other[0 if taken.attributes.get("transpose_b") else 1]  # type: ignore[index]
    return (rows, columns)


def _padded(taken: _Taken) -> Shape:
    added = taken.integers(1)
    return tuple(
        None if size is None else size + added[2 * axis] + added[2 * axis + 1] for axis, size in enumerate(taken.first)
    )


def _joined(taken: _Taken) -> Shape:
    axis = taken.integers(len(taken.shapes) - 1)[0]
    parts = [list(shape) for shape in taken.shapes[:-1]]  # type: ignore[arg-type]
    sizes = [part[axis] for part in parts]
    made = parts[0]
    made[axis] = None if None in sizes else sum(size or 0 for size in sizes)
    return tuple(made)


def _reduced(taken: _Taken) -> Shape:
    shape = taken.first
    gone = {axis % len(shape) for axis in taken.integers(1)}
    keeps = taken.attributes.get("keep_dims")
    return tuple(1 if axis in gone else size for axis, size in enumerate(shape) if keeps or axis not in gone)


def _reshaped(taken: _Taken) -> Shape:
    target = taken.sizes(1)
    source = [size for size in taken.shapes[0] or (None,) if size is not None]
    if -1 not in target or None in target or len(source) < len(taken.shapes[0] or (None,)):
        return tuple(None if size == -1 else size for size in target)
    known = math.prod(size for size in target if size is not None and size != -1)
    return tuple(math.prod(source) // known if size == -1 else size for size in target)


def _squeezed(taken: _Taken) -> Shape:
    shape = taken.first
    named = taken.attributes.get("squeeze_dims") or [axis for axis, size in enumerate(shape) if size == 1]
    gone = {axis % len(shape) for axis in named}
    return tuple(size for axis, size in enumerate(shape) if axis not in gone)


def _expanded(taken: _Taken) -> Shape:
    shape, (axis,) = taken.first, taken.integers(1)
    shape.insert(axis if axis >= 0 else len(shape) + 1 + axis, 1)
    return tuple(shape)


def _transposed(taken: _Taken) -> Shape:
    shape = taken.first
    return tuple(shape[axis] for axis in taken.integers(1))


def _sliced(taken: _Taken) -> Shape | None:
    if taken.attributes.get("ellipsis_mask") or taken.attributes.get("new_axis_mask"):
        return None
    begins, ends, strides = (taken.integers(number) for number in (1, 2, 3))
    from_start, to_end, gone = (
        taken.attributes.get(mask) or 0 for mask in ("begin_mask", "end_mask", "shrink_axis_mask")
    )
    made: list[int | None] = []
    for axis, size in enumerate(taken.first):
        if axis >= len(begins) or size is None:
            if not (axis < len(begins) and gone >> axis & 1):
                made.append(size)
        elif not gone >> axis & 1:
            begin = None if from_start >> axis & 1 else begins[axis]
            end = None if to_end >> axis & 1 else ends[axis]
            made.append(len(range(size)[slice(begin, end, strides[axis])]))
    return tuple(made)


_RULES: dict[str, Callable[[_Taken], Shape | None]] = {
    **dict.fromkeys(_BROADCASTING, _broadcast),
    **dict.fromkeys(("Conv2D", "DepthwiseConv2dNative"), _convolved),
    **dict.fromkeys(("MaxPool", "AvgPool"), _pooled),
    **dict.fromkeys(("Pad", "PadV2", "MirrorPad"), _padded),
    **dict.fromkeys(("Mean", "Max", "Sum", "Min", "Prod"), _reduced),
    "MatMul": _multiplied,
    "ConcatV2": _joined,
    "Reshape": _reshaped,
    "Squeeze": _squeezed,
    "ExpandDims": _expanded,
    "Transpose": _transposed,
    "StridedSlice": _sliced,
}
