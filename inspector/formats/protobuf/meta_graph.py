"""What surrounds a graph in a SavedModel: its signatures, its objects and who wrote it.

Source: saved_model.proto and meta_graph.proto in
https://github.com/tensorflow/tensorflow/tree/master/tensorflow/core/protobuf
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from inspector.formats.protobuf.graph_def import GraphDef, graph_def
from inspector.formats.protobuf.object_graph import ObjectGraph, object_graph
from inspector.formats.protobuf.tensors import dtype_name, shape
from inspector.formats.protobuf.wire import BYTES, VARINT, Span, WireError, entry, fields, text
from inspector.graph.model import Shape


@dataclass(frozen=True, slots=True)
class TensorInfo:
    """A tensor that a signature takes or gives: its name in the graph, dtype and shape."""

    name: str
    dtype: str
    shape: Shape | None


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call the model: its tensors by the names a caller uses."""

    inputs: Mapping[str, TensorInfo]
    outputs: Mapping[str, TensorInfo]


@dataclass(frozen=True)
class MetaGraph:
    """One ``MetaGraphDef``: a graph with its signatures, written by one version of TensorFlow."""

    data: bytes = field(repr=False)
    tags: tuple[str, ...]
    tensorflow: str
    signatures: Mapping[str, Signature]
    graph_span: Span
    objects_span: Span | None

    @cached_property
    def graph(self) -> GraphDef:
        """The graph itself."""
        return graph_def(self.data, *self.graph_span)

    @cached_property
    def objects(self) -> ObjectGraph:
        """The Python objects that were saved; none in a file of TensorFlow 1."""
        return object_graph(self.data, *self.objects_span) if self.objects_span else ObjectGraph((), {})


def serving(found: Sequence[MetaGraph]) -> MetaGraph:
    """The graph of a SavedModel that serves predictions, or the first one."""
    return next((each for each in found if "serve" in each.tags), found[0])


def meta_graphs(data: bytes) -> list[MetaGraph]:
    """All graphs of a SavedModel: each is the same model for another purpose.

    Raises:
        WireError: the bytes are no SavedModel.
    """
    found = [
        meta_graph(data, first, last)
        for number, kind, first, last in fields(data, 0, len(data))
        if number == 2 and kind == BYTES
    ]
    if not found:
        raise WireError("it has no graph")
    return found


def meta_graph(data: bytes, start: int, end: int) -> MetaGraph:
    """The ``MetaGraphDef`` in these bytes; its graph and objects are read when they are asked for.

    Raises:
        WireError: there is none.
    """
    tags: tuple[str, ...] = ()
    version = ""
    signatures: dict[str, Signature] = {}
    spans: dict[int, Span] = {}
    for number, kind, first, last in fields(data, start, end):
        if kind != BYTES:
            continue
        if number == 1:
            tags, version = _meta_info(data, first, last)
        elif number == 5:
            name, span = entry(data, first, last)
            signatures[name] = _signature(data, *span)
        else:
            spans[number] = (first, last)
    if 2 not in spans:
        raise WireError("it has no graph")
    return MetaGraph(data, tags, version, signatures, spans[2], spans.get(7))


def _meta_info(data: bytes, start: int, end: int) -> tuple[tuple[str, ...], str]:
    tags: list[str] = []
    version = ""
    for number, kind, first, last in fields(data, start, end):
        if number == 4 and kind == BYTES:
            tags.append(text(data, first, last))
        elif number == 5 and kind == BYTES:
            version = text(data, first, last)
    return tuple(tags), version


def _signature(data: bytes, start: int, end: int) -> Signature:
    tensors: dict[int, dict[str, TensorInfo]] = {1: {}, 2: {}}
    for number, kind, first, last in fields(data, start, end):
        if number in tensors and kind == BYTES:
            name, span = entry(data, first, last)
            tensors[number][name] = _tensor_info(data, *span)
    return Signature(tensors[1], tensors[2])


def _tensor_info(data: bytes, start: int, end: int) -> TensorInfo:
    name, dtype, extent = "", 0, None
    for number, kind, first, last in fields(data, start, end):
        if number == 1 and kind == BYTES:
            name = text(data, first, last)
        elif number == 2 and kind == VARINT:
            dtype = first
        elif number == 3 and kind == BYTES:
            extent = shape(data, first, last)
    return TensorInfo(name, dtype_name(dtype), extent)
