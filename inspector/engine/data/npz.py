"""NumPy archives: arrays ``x_train`` and ``y_train``, and the same for ``val`` and ``test`` where there are."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import numpy as np
import psutil

from inspector.engine.data.source import Array, Part, Source
from inspector.engine.errors import EngineError

_UNREADABLE = (OSError, ValueError, EOFError, RuntimeError, MemoryError, OverflowError, zipfile.BadZipFile, zlib.error)
"""What ``zipfile`` and NumPy raise for an archive that is damaged, encrypted, or claims more than there is."""


def read(path: Path) -> Source:
    """All parts of an archive.

    Raises:
        EngineError: it is damaged or encrypted, lacks these arrays, holds Python objects, or exceeds free memory.
    """
    try:
        refuse_larger_than(psutil.virtual_memory().available, path)
        with np.load(path, allow_pickle=False) as archive:
            train = _part(path, archive, "train")
            if train is None:
                raise EngineError(
                    f"'{path.name}' has to hold the arrays 'x_train' and 'y_train'; found {_names(archive.files)}."
                )
            return Source(train, _part(path, archive, "val"), _part(path, archive, "test"))
    except _UNREADABLE as error:
        if isinstance(error, EngineError):
            raise
        raise EngineError(f"'{path.name}' cannot be read as a NumPy archive: {_reason(error)}.") from error


def _part(path: Path, archive: np.lib.npyio.NpzFile, name: str) -> Part | None:
    x, y = f"x_{name}", f"y_{name}"
    if x not in archive.files and y not in archive.files:
        return None
    if x not in archive.files or y not in archive.files:
        present, missing = (x, y) if x in archive.files else (y, x)
        raise EngineError(f"'{path.name}' holds '{present}' but not '{missing}'. Both are needed.")
    return Part(x, _array(path, archive, x), _array(path, archive, y), y)


def _array(path: Path, archive: np.lib.npyio.NpzFile, name: str) -> Array:
    try:
        array: Array = archive[name]
    except ValueError as error:
        if "Object arrays" not in str(error):
            raise
        raise EngineError(
            f"'{name}' in '{path.name}' holds Python objects, which are not loaded because they can run code. "
            "Save it as an array of numbers."
        ) from error
    if not isinstance(array, np.ndarray):
        raise EngineError(f"'{name}' in '{path.name}' is no NumPy array. Save it with numpy.savez.")
    return array


def refuse_larger_than(free: int, path: Path) -> None:
    """Look up the size of an archive's arrays before any is read.

    Raises:
        EngineError: they need more than ``free`` bytes.
    """
    with zipfile.ZipFile(path) as archive:
        needed = sum(member.file_size for member in archive.infolist())
    if needed > free:
        raise EngineError(
            f"'{path.name}' needs {needed / 1e9:.1f} GB of memory, {free / 1e9:.1f} GB are free. "
            "Use fewer samples, whole numbers (uint8) for pixels, or an image folder."
        )


def _names(files: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in files) if files else "none"


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error).rstrip(".")
