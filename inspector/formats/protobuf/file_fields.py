"""The fields of a message that lies in a file, of which only what is asked for is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from inspector.formats import limits
from inspector.formats.protobuf.wire import BYTES, FIXED_32, FIXED_64, VARINT, WireError, varint

_NUMBER_BYTES = 10
_WINDOW = 1 << 16

FileField = tuple[int, int, int, int, int]
"""Number of the field, its wire type, where it begins, and where its content begins and ends."""


@dataclass(slots=True)
class FileFields:
    """A file through a window that follows the reader; what is stepped over is not read.

    Attributes:
        file: the file.
        step: how many bytes are read at once while fields are walked over.
    """

    file: BinaryIO
    step: int = _WINDOW
    window: bytes = b""
    start: int = 0
    seen: int = 0

    def fields(self, place: int, end: int) -> Iterator[FileField]:
        """The fields of the message between two places.

        Raises:
            WireError: it is none, or there are more fields than can be walked over in a file.
        """
        while place < end:
            head = place
            self.seen += 1
            if self.seen > limits.FILE_FIELDS:
                raise WireError(f"it has more than {limits.FILE_FIELDS:,} fields to be walked over")
            tag, place = self._number(place, end)
            kind = tag & 7
            if kind == VARINT:
                _, after = self._number(place, end)
            elif kind == BYTES:
                length, place = self._number(place, end)
                after = place + length
            elif kind in (FIXED_32, FIXED_64):
                after = place + (4 if kind == FIXED_32 else 8)
            else:
                raise WireError(f"there is no wire type {kind}, as byte {head:,} says")
            if after > end:
                raise WireError(f"a field of {after - place:,} bytes runs past its end")
            yield tag >> 3, kind, head, place, after
            place = after

    def bytes(self, start: int, end: int) -> bytes:
        """What lies between two places; raises WireError where the file ends before."""
        if self.start <= start and end <= self.start + len(self.window):
            return self.window[start - self.start : end - self.start]
        self.file.seek(start)
        found = self.file.read(end - start)
        if len(found) < end - start:
            raise WireError("it was cut off while it was read")
        return found

    def _number(self, place: int, end: int) -> tuple[int, int]:
        if not self.start <= place or place + _NUMBER_BYTES > self.start + len(self.window):
            self.file.seek(place)
            self.start, self.window = place, self.file.read(self.step)
        value, after = varint(self.window, place - self.start, min(len(self.window), end - self.start))
        return value, after + self.start
