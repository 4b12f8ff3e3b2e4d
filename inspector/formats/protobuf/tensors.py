"""Shapes, element types and constants: ``TensorShapeProto``, ``DataType``, ``TensorProto``.

Source: https://github.com/tensorflow/tensorflow/tree/master/tensorflow/core/framework (tensor.proto, types.proto)
"""

from __future__ import annotations

import struct

from inspector.formats.protobuf.wire import BYTES, VARINT, WireError, fields, packed, signed
from inspector.graph.model import Shape
from inspector.graph.operations import Constant

_RANK = 255
_REFERENCE = 100
_NAMES = {
    1: "float32", 2: "float64", 3: "int32", 4: "uint8", 5: "int16", 6: "int8", 7: "string", 8: "complex64",
    9: "int64", 10: "bool", 11: "qint8", 12: "quint8", 13: "qint32", 14: "bfloat16", 15: "qint16", 16: "quint16",
    17: "uint16", 18: "complex128", 19: "float16", 20: "resource", 21: "variant", 22: "uint32", 23: "uint64",
    24: "float8_e5m2", 25: "float8_e4m3fn", 29: "int4", 30: "uint4",
}  # fmt: skip
_INTEGERS = {"int32": "i", "int64": "q", "uint8": "B", "int16": "h", "int8": "b", "bool": "?"}
_INTEGER_FIELDS = (7, 10, 11)
"""``int_val``, ``int64_val``, ``bool_val``."""
_FEW = 64


def dtype_name(number: int) -> str:
    """A ``DataType`` as NumPy and Keras call it; that of a reference is that of what it refers to."""
    return _NAMES.get(number - _REFERENCE if number > _REFERENCE else number, f"type {number}")


def shape(data: bytes, start: int, end: int) -> Shape | None:
    """A ``TensorShapeProto``; ``None`` where not even the rank is known."""
    sizes: list[int | None] = []
    for number, kind, first, last in fields(data, start, end):
        if number == 2 and kind == BYTES:
            sizes.append(_size(data, first, last))
            if len(sizes) > _RANK:
                raise WireError(f"a shape in it has more than {_RANK} axes")
        elif number == 3 and kind == VARINT and first:
            return None
    return tuple(sizes)


def _size(data: bytes, start: int, end: int) -> int | None:
    size = 0
    for number, kind, value, _ in fields(data, start, end):
        if number == 1 and kind == VARINT:
            size = signed(value)
    return size if size >= 0 else None


def constant(data: bytes, start: int, end: int) -> Constant:
    """A ``TensorProto``; its values are not read unless they are few and whole."""
    dtype, extent = "type 0", ()  # type: tuple[str, Shape | None]
    content: tuple[int, int] | None = None
    values: list[int] = []
    for number, kind, first, last in fields(data, start, end):
        if number == 1 and kind == VARINT:
            dtype = dtype_name(first)
        elif number == 2 and kind == BYTES:
            extent = shape(data, first, last)
        elif number == 4 and kind == BYTES:
            content = (first, last)
        elif number in _INTEGER_FIELDS and len(values) < _FEW:
            found = [first] if kind == VARINT else packed(data, first, last, _FEW) if kind == BYTES else []
            values.extend(map(signed, found))
    bare = Constant(dtype, extent)
    if dtype not in _INTEGERS or extent is None or bare.size > _FEW:
        return bare
    return Constant(dtype, extent, _integers(data, content, values, bare))


def _integers(data: bytes, content: tuple[int, int] | None, values: list[int], of: Constant) -> tuple[int, ...] | None:
    if content is not None:
        layout = struct.Struct(f"<{of.size}{_INTEGERS[of.dtype]}")
        if content[1] - content[0] != layout.size:
            return None
        return tuple(map(int, layout.unpack_from(data, content[0])))
    held = values or [0]
    return tuple(held[min(place, len(held) - 1)] for place in range(of.size))  # the last value stands for the rest
