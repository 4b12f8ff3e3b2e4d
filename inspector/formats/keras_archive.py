"""``.keras`` files: a zip archive with the model's config as JSON and its weights as HDF5."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from inspector.formats import hdf5_process, limits
from inspector.formats.complete import FindStored, complete
from inspector.formats.config import values
from inspector.formats.config.age import KERAS_3, age_notes
from inspector.formats.config.file import read_config
from inspector.formats.errors import FormatError, NotAModelError
from inspector.formats.json_text import parse
from inspector.formats.recognised import CONFIG, is_body_graph
from inspector.formats.stored_weights import weights_in_archive
from inspector.formats.versions import major, written_by
from inspector.graph.model import ModelGraph, Note, Weight

METADATA = "metadata.json"
WEIGHTS = "model.weights.h5"
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_STEP = 1 << 20
_PACKED = f"Expected {WEIGHTS} uncompressed in the archive, as Keras writes it."

_OTHER_ARCHIVES = (
    ("data.pkl", "a PyTorch model"),
    (".npy", "a NumPy archive (data, not a model)"),
    ("saved_model.pb", "a zipped SavedModel; unpack it and"),
    (".weights.h5", "a Keras archive without its config"),
)


def read(path: Path) -> ModelGraph:
    """The model in a ``.keras`` archive; its weights file is looked into only where the config does not tell enough.

    Raises:
        FormatError: the archive is damaged, no Keras model, or beyond the limits.
    """
    with _archive(path) as (file, archive):
        config, version = content(archive)
        span = _weights_span(archive, file)
        notes = [note for info in archive.infolist() for note in _notes(archive, info)]

    def stored(graph: ModelGraph) -> Mapping[str, tuple[Weight, ...]]:
        if span is None:
            raise FormatError(_PACKED)
        return weights_in_archive(hdf5_process.look(path, *span)[1], graph)

    graph = described(config, version, stored)
    return replace(graph, notes=(*graph.notes, *notes))


def _notes(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> tuple[Note, ...]:
    """What is found in the operations of a body."""
    if not is_body_graph(info.filename):
        return ()
    # imported for the few files that have one
    from inspector.formats.body_graphs import body_graph_notes

    few = info.file_size <= limits.GRAPH_BYTES
    data = _member(archive, info.filename, limits.GRAPH_BYTES) if few else b""
    return body_graph_notes(info.filename, info.file_size, data)


def described(config: Any, version: str, stored: FindStored) -> ModelGraph:
    """The graph of what is in a ``.keras`` archive or in a folder it was unpacked to."""
    keras = major(version) or KERAS_3
    graph = complete(read_config(config), stored)
    notes = (*graph.notes, *age_notes(config, keras, one_file=False))
    return replace(graph, format=f"Keras {keras} (.keras)", written_by=written_by(version), notes=notes)


@contextmanager
def _archive(path: Path) -> Iterator[tuple[io.FileIO, zipfile.ZipFile]]:
    """The archive's file and what is in it; what is wrong with it becomes a FormatError."""
    try:
        with _Bounded(path) as file, zipfile.ZipFile(file) as archive:
            yield file, archive
    except FormatError:
        raise
    except (zipfile.BadZipFile, struct.error, EOFError, NotImplementedError, ValueError) as error:
        # NotImplementedError is what zipfile says of a compression or version it does not know
        raise FormatError(f"The archive is damaged or cut off: {str(error).rstrip('.')}.") from error


class _Bounded(io.FileIO):
    """The archive's file; refuses to be read in one piece larger than a list of members may be."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > limits.ARCHIVE_DIRECTORY_BYTES:
            raise FormatError(f"The archive's list of members has {size:,} bytes, more than that of a Keras model.")
        return super().read(-1 if size is None else size) or b""


def content(archive: zipfile.ZipFile) -> tuple[Any, str]:
    """The model's config and the version of Keras that wrote it."""
    names = archive.namelist()
    if len(names) > limits.ARCHIVE_MEMBERS:
        raise FormatError(f"The archive has {len(names):,} members, more than a Keras model.")
    if CONFIG not in names:
        raise NotAModelError(_not_a_model(names))
    for name in (CONFIG, METADATA, WEIGHTS):
        if names.count(name) > 1:
            raise FormatError(
                f"The archive has several members called {name}, so that programs differ in what they read."
            )
    config = parse(_member(archive, CONFIG, limits.CONFIG_BYTES), CONFIG)
    return config, version_in(_member(archive, METADATA, limits.METADATA_BYTES)) if METADATA in names else ""


def version_in(metadata: bytes) -> str:
    """The version of Keras that the file of metadata names."""
    return values.name(values.mapping(parse(metadata, METADATA)).get("keras_version"))


def _not_a_model(names: Sequence[str]) -> str:
    kind = next((kind for ending, kind in _OTHER_ARCHIVES if any(name.endswith(ending) for name in names)), "")
    found = f"this looks like {kind}" if kind else "there is none"
    return f"Expected a Keras model with {CONFIG} in the archive, but {found}: open a .keras or .h5 model file."


def _member(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """One member, unpacked in steps: a header that lies about its size then costs no more than a step."""
    info = archive.getinfo(name)
    if info.flag_bits & 1:
        raise FormatError(f"{name} in the archive is encrypted: unpack it with its password and save the model again.")
    ratio = info.file_size / max(1, info.compress_size)
    if info.file_size > most or (info.file_size > _STEP and ratio > limits.COMPRESSION_RATIO):
        raise FormatError(f"{name} in the archive unpacks to {info.file_size:,} bytes, more than a model can need.")
    try:
        with archive.open(info) as member:
            pieces = list(iter(partial(member.read, _STEP), b""))
    except (zlib.error, OSError, RuntimeError) as error:
        raise FormatError(f"{name} in the archive is damaged: {str(error).rstrip('.')}.") from error
    return b"".join(pieces)


def weights_span(path: Path) -> tuple[int, int]:
    """First byte and length of the weights' HDF5 file in an archive.

    Raises:
        FormatError: the archive is damaged, or its weights are missing or compressed.
    """
    with _archive(path) as (file, archive):
        if WEIGHTS not in archive.namelist():
            raise FormatError("the archive holds the model's config only, no weights.")
        span = _weights_span(archive, file)
    if span is None:
        raise FormatError(_PACKED)
    return span


def _weights_span(archive: zipfile.ZipFile, file: io.FileIO) -> tuple[int, int] | None:
    """First byte and length of the weights in the archive's file, None where they are missing or packed."""
    if WEIGHTS not in archive.namelist():
        return None
    info = archive.getinfo(WEIGHTS)
    if info.compress_type != zipfile.ZIP_STORED:
        return None
    file.seek(info.header_offset)
    signature, name_length, extra_length = _LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size))
    if signature != b"PK\x03\x04":
        raise FormatError("The archive is damaged: its weights are not where its list of members says.")
    return info.header_offset + _LOCAL_HEADER.size + name_length + extra_length, info.file_size
