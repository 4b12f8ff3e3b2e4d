"""What a source of training data is, by names and first bytes: enough to refuse one before anything is started."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from inspector.resources import resource

Kind = Literal["sample", "npz", "images", "idx"]

SAMPLE = "sample:"
IDX_IMAGES = re.compile(r"(?P<set>.*?)-?images[.-]idx3-ubyte(?P<gz>\.gz)?", re.IGNORECASE)
"""Names of files of IDX images."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
"""First bytes of a zip archive, and of an empty one."""
_KINDS = (
    "an .npz file with x_train and y_train, a folder with one sub-folder of images per class, "
    "IDX files (train-images-idx3-ubyte), or sample:digits"
)


class SourceError(ValueError):
    """Why a source cannot be used, as a sentence."""


def kind_of(source: str) -> Kind:
    """Which kind of data a source is: found by what it is, not by what it is called; it may still be damaged.

    Args:
        source: ``"sample:digits"``, or the path of a file or folder.

    Raises:
        SourceError: it is missing, cannot be read, or is of no kind that is known.
    """
    if source.startswith(SAMPLE):
        sample_file(source)
        return "sample"
    try:
        path = Path(source).expanduser()
        if path.is_dir():
            return "idx" if any(IDX_IMAGES.fullmatch(entry.name) for entry in path.iterdir()) else "images"
        with path.open("rb") as file:
            head = file.read(4)
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SourceError(f"The data '{source}' cannot be read: {reason}. Expected {_KINDS}.") from error
    if IDX_IMAGES.fullmatch(path.name):
        return "idx"
    if head in _ZIP:
        return "npz"
    raise SourceError(f"'{path.name}' is no data that can be read. Expected {_KINDS}.")


def sample_file(source: str) -> Path:
    """Where the archive of ``sample:<name>`` is.

    Raises:
        SourceError: none of this name ships with the program.
    """
    name = source.removeprefix(SAMPLE)
    try:
        return resource(f"samples/{name}.npz")
    except FileNotFoundError as error:
        raise SourceError(f"There is no sample data '{name}'; the program ships with 'sample:digits'.") from error
