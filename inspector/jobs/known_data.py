"""A quick look at training data, for the checks: never more than a few megabytes are read."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy

from inspector.jobs.data_facts import UNREADABLE, classes_of, data_facts, is_one_hot
from inspector.jobs.source import SourceError, kind_of, sample_file
from inspector.recipe.checks.subject import KnownData

_LABELS, _VALUES = 16 * 2**20, 4 * 2**20
"""Bytes that are read at the most."""
_PIXEL = 255.0


def known_data(source: str) -> KnownData:
    """What the checks can know of a source without reading all of it.

    Raises:
        SourceError: it is not there, of no known kind, or cannot be read.
    """
    kind = kind_of(source)
    if kind in ("images", "idx"):
        facts = data_facts(source)
        return KnownData(facts.samples, facts.classes, _PIXEL)
    path = sample_file(source) if kind == "sample" else Path(source).expanduser()
    try:
        return _archive(path)
    except UNREADABLE as error:
        reason = getattr(error, "strerror", None) or error
        raise SourceError(f"The data '{source}' cannot be read: {reason}.") from error


def _archive(path: Path) -> KnownData:
    with zipfile.ZipFile(path) as archive:
        with archive.open("x_train.npy") as file:
            shape, dtype = _header(file)
            values = _values(file, dtype, _VALUES)
        with archive.open("y_train.npy") as file:
            label_shape, label_dtype = _header(file)
            size = label_dtype.itemsize * int(np.prod(label_shape, dtype=np.int64))
            labels = _values(file, label_dtype, size) if size <= _LABELS else None
    if labels is not None and labels.size == np.prod(label_shape, dtype=np.int64):
        classes = _classes(labels.reshape(label_shape))
    else:
        classes = None
    most = float(values.max()) if values.size and values.dtype.kind in "uif" else None
    return KnownData(shape[0] if shape else 0, classes, most)


def _classes(labels: np.ndarray[Any, Any]) -> int | None:
    """As data facts count them; ``None`` for several numbers per sample that are not one-hot."""
    if is_one_hot(labels):
        return int(labels.shape[1])
    return classes_of(labels) if labels.ndim == 1 or labels.shape[1:] == (1,) else None


def _header(file: IO[bytes]) -> tuple[tuple[int, ...], np.dtype[Any]]:
    version = npy.read_magic(file)
    read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    shape, _, dtype = read(file)
    if dtype.hasobject:
        raise ValueError("it holds Python objects, which are not read")
    return shape, dtype


def _values(file: IO[bytes], dtype: np.dtype[Any], most: int) -> np.ndarray[Any, Any]:
    data = file.read(most)
    return np.frombuffer(data[: len(data) // dtype.itemsize * dtype.itemsize], dtype)
