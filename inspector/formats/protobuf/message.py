"""The bytes of a file that is one message, whether it is written as bytes or as text."""

from __future__ import annotations

from pathlib import Path

from inspector.formats import limits
from inspector.formats.protobuf.payload import GRAPH, META_GRAPH, SAVED_MODEL, payload
from inspector.formats.protobuf.sniff import Kind
from inspector.formats.protobuf.wire import WireError

_INSIDE = {"SavedModel": SAVED_MODEL, "MetaGraph": META_GRAPH, "Graph": GRAPH}


def message(path: Path, kind: Kind, is_text: bool) -> bytes:
    """The message in a file, without the values of large constants where it is large.

    Raises:
        WireError: it is damaged, or beyond the limits.
        OSError: it cannot be read.
    """
    if not is_text:
        return payload(path, _INSIDE[kind])
    size = path.stat().st_size
    if size > limits.TEXT_BYTES:
        raise WireError(f"it has {size:,} bytes of text, more than the {limits.TEXT_BYTES:,} that are read")
    # few files are text
    from inspector.formats.protobuf.text_format import binary

    return binary(path.read_bytes(), kind)
