"""The bytes of a protocol-buffer file without the values of its large constants, which are never read.

A small file is read whole. Of a large one every field is walked over in the file, and the values of a tensor are
left out where they are large; its type and shape stay. A file that is cut off while it is read ends in a sentence,
where a mapped one would end the process.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from inspector.formats import limits
from inspector.formats.protobuf.file_fields import FileFields
from inspector.formats.protobuf.wire import BYTES, WireError, delimited

_WHOLE = 32 << 20
"""A file of up to this many bytes is read as it is."""
_SMALL = 4096
"""A field of up to this many bytes is taken as it is."""

Inside = dict[int, "Inside | None"]
"""Which fields of a message are messages that may hold large constants; ``None`` for a tensor."""

_ATTRIBUTE: Inside = {8: None, 1: {8: None}}
_NODE: Inside = {5: {2: _ATTRIBUTE}}
GRAPH: Inside = {1: _NODE, 2: {1: {3: _NODE}}}
META_GRAPH: Inside = {2: GRAPH}
SAVED_MODEL: Inside = {2: META_GRAPH}


def payload(path: Path, inside: Inside) -> bytes:
    """The message in a file, large constants without their values.

    Args:
        path: the file.
        inside: where in this kind of message large constants may lie: `GRAPH`, `META_GRAPH` or `SAVED_MODEL`.

    Raises:
        WireError: the file is cut off, or has more than a model can need beside its constants.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size <= _WHOLE:
            return file.read()
        return _Walked(FileFields(file)).message(0, size, inside)


@dataclass(slots=True)
class _Walked:
    """A message in a file, made again without the values of large constants."""

    file: FileFields
    kept: int = 0

    def message(self, start: int, end: int, inside: Inside) -> bytes:
        made = bytearray()
        for number, kind, head, first, last in self.file.fields(start, end):
            deeper = inside.get(number)
            if kind == BYTES and number in inside and last - first > _SMALL:
                content = self._tensor(first, last) if deeper is None else self.message(first, last, deeper)
                made += delimited(number, content)
            else:
                made += self._bytes(head, last)
        return bytes(made)

    def _tensor(self, start: int, end: int) -> bytes:
        """Type and shape of a ``TensorProto``, and its values where they are few."""
        made = bytearray()
        for number, kind, head, first, last in self.file.fields(start, end):
            if number < 4 or (kind == BYTES and last - first <= _SMALL and len(made) < _SMALL):
                made += self._bytes(head, last)
        return bytes(made)

    def _bytes(self, start: int, end: int) -> bytes:
        self.kept += end - start
        if self.kept > limits.GRAPH_BYTES:
            raise WireError(f"it has more than {limits.GRAPH_BYTES:,} bytes beside its constants")
        return self.file.bytes(start, end)
