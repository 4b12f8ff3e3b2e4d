"""Weights in the bundle beside a graph: the variables of a SavedModel, or of a checkpoint of TensorFlow 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from inspector.formats import limits
from inspector.formats.errors import FormatError
from inspector.formats.protobuf.bundle import Stored, read_index
from inspector.formats.protobuf.checkpoint_objects import KEY, checkpoint_keys
from inspector.formats.protobuf.object_graph import ObjectGraph, number_of
from inspector.formats.saved_variables import variables_of_layers
from inspector.formats.weights.naming import named
from inspector.formats.weights.numbers import Tensor, read_bytes, size_of, tensor
from inspector.graph.model import ModelGraph, Weight


@dataclass(frozen=True)
class BundleWeights:
    """A bundle: an index, and files with the values of which only one weight's bytes are read.

    Attributes:
        prefix: the path of the bundle's files without ``.index`` and ``.data-00000-of-00001``.
        objects: those of the SavedModel; none for a checkpoint of TensorFlow 1.
    """

    prefix: Path
    objects: ObjectGraph

    def weights(self, graph: ModelGraph) -> Mapping[str, list[Weight]]:
        """Layer path to weights; raises FormatError where there is no index, or it is damaged."""
        by_object = variables_of_layers(self.objects, graph) if self.objects.objects else {}
        held = {leaf.path: list(leaf.weights or ()) for leaf in graph.leaves if any(w.key for w in leaf.weights or ())}
        layers = {path: named(graph.by_path[path].weights, found) for path, found in by_object.items()}
        return {
            path: [weight for weight in weights if self._key(weight) in self._index]
            for path, weights in {**layers, **held}.items()
        }

    def read(self, weight: Weight) -> Tensor:
        """The values of a weight; raises FormatError, OSError."""
        stored = self._index[self._key(weight)]
        shape = tuple(size or 0 for size in stored.shape or ())
        expected = size_of(stored.dtype, shape)
        if stored.size != expected:
            raise FormatError(
                f"Expected {expected:,} bytes of values in one piece, found {stored.size:,}: the variable is divided "
                "among several, which is not read."
            )
        return tensor(self._bytes(stored), stored.dtype, shape)

    def _key(self, weight: Weight) -> str:
        number = number_of(weight.key)
        if number is None:
            return weight.key
        return self._keys[number] if number < len(self._keys) else ""

    @cached_property
    def _index(self) -> Mapping[str, Stored]:
        path = self.prefix.with_name(f"{self.prefix.name}.index")
        if not path.is_file():
            raise FormatError(f"Expected the values of the variables beside the graph, found no {path.name!r} there.")
        if path.stat().st_size > limits.INDEX_BLOCK_BYTES:
            raise FormatError(f"{path.name!r} has {path.stat().st_size:,} bytes, more than an index can need.")
        return read_index(path.read_bytes())

    @cached_property
    def _keys(self) -> list[str]:
        if KEY not in self._index:
            return []
        stored = self._index[KEY]
        if stored.size > limits.GRAPH_BYTES:
            raise FormatError("The list of the bundle's objects is larger than a model can need.")
        return checkpoint_keys(bytes(self._bytes(stored)))

    def _bytes(self, stored: Stored) -> bytearray:
        pattern = f".data-{stored.shard:05d}-of-"
        start = self.prefix.name + pattern
        found = [each for each in self.prefix.parent.iterdir() if each.name.startswith(start) and each.is_file()]
        if len(found) != 1:
            raise FormatError(f"Expected one file {start}… with the values, found {len(found)}.")
        return read_bytes(found[0], stored.offset, stored.size)
