"""Graphs of TensorFlow 1 and frozen graphs: a GraphDef or MetaGraphDef in one file, as bytes or as text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from inspector.formats.operations.build import chosen_signature, of_graph, of_signature
from inspector.formats.protobuf.graph_def import graph_def
from inspector.formats.protobuf.message import message
from inspector.formats.protobuf.meta_graph import meta_graph
from inspector.formats.protobuf.sniff import Kind
from inspector.formats.safe_text import clean_name
from inspector.formats.safety.operations import operation_notes, saved_model_notes
from inspector.graph.model import ModelGraph, Note
from inspector.graph.operations import OperationGraph, View
from inspector.graph.recovery.shown import shown

_FORMATS = {"Graph": "TensorFlow GraphDef", "MetaGraph": "TensorFlow MetaGraph"}


def read(path: Path, kind: Kind, is_text: bool, view: View) -> ModelGraph:
    """The graph in a file, as layers or as operations.

    Raises:
        FormatError: it is damaged, or beyond the limits.
    """
    found, version, unsafe = _operations(path, kind, is_text)
    graph = shown(found, kind, view)
    written_by = f"TensorFlow {version}" if version else ""
    return replace(
        graph,
        format=_FORMATS[kind] + (" as text" if is_text else ""),
        written_by=written_by,
        notes=(*graph.notes, *unsafe),
    )


def _operations(path: Path, kind: Kind, is_text: bool) -> tuple[OperationGraph, str, tuple[Note, ...]]:
    data = message(path, kind, is_text)
    if kind == "Graph":
        graph = graph_def(data, 0, len(data))
        return of_graph(graph, path.stem), "", operation_notes(data, graph, (0, len(data)))
    meta = meta_graph(data, 0, len(data))
    signature = chosen_signature(meta.signatures)
    found = of_signature(meta, signature) if signature else of_graph(meta.graph, path.stem)
    return found, clean_name(meta.tensorflow), saved_model_notes([meta])
