"""``.keras`` archives that were unpacked: a folder with the same files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from inspector.formats import hdf5_process, limits
from inspector.formats.body_graphs import body_graph_notes
from inspector.formats.errors import FormatError
from inspector.formats.json_text import parse
from inspector.formats.keras_archive import METADATA, WEIGHTS, described, version_in
from inspector.formats.recognised import CONFIG, is_body_graph
from inspector.formats.stored_weights import weights_in_archive
from inspector.graph.model import ModelGraph, Note, Weight


def read(folder: Path) -> ModelGraph:
    """The model in the folder; its weights are looked into only where the config does not tell enough.

    Raises:
        FormatError: a file in it is damaged, too large, or describes no Keras model.
    """
    config, version = content(folder)

    def stored(graph: ModelGraph) -> Mapping[str, tuple[Weight, ...]]:
        weights = folder / WEIGHTS
        if not weights.is_file():
            raise FormatError(f"Expected {WEIGHTS} in the folder, found no such file.")
        return weights_in_archive(hdf5_process.look(weights)[1], graph)

    graph = described(config, version, stored)
    notes = [note for file in body_graphs(folder) for note in _notes(file, file.relative_to(folder).as_posix())]
    return replace(graph, notes=(*graph.notes, *notes))


def body_graphs(folder: Path) -> tuple[Path, ...]:
    """The files in it that hold the operations of a body; a link to another place is none."""
    found = (folder / "assets").rglob("*.pb")
    return tuple(sorted(each for each in found if is_body_graph(each.relative_to(folder).as_posix()) and _is_own(each)))


def _is_own(file: Path) -> bool:
    return file.is_file() and not file.is_symlink()


def _notes(file: Path, member: str) -> tuple[Note, ...]:
    size = file.stat().st_size
    return body_graph_notes(member, size, file.read_bytes() if size <= limits.GRAPH_BYTES else b"")


def content(folder: Path) -> tuple[Any, str]:
    """The model's config and the version of Keras that wrote it; raises FormatError."""
    config = parse(_bytes(folder / CONFIG, limits.CONFIG_BYTES), CONFIG)
    metadata = folder / METADATA
    return config, version_in(_bytes(metadata, limits.METADATA_BYTES)) if metadata.is_file() else ""


def _bytes(path: Path, most: int) -> bytes:
    size = path.stat().st_size
    if size > most:
        raise FormatError(f"{path.name} has {size:,} bytes, more than a model can need.")
    return path.read_bytes()
