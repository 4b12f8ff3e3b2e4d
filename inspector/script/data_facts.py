"""What has to be known of training data to write code that reads it."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from inspector.jobs.image_folder import image_folder
from inspector.jobs.source import SourceError, kind_of, sample_file
from inspector.script.errors import ScriptError

_UNREADABLE = (OSError, ValueError, KeyError, EOFError, MemoryError, zipfile.BadZipFile, zlib.error)


@dataclass(frozen=True, slots=True)
class Arrays:
    """An archive of arrays.

    Attributes:
        path: of the file.
        sample: shape of one sample.
        dtype: of the samples.
        most: the largest value in them.
        one_hot: whether labels have an axis of classes.
        parts: those there are of ``train``, ``val`` and ``test``.
    """

    path: str
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
        train: name of the folder inside it with the training images; empty where they are in it directly.
        validation, test: the same, and empty where there are none.
    """

    path: str
    train: str
    validation: str
    test: str


def data_facts(source: str) -> Arrays | Images:
    """Look at what a recipe trains on.

    Raises:
        SourceError: it is not there or of no known kind.
        ScriptError: it cannot be read, or is of a kind no script is written for.
    """
    match kind_of(source):
        case "sample":
            return _arrays(sample_file(source))
        case "npz":
            return _arrays(Path(source).expanduser())
        case "images":
            return _images(Path(source).expanduser())
    raise ScriptError(
        f"'{source}' holds IDX files, which Keras has no reader for: save them as an .npz file with the arrays "
        "x_train and y_train, and train on that."
    )


def _arrays(path: Path) -> Arrays:
    try:
        with np.load(path, allow_pickle=False) as archive:
            x, y = archive["x_train"], archive["y_train"]
            parts = tuple(part for part in ("train", "val", "test") if f"x_{part}" in archive.files)
        most = float(x.max()) if x.size else 0.0
        one_hot = y.ndim == 2 and y.shape[1] > 1 and bool(((y == 0) | (y == 1)).all() and (y.sum(-1) == 1).all())
        return Arrays(str(path), tuple(x.shape[1:]), str(x.dtype), most, one_hot, parts)
    except _UNREADABLE as error:
        raise ScriptError(f"'{path.name}' cannot be read as an archive of x_train and y_train: {error}.") from error


def _images(path: Path) -> Images:
    try:
        found = image_folder(path)
    except OSError as error:
        raise SourceError(f"The folder '{path}' cannot be read: {error.strerror or error}.") from error
    names = (each.name if each and each != path else "" for each in (found.train, found.validation, found.test))
    return Images(str(path), *names)
