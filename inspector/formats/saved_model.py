"""SavedModels: a folder with a graph of operations and, from Keras 2, the config of the model it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from inspector.formats.errors import FormatError
from inspector.formats.keras_metadata import root_metadata
from inspector.formats.operations.build import chosen_signature, of_function, of_signature
from inspector.formats.protobuf.message import message
from inspector.formats.protobuf.meta_graph import MetaGraph, meta_graphs, serving
from inspector.formats.safe_text import clean_name
from inspector.formats.safety.operations import saved_model_notes
from inspector.graph.model import ModelGraph, Note
from inspector.graph.operations import OperationGraph, View
from inspector.graph.recovery.shown import shown

_FEW = 8
NAMES = ("saved_model.pb", "saved_model.pbtxt")


def read(path: Path, is_text: bool, view: View) -> ModelGraph:
    """The model in the folder of this ``saved_model.pb``, as layers or as operations.

    Raises:
        FormatError: it is damaged, or beyond the limits.
    """
    metas = meta_graphs(message(path, "SavedModel", is_text))
    meta = serving(metas)
    graph, unsafe = _configured(path.parent, meta, view)
    if graph is None:
        found = operations(meta)
        graph = shown(found, "SavedModel", view)
        notes = (*graph.notes, *_others(meta, found.name), *unsafe)
        graph = replace(graph, name=path.resolve().parent.name, notes=notes)
    written_by = f"TensorFlow {clean_name(meta.tensorflow)}" if meta.tensorflow else ""
    notes = (*graph.notes, *saved_model_notes(metas))
    return replace(graph, format="TensorFlow SavedModel", written_by=written_by, notes=notes)


def _configured(folder: Path, meta: MetaGraph, view: View) -> tuple[ModelGraph | None, tuple[Note, ...]]:
    """The model where Keras wrote its config and layers are asked for; else what is unsafe in a config there may be."""
    metadata = root_metadata(folder, meta)
    if metadata is None:
        return None, ()
    # imported for the few files that have a config, as it is half of what this reader imports
    from inspector.formats import saved_config

    entry = saved_config.parsed(metadata)
    graph = None if view.operations else saved_config.as_layers(entry, meta.objects)
    return graph, saved_config.unsafe(entry)


def operations(meta: MetaGraph) -> OperationGraph:
    """What the model computes: its signature, or its largest function; raises FormatError where there is neither."""
    signature = chosen_signature(meta.signatures)
    found = of_signature(meta, signature) if signature else of_function(meta)
    if found is None:
        raise FormatError("Expected a SavedModel with a signature or a function to call, found none in it.")
    return found


def _others(meta: MetaGraph, shown_name: str) -> tuple[Note, ...]:
    others = [name for name in meta.signatures if name != shown_name and not name.startswith("__")]
    if not others:
        return ()
    text = f"This is what the signature {shown_name!r} computes; there are others: {', '.join(others[:_FEW])}."
    return (Note("info", "other-signatures", text),)


def file_in(folder: Path) -> Path | None:
    """The ``saved_model.pb`` in a folder, or in the only folder that has one further down."""
    for depth in range(4):
        found = [each for name in NAMES for each in folder.glob("*/" * depth + name) if each.is_file()]
        if found:
            return found[0] if len({each.parent for each in found}) == 1 else None
    return None
