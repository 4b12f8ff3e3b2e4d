"""What training data holds, as far as it has to be known before it is trained on: how many samples and classes."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from inspector.jobs.idx_files import idx_files
from inspector.jobs.image_folder import image_files, image_folder
from inspector.jobs.source import SourceError, kind_of, sample_file

UNREADABLE = (OSError, ValueError, KeyError, EOFError, MemoryError, zipfile.BadZipFile, zlib.error)
"""What reading a damaged file raises."""
_LABELS_BEGIN = 8
"""Bytes before the first label in an IDX file: http://yann.lecun.com/exdb/mnist/."""


@dataclass(frozen=True, slots=True)
class Arrays:
    """An archive of arrays.

    Attributes:
        path: of the file.
        samples: how many there are to train on.
        classes: how many whole numbers from 0 the labels can be; 0 where they are other numbers.
        sample: shape of one sample.
        dtype: of the samples.
        most: the largest value in them.
        one_hot: whether labels have an axis of classes.
        parts: those there are of ``train``, ``val`` and ``test``.
    """

    path: str
    samples: int
    classes: int
    sample: tuple[int, ...]
    dtype: str
    most: float
    one_hot: bool
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Images:
    """A folder of images.

    Attributes:
        path: of the folder.
        samples: how many images there are to train on.
        classes: how many folders they are in.
        train: name of the folder inside it with the training images; empty where they are in it directly.
        validation, test: the same, and empty where there are none.
    """

    path: str
    samples: int
    classes: int
    train: str
    validation: str
    test: str


@dataclass(frozen=True, slots=True)
class Idx:
    """IDX files; see `Images`."""

    path: str
    samples: int
    classes: int


DataFacts = Arrays | Images | Idx


def data_facts(source: str) -> DataFacts:
    """Look at what a recipe trains on.

    Raises:
        SourceError: it is not there, of no known kind, or cannot be read.
    """
    kind = kind_of(source)
    path = sample_file(source) if kind == "sample" else Path(source).expanduser()
    try:
        match kind:
            case "images":
                return _images(path)
            case "idx":
                return _idx(path)
        return _arrays(path)
    except UNREADABLE as error:
        if isinstance(error, SourceError):
            raise
        reason = getattr(error, "strerror", None) or error
        raise SourceError(f"The data '{source}' cannot be read: {reason}.") from error


def _arrays(path: Path) -> Arrays:
    with np.load(path, allow_pickle=False) as archive:
        x, y = archive["x_train"], archive["y_train"]
        parts = tuple(part for part in ("train", "val", "test") if f"x_{part}" in archive.files)
    one_hot = is_one_hot(y)
    classes = y.shape[1] if one_hot else classes_of(y)
    most = float(x.max()) if x.size else 0.0
    return Arrays(str(path), len(x), classes, tuple(x.shape[1:]), str(x.dtype), most, one_hot, parts)


def _images(path: Path) -> Images:
    found = image_folder(path)
    count = sum(1 for name in found.classes for _ in image_files(found.train / name))
    names = (each.name if each and each != path else "" for each in (found.train, found.validation, found.test))
    return Images(str(path), count, len(found.classes), *names)


def _idx(path: Path) -> Idx:
    file = idx_files(path).train.labels
    data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    labels = np.frombuffer(data, np.uint8, offset=_LABELS_BEGIN)
    return Idx(str(path), len(labels), classes_of(labels))


def is_one_hot(labels: np.ndarray[Any, Any]) -> bool:
    """Whether labels have an axis of classes, with a 1 for the one that is right."""
    if labels.ndim != 2 or labels.shape[1] < 2:
        return False
    return bool(((labels == 0) | (labels == 1)).all() and (labels.sum(-1) == 1).all())


def classes_of(labels: np.ndarray[Any, Any]) -> int:
    """How many whole numbers from 0 the labels can be; 0 where they are other numbers."""
    whole = labels.size and labels.dtype.kind in "iufb" and bool((labels == np.floor(labels)).all())
    return int(labels.max()) + 1 if whole and labels.min() >= 0 else 0
