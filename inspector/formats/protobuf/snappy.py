"""Blocks packed with Snappy, as some writers of TensorFlow pack an index of variables.

Source: https://github.com/google/snappy/blob/main/format_description.txt
"""

from __future__ import annotations

from inspector.formats.protobuf.wire import WireError, varint

_LITERAL = 0
_LONG_LITERAL = 60


def unpacked(data: bytes, start: int, end: int, most: int) -> bytes:
    """What ``data[start:end]`` unpacks to.

    Args:
        most: the most bytes it may unpack to.

    Raises:
        WireError: it is damaged, or unpacks to more.
    """
    length, place = varint(data, start, end)
    if length > most:
        raise WireError(f"a block of it unpacks to {length:,} bytes, more than an index can need")
    made = bytearray()
    while place < end:
        tag = data[place]
        place += 1
        if tag & 3 == _LITERAL:
            size, place = _literal(data, tag >> 2, place)
            made += data[place : min(place + size, end)]
            place += size
        else:
            size, offset, place = _copy(data, tag, place, end)
            _repeat(made, offset, size)
        if len(made) > length:
            break
    if len(made) != length:
        raise WireError("a block of it is damaged: it does not unpack to the length it names")
    return bytes(made)


def _literal(data: bytes, size: int, place: int) -> tuple[int, int]:
    """Length of a piece that stands there as it is, and where it begins."""
    if size < _LONG_LITERAL:
        return size + 1, place
    extra = size - _LONG_LITERAL + 1
    return int.from_bytes(data[place : place + extra], "little") + 1, place + extra


def _copy(data: bytes, tag: int, place: int, end: int) -> tuple[int, int, int]:
    """Length of a piece that was there before, how far back it begins, and where the next piece begins."""
    extra = (1, 2, 4)[(tag & 3) - 1]
    if place + extra > end:
        raise WireError("a block of it breaks off")
    offset = int.from_bytes(data[place : place + extra], "little")
    if extra == 1:
        return (tag >> 2 & 7) + 4, (tag >> 5 << 8) | offset, place + 1
    return (tag >> 2) + 1, offset, place + extra


def _repeat(made: bytearray, offset: int, size: int) -> None:
    if not 0 < offset <= len(made):
        raise WireError("a block of it refers to bytes before its beginning")
    piece = bytes(made[-offset:])
    made += (piece * (size // len(piece) + 1))[:size]
