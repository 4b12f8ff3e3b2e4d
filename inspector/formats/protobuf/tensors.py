"""Shapes and element types: ``TensorShapeProto``, ``DataType``.

Source: https://github.com/tensorflow/tensorflow/tree/master/tensorflow/core/framework (tensor_shape.proto, types.proto)
"""

from __future__ import annotations

from functools import lru_cache

from inspector.formats.protobuf.wire import BYTES, VARINT, WireError, fields, signed
from inspector.graph.model import Shape

_RANK = 255
_OFTEN = 64
_REFERENCE = 100
_NAMES = {
    1: "float32", 2: "float64", 3: "int32", 4: "uint8", 5: "int16", 6: "int8", 7: "string", 8: "complex64",
    9: "int64", 10: "bool", 11: "qint8", 12: "quint8", 13: "qint32", 14: "bfloat16", 15: "qint16", 16: "quint16",
    17: "uint16", 18: "complex128", 19: "float16", 20: "resource", 21: "variant", 22: "uint32", 23: "uint64",
    24: "float8_e5m2", 25: "float8_e4m3fn", 29: "int4", 30: "uint4",
}  # fmt: skip


def dtype_name(number: int) -> str:
    """A ``DataType`` as NumPy and Keras call it; that of a reference is that of what it refers to."""
    return _NAMES.get(number - _REFERENCE if number > _REFERENCE else number, f"type {number}")


def shape(data: bytes, start: int, end: int) -> Shape | None:
    """A ``TensorShapeProto``; ``None`` where not even the rank is known."""
    if end - start > _OFTEN:
        return _shape(data, start, end)
    return _short_shape(data[start:end])


@lru_cache(maxsize=1024)
def _short_shape(raw: bytes) -> Shape | None:
    """A shape of usual length; a file has few different ones, each very often."""
    return _shape(raw, 0, len(raw))


def _shape(data: bytes, start: int, end: int) -> Shape | None:
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
