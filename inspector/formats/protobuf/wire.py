"""The wire format of protocol buffers: a message is a row of numbered fields.

Source: https://protobuf.dev/programming-guides/encoding/
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from inspector.formats import limits
from inspector.formats.errors import FormatError
from inspector.formats.safe_text import clean

VARINT, FIXED_64, BYTES, FIXED_32 = 0, 1, 2, 5

Field = tuple[int, int, int, int]
"""Number of the field, its wire type, and where its bytes begin and end; a varint has its value for its beginning."""

Span = tuple[int, int]
"""Where something begins and ends."""

_COUNTED = (VARINT, BYTES)
_LONGEST_NUMBER = 64
_LONGEST_TAG = 32
_TEXT_BYTES = 1 << 16
_FIRST_TAG = 1 << 3 | BYTES
_SHORT = 0x7F


class WireError(FormatError):
    """The bytes are no message; the text is the end of a sentence: "it breaks off inside a number"."""


def fields(data: bytes, start: int, end: int) -> Iterator[Field]:
    """The fields of the message in ``data[start:end]``, in order; what is inside them is not looked at.

    Raises:
        WireError: the bytes break off, are no message, or one with more fields than any has.
    """
    found = _fields(data, start, end)
    return found if end - start < limits.FIELDS else _bounded(found)


def _bounded(found: Iterator[Field]) -> Iterator[Field]:
    for count, field in enumerate(found):
        if count == limits.FIELDS:
            raise WireError(f"a message in it has more than {limits.FIELDS:,} fields")
        yield field


def _fields(data: bytes, start: int, end: int) -> Iterator[Field]:
    place = start
    while place < end:
        tag = data[place]
        place += 1
        if tag >= 0x80:
            tag, place = _longer(data, place, end, tag & 0x7F, _LONGEST_TAG)
        number, kind = tag >> 3, tag & 7
        if number == 0:
            raise WireError(f"there is no field 0, as byte {place - 1:,} says")
        if kind in _COUNTED:
            if place >= end:
                raise WireError("it breaks off inside a number")
            value = data[place]
            place += 1
            if value >= 0x80:
                value, place = _longer(data, place, end, value & 0x7F, _LONGEST_NUMBER)
            if kind == VARINT:
                yield number, VARINT, value, place
                continue
            after = place + value
        elif kind == FIXED_32:
            after = place + 4
        elif kind == FIXED_64:
            after = place + 8
        else:
            raise WireError(f"there is no wire type {kind}, as byte {place - 1:,} says")
        if after > end:
            raise WireError(f"a field of {after - place:,} bytes runs past its end")
        yield number, kind, place, after
        place = after


def varint(data: bytes, place: int, end: int) -> tuple[int, int]:
    """The number that begins at ``place``, and where it ends.

    Raises:
        WireError: it breaks off, or has more than 64 bits.
    """
    return _longer(data, place, end, 0, _LONGEST_NUMBER, shift=0)


def packed(data: bytes, start: int, end: int, most: int) -> list[int]:
    """Up to ``most`` numbers that follow one another without tags."""
    numbers: list[int] = []
    while start < end and len(numbers) < most:
        number, start = varint(data, start, end)
        numbers.append(number)
    return numbers


def signed(number: int) -> int:
    """A varint read as an int64."""
    return number - (1 << 64) if number >> 63 else number


def text(data: bytes, start: int, end: int, most: int = _TEXT_BYTES) -> str:
    """The bytes as text that is safe to show, cut after ``most`` bytes."""
    raw = data[start:end] if end - start <= most else data[start : start + most]
    return clean(raw.decode("utf-8", "replace"))


def float32(data: bytes, start: int) -> float:
    """The four bytes as a number."""
    value: float = struct.unpack_from("<f", data, start)[0]
    return value


def entry(data: bytes, start: int, end: int) -> tuple[str, Span]:
    """One entry of a map: its key, and where its value is."""
    key, span = "", (0, 0)
    for number, kind, first, last in fields(data, start, end):
        if number == 1 and kind == BYTES:
            key = text(data, first, last)
        elif number == 2 and kind == BYTES:
            span = (first, last)
    return key, span


def named(data: bytes, start: int, end: int) -> str:
    """The first field of a message, where that is a name."""
    first = start + 2
    if first < end and data[start] == _FIRST_TAG and first + data[start + 1] <= min(end, first + _SHORT):
        return text(data, first, first + data[start + 1])  # as nearly always
    for number, kind, first, last in fields(data, start, end):
        if number == 1 and kind == BYTES:
            return text(data, first, last)
    return ""


def encoded(number: int) -> bytes:
    """A number as a varint; a negative one as an int64."""
    number &= (1 << 64) - 1
    made = bytearray()
    while number >= 0x80:
        made.append(number & 0x7F | 0x80)
        number >>= 7
    made.append(number)
    return bytes(made)


def delimited(number: int, content: bytes) -> bytes:
    """A field of bytes: text, or a message."""
    return encoded(number << 3 | BYTES) + encoded(len(content)) + content


def _longer(data: bytes, place: int, end: int, value: int, most: int, shift: int = 7) -> tuple[int, int]:
    while True:
        if place >= end:
            raise WireError("it breaks off inside a number")
        byte = data[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
        shift += 7
        if shift >= most:
            raise WireError("a number in it has too many bits")
