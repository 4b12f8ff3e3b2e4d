"""Bare Keras operations: those that keep a shape and those that combine shapes."""

from __future__ import annotations

from inspector.graph.layers.call import Call, ShapeRule, UnknownError, same_shape
from inspector.graph.layers.merging import combined
from inspector.graph.model import Shape

_KEEP_THE_SHAPE = (
    *("Abs", "Absolute", "Negative", "Sign", "Square", "Sqrt", "Rsqrt", "Reciprocal", "Exp", "Expm1", "Log", "Log1p"),
    *("Sin", "Cos", "Tan", "Tanh", "Arctan", "Sigmoid", "LogSigmoid", "Relu", "Relu6", "LeakyRelu", "Elu", "Selu"),
    *("Gelu", "Celu", "Silu", "Mish", "Softplus", "Softsign", "Softmax", "LogSoftmax", "HardSigmoid", "HardSilu"),
    *("HardSwish", "HardTanh", "Erf", "Erfinv", "Floor", "Ceil", "Round", "Clip", "Cast", "StopGradient", "Copy"),
    *("NanToNum", "Normalize", "OnesLike", "ZerosLike", "Cumsum", "Cumprod", "Flip", "Roll", "LogicalNot", "Threshold"),
)
COMPARE = (
    *("Equal", "NotEqual", "Greater", "GreaterEqual", "Less", "LessEqual"),
    *("LogicalAnd", "LogicalOr", "LogicalXor", "LogicalNot"),
)
_COMBINE = (
    *("Divide", "TrueDivide", "FloorDivide", "Power", "Mod", "Where", "Arctan2", "Logaddexp", "DivideNoNan"),
    *COMPARE[:-1],
)
REDUCE = ("Mean", "Sum", "Max", "Min", "Prod", "Std", "Var", "Any", "All", "Logsumexp", "Amax", "Amin")
MOVES = frozenset(
    (
        *(
            "GetItem",
            "Reshape",
            "Transpose",
            "Squeeze",
            "ExpandDims",
            "Concatenate",
            "Stack",
            "Split",
            "Unstack",
            "Flip",
        ),
        *("Roll", "Repeat", "Tile", "Pad", "BroadcastTo", "Moveaxis", "Swapaxes", "Ravel", "Take", "Slice", "Cast"),
        *("Copy", "StopGradient", "OnesLike", "ZerosLike", "DepthToSpace", "SpaceToDepth", "Identity"),
    )
)
"""Operations that move values or copy them, and compute nothing."""


def _reduced(call: Call) -> tuple[Shape, ...]:
    if "axis" not in call.config:
        raise UnknownError("the axes that are reduced")
    rank = len(call.input)
    axis = call.config["axis"]
    axes = range(rank) if axis is None else [entry % rank for entry in call.axes()]
    if call.config.get("keepdims"):
        return (tuple(1 if index in axes else size for index, size in enumerate(call.input)),)
    return (tuple(size for index, size in enumerate(call.input) if index not in axes),)


SHAPES: dict[str, ShapeRule] = {
    **dict.fromkeys(_KEEP_THE_SHAPE, same_shape),
    **dict.fromkeys(_COMBINE, combined),
    **dict.fromkeys(REDUCE, _reduced),
}
