"""The config of a whole model as its file has it, for those who build the model again."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from inspector.formats import hdf5_process, keras_archive, keras_folder, saved_model
from inspector.formats.config.values import mapping
from inspector.formats.errors import FormatError
from inspector.formats.json_text import parse
from inspector.formats.keras_metadata import plain, root_metadata
from inspector.formats.opening import open_model
from inspector.formats.protobuf.message import message
from inspector.formats.protobuf.meta_graph import meta_graphs, serving
from inspector.formats.protobuf.object_graph import ObjectGraph
from inspector.formats.recognised import is_archive, is_hdf5, is_unpacked_archive
from inspector.formats.stored_weights import Stored
from inspector.formats.versions import major

KERAS_1 = 1


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A model that is not built.

    Attributes:
        kind: how its weights are stored: in one HDF5 file, in a ``.keras`` archive, in a folder such an archive was
            unpacked to, or beside the graph of a SavedModel.
        file: the file; of folders the folder.
        config: ``{"class_name", "config", …}``.
        keras: the first number of the version of Keras that wrote it.
        backend: what that Keras ran on.
        stored: what the HDF5 file holds, payload aside; empty for the other kinds.
        objects: the objects of a SavedModel.
    """

    kind: Literal["hdf5", "archive", "folder", "saved_model"]
    file: Path
    config: dict[str, Any]
    keras: int
    backend: str = "tensorflow"
    stored: Stored = field(default_factory=Stored)
    objects: ObjectGraph = field(default_factory=lambda: ObjectGraph((), {}))


def stored_model(path: Path) -> StoredModel:
    """The model that lies in a file or folder which `open_model` opens.

    Raises:
        FormatError: the file is one that `open_model` refuses, or holds no config of a Keras model.
    """
    open_model(path)  # refuses what is damaged, too large or no model, in words
    if is_unpacked_archive(path):
        config, version = keras_folder.content(path)
        return StoredModel("folder", path, mapping(config), major(version) or 3)
    folder = saved_model.file_in(path) if path.is_dir() else None
    file = folder or path
    with file.open("rb") as opened:
        head = opened.read(8)
    if is_hdf5(head):
        return _hdf5(file)
    if is_archive(head):
        with zipfile.ZipFile(file) as archive:
            config, version = keras_archive.content(archive)
        return StoredModel("archive", file, mapping(config), major(version) or 3)
    if file.name in saved_model.NAMES:
        return _saved_model(file)
    raise FormatError(
        f"Expected a file or folder with the config of a Keras model, found {path.name!r}, a graph of operations only: "
        "it can be looked at, not rebuilt."
    )


def _hdf5(file: Path) -> StoredModel:
    attributes, stored = hdf5_process.look(file)
    if "model_config" not in attributes:
        raise FormatError(
            f"{file.name!r} holds weights only: what the model is, is not in it, so it can be looked at, not rebuilt."
        )
    config = parse(attributes["model_config"].encode("utf-8", "replace"), "The attribute model_config")
    version = major(attributes.get("keras_version", "")) or KERAS_1
    return StoredModel("hdf5", file, mapping(config), version, attributes.get("backend", "tensorflow"), stored)


def _saved_model(file: Path) -> StoredModel:
    meta = serving(meta_graphs(message(file, "SavedModel", file.suffix == ".pbtxt")))
    raw = root_metadata(file.parent, meta)
    if raw is None:
        raise FormatError(
            f"The SavedModel {file.resolve().parent.name!r} holds operations only, no config of a Keras model: it can "
            "be looked at, not rebuilt layer by layer. Save the model as .keras where it is made."
        )
    config = mapping(plain(parse(raw, "The model's Keras metadata")))
    return StoredModel("saved_model", file.parent, config, 2, objects=meta.objects)
