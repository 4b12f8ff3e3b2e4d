"""A layer's config as far as its operations tell it, by Keras' names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from inspector.graph.operations import Constant, Operation, OperationGraph, Variable

_ACTIVATIONS = {
    "Relu": "relu", "Relu6": "relu6", "Sigmoid": "sigmoid", "Softmax": "softmax", "Elu": "elu", "Selu": "selu",
    "Tanh": "tanh", "LeakyRelu": "leaky_relu", "Softplus": "softplus", "Softsign": "softsign", "Erf": "gelu",
    "Erfc": "gelu",
}  # fmt: skip
_ACTIVATED = ("Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose", "DepthwiseConv2D", "SeparableConv2D", "Dense")
_KERNELS = ("Conv2D", "DepthwiseConv2dNative", "Conv2DBackpropInput", "Conv3D")
_POOLS = ("MaxPool", "AvgPool")


def settings_of(
    class_name: str, members: Sequence[Operation], variables: Sequence[Variable], graph: OperationGraph
) -> dict[str, Any]:
    """What the operations of a layer tell of its config; only what they do tell."""
    found: dict[str, Any] = {}
    kernel = _kernel(variables)
    convolution = next((each for each in members if each.type in _KERNELS), None)
    if convolution is not None and kernel is not None:
        found.update(_convolution(class_name, convolution, kernel))
    elif class_name == "Dense" and kernel is not None and kernel:
        found["units"] = kernel[-1]
    pool = next((each for each in members if each.type in _POOLS), None)
    if pool is not None:
        found.update(_windows(pool, "pool_size", "ksize"))
    if class_name == "Concatenate":
        found.update(_axis(members, graph))
    if class_name == "BatchNormalization":
        found.update(_epsilon(members))
    if class_name in _ACTIVATED and kernel is not None:
        found["use_bias"] = any(len(variable.shape or ()) == 1 for variable in variables)
    if class_name in (*_ACTIVATED, "Activation"):
        found["activation"] = _activation(members)
    return found


def _kernel(variables: Sequence[Variable]) -> tuple[Any, ...] | None:
    return next((variable.shape for variable in variables if variable.shape and len(variable.shape) > 1), None)


def _convolution(class_name: str, operation: Operation, kernel: tuple[Any, ...]) -> dict[str, Any]:
    strides, dilations = operation.attributes.get("strides"), operation.attributes.get("dilations")
    sizes = kernel[:-2]
    if class_name == "Conv1D":
        sizes = sizes[-1:]
    found: dict[str, Any] = {"kernel_size": list(sizes), **_padding(operation)}
    axes = slice(2, None) if _is_channels_first(operation) else slice(1, -1)
    if strides:
        found["strides"] = strides[axes][-len(sizes) :]
    if dilations:
        found["dilation_rate"] = dilations[axes][-len(sizes) :]
    if class_name == "DepthwiseConv2D":
        found["depth_multiplier"] = kernel[-1]
    else:
        found["filters"] = kernel[-2] if class_name == "Conv2DTranspose" else kernel[-1]
    return found


def _windows(operation: Operation, name: str, attribute: str) -> dict[str, Any]:
    axes = slice(2, None) if _is_channels_first(operation) else slice(1, -1)
    sizes, strides = operation.attributes.get(attribute) or [], operation.attributes.get("strides") or []
    return {name: sizes[axes], "strides": strides[axes], **_padding(operation)}


def _padding(operation: Operation) -> dict[str, Any]:
    raw = operation.attributes.get("padding")
    return {
        "padding": raw.decode("ascii", "replace").lower() if isinstance(raw, bytes) else "valid",
        "data_format": "channels_first" if _is_channels_first(operation) else "channels_last",
    }


def _is_channels_first(operation: Operation) -> bool:
    return operation.attributes.get("data_format") in (b"NCHW", b"NCDHW")


def _epsilon(members: Sequence[Operation]) -> dict[str, Any]:
    values = [value for each in members if isinstance(value := each.attributes.get("epsilon"), float)]
    return {"epsilon": round(values[0], 9)} if values else {}


def _axis(members: Sequence[Operation], graph: OperationGraph) -> dict[str, Any]:
    join = next((each for each in members if each.type == "ConcatV2" and each.inputs), None)
    value = graph.operations[join.inputs[-1][0]].attributes.get("value") if join else None
    integers = value.integers if isinstance(value, Constant) else None
    return {"axis": integers[0]} if integers else {}


def _activation(members: Sequence[Operation]) -> str:
    last = [each.type for each in members if each.type in _ACTIVATIONS or each.type == "Mul"]
    if last[-2:] == ["Sigmoid", "Mul"]:
        return "silu"
    return next((_ACTIVATIONS[each] for each in reversed(last) if each in _ACTIVATIONS), "linear")
