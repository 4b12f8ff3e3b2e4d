"""Which key of a checkpoint holds the value of which object: ``TrackableObjectGraph``.

Source: https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/protobuf/trackable_object_graph.proto
"""

from __future__ import annotations

from inspector.formats import limits
from inspector.formats.protobuf.wire import BYTES, WireError, fields, text, varint

KEY = "_CHECKPOINTABLE_OBJECT_GRAPH"
"""The tensor of a checkpoint that the objects are in."""
_VALUE = "VARIABLE_VALUE"
_CHECKSUM_BYTES = 4


def checkpoint_keys(data: bytes) -> list[str]:
    """The key of each object's value, in the objects' order; empty for what is no variable.

    Args:
        data: the string tensor ``KEY`` as it lies in the checkpoint: its length, a checksum, and the message.

    Raises:
        WireError: it is damaged, or beyond the limits.
    """
    length, place = varint(data, 0, len(data))
    start = place + _CHECKSUM_BYTES
    if start + length > len(data):
        raise WireError("the list of its objects breaks off")
    keys: list[str] = []
    for number, kind, first, last in fields(data, start, start + length):
        if number == 1 and kind == BYTES:
            keys.append(_key(data, first, last))
            if len(keys) > limits.SAVED_OBJECTS:
                raise WireError(f"it has more than {limits.SAVED_OBJECTS:,} objects, more than a model can need")
    return keys


def _key(data: bytes, start: int, end: int) -> str:
    for number, kind, first, last in fields(data, start, end):
        if number == 2 and kind == BYTES:
            parts = {
                field: text(data, begin, close)
                for field, wire, begin, close in fields(data, first, last)
                if wire == BYTES
            }
            if parts.get(1) == _VALUE:
                return parts.get(3, "")
    return ""
