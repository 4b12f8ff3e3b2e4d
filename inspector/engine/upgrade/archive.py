"""Weights in the archives (``.keras``) that Keras 2 wrote: stored as in those of Keras 3, by attribute."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import keras
import numpy as np
from keras.src.saving.saving_lib import H5IOStore, _load_state  # has no public name

from inspector.engine.errors import EngineError
from inspector.engine.upgrade.arrays import Named, value
from inspector.engine.walk import is_model, walk
from inspector.formats import hdf5_process
from inspector.formats.keras_archive import WEIGHTS
from inspector.formats.stored_model import StoredModel
from inspector.formats.stored_weights import Datasets, archive_groups
from inspector.graph.model import ModelGraph


@contextmanager
def weights_file(old: StoredModel, folder: Path) -> Iterator[Path]:
    """The HDF5 file with the weights of an archive, unpacked into ``folder``, or of an unpacked one.

    Raises:
        EngineError: there is none.
    """
    if old.kind == "folder":
        yield old.file / WEIGHTS
        return
    unpacked = folder / WEIGHTS
    try:
        with zipfile.ZipFile(old.file) as archive, archive.open(WEIGHTS) as packed, unpacked.open("wb") as file:
            shutil.copyfileobj(packed, file)
    except (KeyError, zipfile.BadZipFile, RuntimeError) as error:
        raise EngineError(f"The archive holds no weights that can be read: {error}.") from error
    yield unpacked


def carry_archive(model: keras.Model, weights: Path, graph: ModelGraph, replaced: set[str]) -> None:
    """Give every layer its variables.

    Args:
        model: built.
        weights: the HDF5 file.
        graph: the file's layers.
        replaced: paths of nested models that stand for a single layer of the file.

    Raises:
        EngineError: a layer's variables are not those in the file.
    """
    _, stored = hdf5_process.look(weights)
    groups = archive_groups(graph.layers, stored)
    datasets = Datasets(stored)
    store = H5IOStore(weights)
    try:
        for path, layer in walk(model):
            if not isinstance(layer, keras.Layer) or is_model(layer) or not layer.weights:
                continue
            holder = next((each for each in replaced if path.startswith(f"{each}/")), None)
            group = groups.get(holder or path, "")
            if holder:
                _in_order(layer, [(each, value(store.h5_file, each)) for each in datasets.below(group)])
            else:
                _as_keras_does(path, layer, store, group)
    finally:
        store.close()


def _in_order(layer: keras.Layer, named: Named) -> None:
    if len(named) != len(layer.weights):
        raise EngineError(f"'{layer.name}' has {len(layer.weights)} weights by the config, {len(named)} in the file.")
    for variable, (_, array) in zip(layer.weights, named, strict=True):
        variable.assign(np.reshape(array, variable.shape))


def _as_keras_does(path: str, layer: keras.Layer, store: H5IOStore, group: str) -> None:
    failed: set[int] = set()
    messages: dict[int, tuple[object, Exception]] = {}
    _load_state(layer, store, None, group, failed_saveables=failed, error_msgs=messages, visited_saveables=set())
    for owner, error in messages.values():
        # Keras 2 does not store the state of random numbers
        if isinstance(owner, keras.Layer) and owner.weights:
            first = next(iter(str(error).splitlines()), "no reason")[:200].rstrip(".")
            raise EngineError(f"The weights of '{path}' do not fit the layer that the config describes: {first}.")
