"""Weights in HDF5: a file of Keras 1 to 3, of weights only, or in a ``.keras`` archive or folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from inspector.formats import hdf5_process
from inspector.formats.errors import FormatError
from inspector.formats.stored_weights import Stored, weights_in_archive, weights_in_hdf5
from inspector.formats.weights.naming import named
from inspector.formats.weights.numbers import Tensor, read_bytes, tensor
from inspector.graph.model import ModelGraph, Weight


@dataclass(frozen=True)
class HDF5Weights:
    """An HDF5 file, which is looked into once; values in one piece are then read straight from where they lie.

    Attributes:
        path: the file it is, or lies in.
        in_archive: whether it is laid out as in a ``.keras`` archive.
        start, length: where it lies in an archive.
    """

    path: Path
    in_archive: bool
    start: int | None = None
    length: int | None = None

    def weights(self, graph: ModelGraph) -> Mapping[str, list[Weight]]:
        """Layer path to weights, with the paths of their datasets as keys; raises FormatError."""
        held = {leaf.path: list(leaf.weights) for leaf in graph.leaves if leaf.weights and leaf.weights[0].key}
        found = (weights_in_archive if self.in_archive else weights_in_hdf5)(self._stored, graph)
        layers = {path: named(graph.by_path[path].weights, weights, self._label) for path, weights in found.items()}
        return {**layers, **held}

    def read(self, weight: Weight) -> Tensor:
        """The values of a weight; raises FormatError, OSError."""
        if weight.key not in self._stored.datasets:
            raise FormatError("Expected the weight in the file, found no such dataset: the file was changed.")
        shape, dtype = self._stored.datasets[weight.key]
        if weight.key in self._stored.places:
            first, size, stored_as = self._stored.places[weight.key]
            if first + size > (self.length or first + size):
                raise FormatError("The weight lies outside of the weights file in the archive: it is damaged.")
            return tensor(read_bytes(self.path, (self.start or 0) + first, size), dtype, shape, stored_as)
        content, stored_as = hdf5_process.values(self.path, weight.key, self.start, self.length)
        return tensor(content, dtype, shape, stored_as)

    @cached_property
    def _stored(self) -> Stored:
        return hdf5_process.look(self.path, self.start, self.length, places=True)[1]

    def _label(self, key: str) -> str:
        """What Keras 3 calls the parts of the layer that a dataset is in, outermost first."""
        parts = key.split("/")
        labels = [self._stored.labels.get("/".join([*parts[:end], "vars"])) for end in range(3, len(parts) - 1)]
        return "/".join(filter(None, labels))
