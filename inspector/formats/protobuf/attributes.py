"""Attributes of an operation: ``AttrValue``.

Source: https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/framework/attr_value.proto
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from inspector.formats.protobuf.constants import constant
from inspector.formats.protobuf.tensors import dtype_name, shape
from inspector.formats.protobuf.wire import BYTES, VARINT, Span, WireError, entry, fields, float32, packed, signed, text

_LIST = 100_000
_STRING = 4096


class FunctionName(str):
    """The name of a function, as the value of an attribute."""

    __slots__ = ()


class Attributes(Mapping[str, Any]):
    """The attributes of one operation by name; each is read when it is asked for."""

    __slots__ = ("_data", "_entries", "_spans")

    def __init__(self, data: bytes, entries: Sequence[Span]) -> None:
        self._data = data
        self._entries = entries
        self._spans: dict[str, Span] | None = None

    def __getitem__(self, name: str) -> Any:
        span = self._by_name()[name]
        try:
            return _value(self._data, *span)
        except WireError:
            return None  # one damaged value is no reason not to show the rest

    def __contains__(self, name: object) -> bool:
        return name in self._by_name()

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name())

    def __len__(self) -> int:
        return len(self._by_name())

    def serialized(self) -> Mapping[str, bytes]:
        """Each ``AttrValue`` as it is in the file."""
        return {name: bytes(self._data[first:last]) for name, (first, last) in self._by_name().items()}

    def functions(self) -> Iterator[FunctionName]:
        """The functions among the values; nothing else is read."""
        for start, end in self._by_name().values():
            for number, kind, first, last in fields(self._data, start, end):
                if number == 10 and kind == BYTES:
                    yield _function(self._data, first, last)
                elif number == 1 and kind == BYTES:
                    yield from _functions(self._data, first, last)

    def _by_name(self) -> dict[str, Span]:
        """Where each value is; most operations of a file are never asked."""
        if self._spans is None:
            self._spans = dict(entry(self._data, *each) for each in self._entries)
        return self._spans


def _value(data: bytes, start: int, end: int) -> Any:
    """The value of an ``AttrValue``.

    Returns:
        bytes (the first 4,096), int, float, bool, the name of a dtype, a shape, a `Constant`, a `FunctionName`,
        a placeholder's name, a list of such values, or ``None`` where there is none.
    """
    for number, kind, first, last in fields(data, start, end):
        if number == 1 and kind == BYTES:
            return _list(data, first, last)
        return _single(data, number, kind, first, last)
    return None


def _single(data: bytes, number: int, kind: int, first: int, last: int) -> Any:
    if kind == VARINT:
        return _number(number, first)
    if number == 2:
        return data[first : min(last, first + _STRING)]
    if number == 4:
        return float32(data, first)
    if number == 7:
        return shape(data, first, last)
    if number == 8:
        return constant(data, first, last)
    if number == 9:
        return text(data, first, last)
    if number == 10:
        return _function(data, first, last)
    return None


def _number(number: int, value: int) -> Any:
    if number == 3:
        return signed(value)
    if number == 5:
        return bool(value)
    return dtype_name(value) if number == 6 else None


def _function(data: bytes, start: int, end: int) -> FunctionName:
    for number, kind, first, last in fields(data, start, end):
        if number == 1 and kind == BYTES:
            return FunctionName(text(data, first, last))
    return FunctionName("")


def _functions(data: bytes, start: int, end: int) -> Iterator[FunctionName]:
    """The functions in a ``ListValue``."""
    for number, kind, first, last in fields(data, start, end):
        if number == 9 and kind == BYTES:
            yield _function(data, first, last)


def _list(data: bytes, start: int, end: int) -> list[Any]:
    """A ``ListValue``: its field numbers are those of ``AttrValue``, but for functions; numbers may be packed."""
    values: list[Any] = []
    for number, kind, first, last in fields(data, start, end):
        if number in (3, 5, 6) and kind == BYTES:
            values.extend(_number(number, value) for value in packed(data, first, last, _LIST))
        elif number == 4 and kind == BYTES:
            values.extend(struct.unpack_from(f"<{(last - first) // 4}f", data, first))
        elif number == 9 and kind == BYTES:
            values.append(_function(data, first, last))
        else:
            values.append(_single(data, number, kind, first, last))
        if len(values) >= _LIST:
            break
    return values
