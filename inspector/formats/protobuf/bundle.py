"""The index of a SavedModel's variables (``variables.index``): names, types, shapes and places; no values.

Source: https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/protobuf/tensor_bundle.proto; the file is
a table of LevelDB: https://github.com/google/leveldb/blob/main/doc/table_format.md
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from inspector.formats import limits
from inspector.formats.protobuf import snappy
from inspector.formats.protobuf.tensors import dtype_name, shape
from inspector.formats.protobuf.wire import BYTES, VARINT, WireError, fields, varint
from inspector.formats.safe_text import clean
from inspector.graph.model import Shape

_MAGIC = 0xDB4775248B80FB57
_FOOTER = 48
_TRAILER = 5
_SNAPPY = 1


@dataclass(frozen=True, slots=True)
class Stored:
    """Where the values of a variable lie: in which file of the bundle, from which byte, and how many bytes."""

    dtype: str
    shape: Shape | None
    shard: int
    offset: int
    size: int


def read_index(data: bytes) -> dict[str, Stored]:
    """Every variable by its key.

    Raises:
        WireError: the bytes are no index, or one beyond the limits.
    """
    length = len(data)
    if length < _FOOTER or struct.unpack_from("<Q", data, length - 8)[0] != _MAGIC:
        raise WireError("it is no index of variables")
    place = length - _FOOTER
    handles = []
    for _ in range(4):  # offset and size of the metaindex, then those of the index
        handle, place = varint(data, place, length)
        handles.append(handle)
    found: dict[str, Stored] = {}
    index = _block(data, handles[2], handles[3])
    for _, start, end in _entries(index):
        offset, start = varint(index, start, end)
        size, _ = varint(index, start, end)
        block = _block(data, offset, size)
        for key, first, last in _entries(block):
            if key:  # the empty key is the header of the bundle
                found[clean(key.decode("utf-8", "replace"))] = _stored(block, first, last)
        if len(found) > limits.SAVED_OBJECTS:
            raise WireError(f"it lists more than {limits.SAVED_OBJECTS:,} variables, more than a model can need")
    return found


def _block(data: bytes, offset: int, size: int) -> bytes:
    if offset + size + _TRAILER > len(data):
        raise WireError("a block of it lies outside of the file")
    if data[offset + size] == _SNAPPY:
        return snappy.unpacked(data, offset, offset + size, limits.INDEX_BLOCK_BYTES)
    return data[offset : offset + size]


def _entries(block: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Key and span of the value of each entry; a key gives only what differs from the key before."""
    end = len(block)
    if end < 4:
        raise WireError("a block of it breaks off")
    restarts: int = struct.unpack_from("<I", block, end - 4)[0]
    last = end - 4 - 4 * restarts
    place, key = 0, b""
    while place < last:
        shared, place = varint(block, place, last)
        own, place = varint(block, place, last)
        length, place = varint(block, place, last)
        if shared > len(key) or place + own + length > last:
            raise WireError("an entry of it runs past its block")
        key = key[:shared] + block[place : place + own]
        place += own
        yield key, place, place + length
        place += length


def _stored(data: bytes, start: int, end: int) -> Stored:
    numbers = {1: 0, 3: 0, 4: 0, 5: 0}
    extent: Shape | None = ()
    for number, kind, first, last in fields(data, start, end):
        if number == 2 and kind == BYTES:
            extent = shape(data, first, last)
        elif kind == VARINT and number in numbers:
            numbers[number] = first
    return Stored(dtype_name(numbers[1]), extent, numbers[3], numbers[4], numbers[5])
