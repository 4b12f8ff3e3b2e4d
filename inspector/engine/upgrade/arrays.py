"""The values of a stored model's variables, by layer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from inspector.engine.errors import EngineError
from inspector.formats.stored_model import StoredModel
from inspector.formats.stored_weights import Datasets, datasets_in_hdf5
from inspector.graph.model import ModelGraph

Named = list[tuple[str, np.ndarray]]
"""A layer's variables in the order they are stored, with the names they have inside it."""

Arrays = Callable[[str], Named]
"""Gives the variables of the layer at a path; nothing for a layer without any."""


@contextmanager
def hdf5_arrays(model: StoredModel, graph: ModelGraph) -> Iterator[Arrays]:
    """The variables in a model's HDF5 file, read when they are asked for."""
    with h5py.File(model.file, "r") as file:
        groups = datasets_in_hdf5(model.stored, graph)
        everything = Datasets(model.stored)

        def of(path: str) -> Named:
            if path not in groups:
                return []
            group, paths = groups[path]
            found = paths or (everything.of(group) if group != f"model_weights/{path}" else [])
            return [(each[len(group) + 1 :].partition(":")[0], value(file, each)) for each in found]

        yield of


def value(file: Any, path: str) -> np.ndarray:
    """What a dataset of an HDF5 file holds; raises EngineError where it is not in the file itself."""
    dataset = file.get(path)
    if not isinstance(dataset, h5py.Dataset):
        raise EngineError(f"The weight '{path}' is not in the file: it is damaged.")
    if dataset.external or dataset.is_virtual:
        raise EngineError(f"The weight '{path}' lies in another file, which is not opened.")
    return np.asarray(dataset[()])


def checkpoint_arrays(model: StoredModel, layers: Mapping[str, int]) -> Arrays:
    """The variables of a SavedModel, found by the objects that hold them.

    Args:
        model: the SavedModel.
        layers: path of each layer to the number of its object.
    """
    import tensorflow as tf
    from tensorflow.core.protobuf.trackable_object_graph_pb2 import TrackableObjectGraph

    try:
        reader = tf.train.load_checkpoint(str(Path(model.file, "variables", "variables")))
        saved = TrackableObjectGraph.FromString(reader.get_tensor("_CHECKPOINTABLE_OBJECT_GRAPH"))
    except (ValueError, RuntimeError, tf.errors.OpError) as error:
        raise EngineError(f"The variables of the SavedModel cannot be read: {str(error).splitlines()[0]}.") from error

    def of(path: str) -> Named:
        found: Named = []
        waiting, seen = [(layers[path], "")] if path in layers else [], set()
        while waiting:
            number, name = waiting.pop(0)
            if number in seen or number >= len(saved.nodes):
                continue
            seen.add(number)
            node = saved.nodes[number]
            found += [(name, np.asarray(reader.get_tensor(each.checkpoint_key))) for each in node.attributes]
            waiting += [(child.node_id, f"{name}/{child.local_name}".lstrip("/")) for child in node.children]
        return found

    return of
