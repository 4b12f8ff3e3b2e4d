"""Weights that were frozen into a graph: constants of its nodes, or of its functions' nodes."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

import numpy as np

from inspector.formats import limits
from inspector.formats.errors import FormatError
from inspector.formats.protobuf.file_fields import FileFields
from inspector.formats.protobuf.message import message
from inspector.formats.protobuf.sniff import Kind
from inspector.formats.protobuf.tensors import dtype_name, shape
from inspector.formats.protobuf.wire import BYTES, VARINT, Span, WireError, fields, packed, text
from inspector.formats.weights.numbers import Tensor, size_of, tensor
from inspector.graph.model import ModelGraph, Weight

_STEP = 512
"""Bytes read at once between constants: names are short, and what is stepped over is long."""
_GRAPHS = {"Graph": (), "MetaGraph": (2,), "SavedModel": (2, 2)}
"""Which fields lead to the graph."""
_CONTENT, _FLOATS, _DOUBLES, _HALVES = 4, 5, 6, 13
_LISTED = {_FLOATS: "<f4", _DOUBLES: "<f8"}
_NUMBERS = (7, 10, 11, 16, 17, _HALVES)
_WIDEST = 8
"""Bytes of a number that is written as a varint."""


@dataclass(frozen=True)
class ConstantWeights:
    """A graph in a file, walked over once; then only the bytes of the constant that is asked for are read.

    Attributes:
        path: the file.
        kind, is_text: what it is, as `sniff.kind_of` tells.
    """

    path: Path
    kind: Kind
    is_text: bool

    def weights(self, graph: ModelGraph) -> Mapping[str, list[Weight]]:
        """Layer path to weights; raises FormatError where the file is damaged."""
        return {
            leaf.path: [weight for weight in leaf.weights or () if weight.key and self._spans(weight)]
            for leaf in graph.leaves
        }

    def read(self, weight: Weight) -> Tensor:
        """The values of a weight; raises FormatError, OSError."""
        spans = self._spans(weight)
        if len(spans) != 1:
            raise FormatError(f"Expected one constant called {weight.key!r} in the file, found {len(spans):,}.")
        start, end = spans[0]
        if end - start > limits.TENSOR_BYTES:
            raise FormatError(f"The constant has {end - start:,} bytes, more than the {limits.TENSOR_BYTES:,} read.")
        with self._open() as file:
            data = FileFields(file).bytes(start, end)
        return _tensor(data)

    def _spans(self, weight: Weight) -> list[Span]:
        """Where constants lie that may be this weight: the node of that name, or else one in a function."""
        in_graph, in_functions = self._constants
        if weight.key in in_graph:
            return [in_graph[weight.key]]
        return in_functions.get(weight.key, []) or in_functions.get(weight.key.rpartition("/")[2], [])

    @cached_property
    def _constants(self) -> tuple[dict[str, Span], dict[str, list[Span]]]:
        """Where the values of constants lie, by the names of their nodes: of the graph, and of its functions."""
        in_graph: dict[str, Span] = {}
        in_functions: dict[str, list[Span]] = {}
        with self._open() as file:
            size = file.seek(0, os.SEEK_END)
            walked = FileFields(file, _STEP)
            for start, end in _inside(walked, (0, size), _GRAPHS[self.kind]):
                in_graph.update(_nodes(walked, (start, end), (1,)))
                for name, span in _nodes(walked, (start, end), (2, 1, 3)):
                    in_functions.setdefault(name, []).append(span)
        return in_graph, in_functions

    @contextmanager
    def _open(self) -> Iterator[BinaryIO]:
        if self.is_text:
            yield io.BytesIO(message(self.path, self.kind, is_text=True))
        else:
            with self.path.open("rb") as file:
                yield file


def _inside(walked: FileFields, span: Span, path: tuple[int, ...]) -> Iterator[Span]:
    """The messages that these numbers of fields lead to."""
    if not path:
        yield span
        return
    for number, kind, _, first, last in walked.fields(*span):
        if number == path[0] and kind == BYTES:
            yield from _inside(walked, (first, last), path[1:])


def _nodes(walked: FileFields, graph: Span, path: tuple[int, ...]) -> Iterator[tuple[str, Span]]:
    """Name of each node with a tensor for its value, and where that lies."""
    for node in _inside(walked, graph, path):
        name, span = "", None
        for number, kind, _, first, last in walked.fields(*node):
            if kind != BYTES:
                continue
            if number == 1:
                name = _text(walked, (first, last))
            elif number == 5:
                span = _value(walked, (first, last)) or span
        if name and span:
            yield name, span


def _value(walked: FileFields, entry: Span) -> Span | None:
    """Where the tensor lies in an entry of attributes, if it is the one called ``value``."""
    parts = {number: (first, last) for number, kind, _, first, last in walked.fields(*entry) if kind == BYTES}
    if 1 not in parts or 2 not in parts or _text(walked, parts[1]) != "value":
        return None
    return next(iter(_inside(walked, parts[2], (8,))), None)


def _text(walked: FileFields, span: Span) -> str:
    found = walked.bytes(span[0], min(span[1], span[0] + limits.NAME_CHARACTERS))
    return text(found, 0, len(found))


def _tensor(data: bytes) -> Tensor:
    """The ``TensorProto`` in these bytes."""
    dtype = "type 0"
    extent: tuple[int, ...] = ()
    content: memoryview | None = None
    listed = bytearray()
    numbers: list[int] = []
    for number, kind, first, last in fields(data, 0, len(data)):
        if number == 1 and kind == VARINT:
            dtype = dtype_name(first)
        elif number == 2 and kind == BYTES:
            extent = tuple(size or 0 for size in shape(data, first, last) or ())
        elif number == _CONTENT and kind == BYTES:
            content = memoryview(data)[first:last]
        elif number in _LISTED:
            listed += data[first:last]
        elif number in _NUMBERS:
            numbers += [first] if kind == VARINT else packed(data, first, last, last - first)
    if content is not None:
        return tensor(content, dtype, extent)
    expected = size_of(dtype, extent)
    if expected > limits.TENSOR_BYTES:
        raise WireError(f"a constant in it unpacks to {expected:,} bytes")
    return _repeated(bytes(listed), numbers, dtype, extent)


def _repeated(listed: bytes, numbers: list[int], dtype: str, extent: tuple[int, ...]) -> Tensor:
    """The values listed one by one, the last of which stands for all that are left out."""
    width = size_of(dtype, ())
    raw = listed or bytes(width)
    if numbers and width <= _WIDEST:
        raw = np.array(numbers, np.uint64).astype(f"<u{width}").tobytes()
    missing = size_of(dtype, extent) - len(raw)
    return tensor(raw + raw[-width:] * (missing // width), dtype, extent)
