"""What holds the weights of a model, by what its file is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from inspector.formats import keras_archive, saved_model
from inspector.formats.errors import FormatError
from inspector.formats.protobuf import sniff
from inspector.formats.protobuf.message import message
from inspector.formats.protobuf.meta_graph import meta_graphs, serving
from inspector.formats.protobuf.object_graph import ObjectGraph
from inspector.formats.recognised import is_archive, is_hdf5, is_unpacked_archive
from inspector.formats.weights.bundle import BundleWeights
from inspector.formats.weights.constants import ConstantWeights
from inspector.formats.weights.hdf5 import HDF5Weights
from inspector.formats.weights.numbers import Tensor
from inspector.graph.model import ModelGraph, Weight

_HEAD_BYTES = 64


class Source(Protocol):
    """Weights of one kind of file. Its methods raise FormatError and OSError."""

    def weights(self, graph: ModelGraph) -> Mapping[str, Sequence[Weight]]:
        """The path of a layer to the weights it has in the file, with keys."""

    def read(self, weight: Weight) -> Tensor:
        """The values of one of them."""


def source_of(path: Path) -> Source:
    """What holds the weights of the model that `open_model` opens at this path.

    Raises:
        FormatError: the file holds none.
        OSError: it cannot be read.
    """
    if is_unpacked_archive(path):
        if not (path / keras_archive.WEIGHTS).is_file():
            raise FormatError(f"the folder holds the model's config only, no {keras_archive.WEIGHTS}.")
        return HDF5Weights(path / keras_archive.WEIGHTS, in_archive=True)
    file = (saved_model.file_in(path) if path.is_dir() else None) or path
    with file.open("rb") as opened:
        head = opened.read(_HEAD_BYTES)
    if is_archive(head):
        return HDF5Weights(file, True, *keras_archive.weights_span(file))
    if is_hdf5(head):
        return HDF5Weights(file, in_archive=False)
    found = sniff.kind_of(file)
    if found is None:
        raise FormatError("it is no longer the model that was opened.")
    return _of_tensorflow(file, *found)


def _of_tensorflow(file: Path, kind: sniff.Kind, is_text: bool) -> Source:
    """A bundle of variables where there is one beside the graph, else the constants in it."""
    prefix = file.parent / "variables" / "variables" if kind == "SavedModel" else file.with_suffix("")
    if kind == "Graph" or not prefix.with_name(f"{prefix.name}.index").is_file():
        return ConstantWeights(file, kind, is_text)
    is_saved_model = kind == "SavedModel"
    objects = serving(meta_graphs(message(file, kind, is_text))).objects if is_saved_model else ObjectGraph((), {})
    return BundleWeights(prefix, objects)
