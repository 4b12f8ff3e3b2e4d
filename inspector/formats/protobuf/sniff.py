"""Which message of TensorFlow a file is: by its first fields, as protocol buffers carry no mark."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Literal

from inspector.formats.protobuf.wire import BYTES, VARINT, Field, WireError, fields

Kind = Literal["SavedModel", "MetaGraph", "Graph"]

_LOOK = 1 << 16
_FIRST_FIELDS = 64
_META_GRAPH_FIELDS = range(1, 8)
"""In any order; read as a message, the text that other formats have here begins with a higher number."""
_OPERATION = re.compile(rb"[A-Za-z_][\w>.]*")
_TEXT_BEGINNINGS: tuple[tuple[str, Kind], ...] = (
    (r"saved_model_schema_version|meta_graphs", "SavedModel"),
    (r"meta_info_def|graph_def|saver_def|collection_def|signature_def", "MetaGraph"),
    (r"node|library|versions?", "Graph"),
)


def kind_of(path: Path) -> tuple[Kind, bool] | None:
    """The message a file holds and whether it is written as text; ``None`` for neither of TensorFlow's."""
    with path.open("rb") as file:
        head = file.read(_LOOK)
        size = os.fstat(file.fileno()).st_size
    text = head.decode("utf-8", "replace")
    for beginning, kind in _TEXT_BEGINNINGS:
        if re.match(rf"\s*(#.*\n\s*)*({beginning})\s*[:{{<]", text):
            return kind, True
    binary = _binary(head, size)
    return (binary, False) if binary else None


def _binary(head: bytes, size: int) -> Kind | None:
    found = _first(head, 0, size)
    if not found:
        return None
    number, kind, start, end = found[0]
    if kind == VARINT:
        holds = next((each for each in found if each[0] == 2 and each[1] == BYTES), None)
        return "SavedModel" if number == 1 and holds and _is_meta_graph(head, holds) else None
    if kind != BYTES:
        return None
    if number == 1 and _is_node(head, start, end):
        return "Graph"
    if number == 1 and any(each[0] == 2 and _holds_nodes(head, each) for each in found):
        return "MetaGraph"
    return "Graph" if number in (2, 4) and _holds_only_graph(head, found) else None


def _is_meta_graph(head: bytes, field: Field) -> bool:
    first = _first(head, field[2], field[3])[:1]
    return any(number in _META_GRAPH_FIELDS and kind == BYTES for number, kind, _, _ in first)


def _holds_nodes(head: bytes, field: Field) -> bool:
    inside = _first(head, field[2], field[3])
    return bool(inside) and inside[0][0] in (1, 2, 4) and (inside[0][0] != 1 or _is_node(head, *inside[0][2:]))


def _holds_only_graph(head: bytes, found: Sequence[Field]) -> bool:
    return all(number in (1, 2, 3, 4) for number, *_ in found) and all(
        _is_node(head, start, end) for number, kind, start, end in found if number == 1
    )


def _is_node(head: bytes, start: int, end: int) -> bool:
    names = {number: head[first:last] for number, kind, first, last in _first(head, start, end) if kind == BYTES}
    return bool(names.get(1)) and bool(_OPERATION.fullmatch(names.get(2, b"")))


def _first(head: bytes, start: int, end: int) -> list[Field]:
    """The first fields of a message; it, and the last of them, may go on behind what was read of the file."""
    found: list[Field] = []
    with contextlib.suppress(WireError, IndexError):
        for field in islice(fields(head, start, end), _FIRST_FIELDS):
            found.append(field)  # noqa: PERF402 - what was found before the end of what was read is kept
    return found
