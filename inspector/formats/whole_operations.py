"""All that a SavedModel or a frozen graph computes with: its operations to the last constant, for those who run it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from inspector.formats import limits, saved_model
from inspector.formats.errors import FormatError
from inspector.formats.operations.build import of_graph
from inspector.formats.protobuf.graph_def import Function, graph_def
from inspector.formats.protobuf.meta_graph import meta_graphs, serving
from inspector.formats.protobuf.sniff import kind_of
from inspector.formats.protobuf.text_format import binary
from inspector.formats.protobuf.wire import WireError
from inspector.graph.operations import OperationGraph


@dataclass(frozen=True)
class WholeOperations:
    """A model of TensorFlow's operations.

    Attributes:
        kind: ``Graph`` has no variables: what they were are constants.
        file: the file with the graph; a SavedModel's variables lie in a folder beside it.
        graph: the operations that `open_model` recovers its layers from.
        functions: what some operations call by name.
    """

    kind: Literal["SavedModel", "Graph"]
    file: Path
    graph: OperationGraph
    functions: Mapping[str, Function]


def whole_operations(path: Path) -> WholeOperations:
    """Read a SavedModel's serving graph, or a frozen graph; nothing is run.

    Args:
        path: what `open_model` opens as layers recovered from operations.

    Raises:
        FormatError: it is neither, or has more than TensorFlow itself takes.
    """
    file = saved_model.file_in(path) if path.is_dir() else path
    found = kind_of(file) if file else None
    if file is None or found is None:
        raise FormatError(f"Expected a SavedModel or a frozen graph, found {path.name!r}, which is neither.")
    kind, is_text = found
    if kind == "MetaGraph":
        raise FormatError(
            f"{path.name!r} is a MetaGraph: the values of its variables are not in it, so it can be looked at, not "
            "trained. Save the model as a SavedModel where it is made."
        )
    size = file.stat().st_size
    if size > limits.RUN_BYTES:
        raise FormatError(f"{path.name!r} has {size:,} bytes, more than the 2 GB that TensorFlow takes as one graph.")
    try:
        data = binary(file.read_bytes(), kind) if is_text else file.read_bytes()
        if kind == "Graph":
            graph = graph_def(data, 0, len(data))
            return WholeOperations(kind, file, of_graph(graph, file.stem), graph.functions)
        meta = serving(meta_graphs(data))
        return WholeOperations(kind, file, saved_model.operations(meta), meta.graph.functions)
    except WireError as error:
        raise FormatError(f"Cannot read {path.name!r}: the file is damaged: {error}.") from error
