"""Constants: ``TensorProto``. Values are read of small tensors only.

Source: https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/framework/tensor.proto
"""

from __future__ import annotations

import math
import struct

from inspector.formats.protobuf.tensors import dtype_name, shape
from inspector.formats.protobuf.wire import BYTES, VARINT, fields, packed, signed, text
from inspector.graph.model import Shape
from inspector.graph.operations import Constant

_SMALL = 4096
"""Bytes of a tensor whose values are read."""
_LAYOUTS = {
    "float32": "f", "float64": "d", "float16": "e", "int32": "i", "int64": "q", "uint8": "B", "int16": "h", "int8": "b",
    "uint16": "H", "uint32": "I", "uint64": "Q", "bool": "?",
}  # fmt: skip
_OTHER_SIZES = {"bfloat16": 2, "complex64": 8, "complex128": 16}

Value = int | float | str
Span = tuple[int, int, int]
"""Number of a field, and where it begins and ends; a varint has its value for its beginning and -1 for its end."""


def constant(data: bytes, start: int, end: int) -> Constant:
    """The ``TensorProto`` in these bytes."""
    dtype = "type 0"
    extent: Shape | None = ()
    content: tuple[int, int] | None = None
    listed: list[Span] = []
    for number, kind, first, last in fields(data, start, end):
        if number == 1 and kind == VARINT:
            dtype = dtype_name(first)
        elif number == 2 and kind == BYTES:
            extent = shape(data, first, last)
        elif number == 4 and kind == BYTES:
            content = (first, last)
        elif number > 4 and len(listed) < _SMALL:
            listed.append((number, first, -1 if kind == VARINT else last))
    size = math.prod(axis or 0 for axis in extent or ())
    itemsize = struct.calcsize(_LAYOUTS[dtype]) if dtype in _LAYOUTS else _OTHER_SIZES.get(dtype)
    nbytes = size * itemsize if itemsize else sum(last - first for _, first, last in listed if last >= 0)
    if extent is None or nbytes > _SMALL or size > _SMALL:
        return Constant(dtype, extent, nbytes)
    if content is not None:
        return Constant(dtype, extent, nbytes, _unpacked(data, *content, dtype, size))
    return Constant(dtype, extent, nbytes, _repeated(_listed(data, listed, dtype), size))


def _unpacked(data: bytes, start: int, end: int, dtype: str, size: int) -> tuple[Value, ...] | None:
    layout = struct.Struct(f"<{size}{_LAYOUTS.get(dtype, 'x')}")
    if dtype not in _LAYOUTS or end - start != layout.size:
        return None
    return layout.unpack_from(data, start)


def _listed(data: bytes, spans: list[Span], dtype: str) -> list[Value]:
    """The values a text-like tensor lists one by one, or packed."""
    values: list[Value] = []
    for number, start, end in spans:
        if number == 8 and end >= 0:
            values.append(text(data, start, end))
        elif number in (5, 6) and end >= 0:
            kind, width = ("f", 4) if number == 5 else ("d", 8)
            values.extend(struct.unpack_from(f"<{(end - start) // width}{kind}", data, start))
        elif number in (7, 10, 11, 16, 17):
            numbers = [start] if end < 0 else packed(data, start, end, _SMALL)
            values.extend(bool(each) if dtype == "bool" else signed(each) for each in numbers)
    return values


def _repeated(values: list[Value], size: int) -> tuple[Value, ...]:
    """As many values as the shape has; the last one stands for those that are left out."""
    held = values or [0]
    return tuple(held[min(place, len(held) - 1)] for place in range(size))
