"""The door: a path becomes a graph, or a sentence that says why not."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path

from inspector.formats import keras_archive, keras_hdf5, refusals
from inspector.formats.errors import FormatError
from inspector.graph.model import ModelGraph

_FORMATS = (keras_archive, keras_hdf5)
_HEAD_BYTES = 64


def open_model(path: str | Path) -> ModelGraph:
    """The model in a file, read without TensorFlow and without running anything that is in it.

    The format is recognised by the file's first bytes; its name does not matter.

    Args:
        path: a ``.keras``, ``.h5`` or ``.hdf5`` file.

    Returns:
        The graph with shapes and weights as far as they are known, and notes on what is odd.

    Raises:
        FormatError: one sentence that says what was expected, what was found and what to do.
    """
    path = Path(path)
    try:
        head = _head(path)
        reader = next((each for each in _FORMATS if each.matches(head)), None)
        if reader is None:
            raise FormatError(refusals.sentence(head))
        graph: ModelGraph = reader.read(path)
    except OSError as error:
        raise FormatError(f"Cannot read {str(path)!r}: {_reason(error)}.") from error
    except FormatError as refusal:
        raise FormatError(f"Cannot open {path.name!r}: {refusal}") from refusal
    return replace(graph, file=str(path))


def _head(path: Path) -> bytes:
    if "\0" in str(path):
        raise FormatError("Expected the path of a file, found a zero character in it.")
    if path.is_dir():
        inside = "a SavedModel, which cannot be opened yet" if (path / "saved_model.pb").exists() else "a folder"
        raise FormatError(f"Expected a file, found {inside}: open a .keras or .h5 file that model.save() wrote.")
    if path.exists() and not path.is_file():
        raise FormatError("Expected a file, found a device or pipe: open a .keras or .h5 file.")
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head:
        raise FormatError("The file is empty: perhaps a download or a save did not finish.")
    return head


def _reason(error: OSError) -> str:
    if error.errno == errno.ENOENT:
        return "there is no such file"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "permission is denied"
    return str(error.strerror or error)
