"""Which reader a source of data is for: found by what it is, not by what it is called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from inspector.engine.data import idx, images, npz, sample
from inspector.engine.data.source import Source
from inspector.engine.errors import EngineError
from inspector.graph.model import Shape

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
"""First bytes of a zip archive, and of an empty one."""
_KINDS = (
    "an .npz file with x_train and y_train, a folder with one sub-folder of images per class, "
    "IDX files (train-images-idx3-ubyte), or sample:digits"
)


def read(source: str, picture: Shape, tell: Callable[[str], None]) -> Source:
    """Read training data of any kind.

    Args:
        source: ``"sample:digits"``, or the path of a file or folder.
        picture: height, width and channels that images have to have for the model; ``None`` where any will do.
        tell: hears what is going on.

    Raises:
        EngineError: it is missing, damaged, or nothing that can be read.
    """
    if source.startswith(sample.PREFIX):
        return sample.read(source)
    path = Path(source).expanduser()
    try:
        if path.is_dir():
            return idx.read(path) if idx.matches(path) else images.read(path, picture, tell)
        if idx.matches(path):
            return idx.read(path)
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        raise EngineError(
            f"The data '{source}' cannot be read: {error.strerror or error}. Expected {_KINDS}."
        ) from error
    if head in _ZIP:
        return npz.read(path)
    raise EngineError(f"'{path.name}' is no data that can be read. Expected {_KINDS}.")
