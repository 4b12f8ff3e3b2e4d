"""The graphs of bodies in a ``.keras`` file: what in them reaches beyond the model."""

from __future__ import annotations

from inspector.formats import limits
from inspector.formats.protobuf.graph_def import graph_def
from inspector.formats.protobuf.wire import WireError
from inspector.formats.safety.operations import operation_notes
from inspector.graph.model import Note


def body_graph_notes(member: str, size: int, data: bytes) -> tuple[Note, ...]:
    """The findings in one of them.

    Args:
        member: its name in the archive.
        size: in bytes, as the archive says.
        data: its bytes, empty where ``size`` is more than is looked through.
    """
    if size > limits.GRAPH_BYTES:
        return (_unknown(member, f"has {size:,} bytes, more than is looked through"),)
    try:
        graph = graph_def(data, 0, len(data))
    except WireError as error:
        return (_unknown(member, f"is damaged: {error}"),)
    return operation_notes(data, graph, (0, len(data)), [node.name for node in graph.nodes])


def _unknown(member: str, why: str) -> Note:
    text = f"The operations of a layer, {member!r} in the file, cannot be looked at for what they reach: it {why}."
    return Note("warning", "unsafe-unknown", text)
