"""The door: a path becomes a graph, or a sentence that says why not."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path

from inspector.formats import refusals
from inspector.formats.errors import FormatError, NotAModelError
from inspector.formats.protobuf import sniff
from inspector.formats.protobuf.wire import WireError
from inspector.formats.recognised import is_archive, is_hdf5, is_unpacked_archive
from inspector.graph.model import ModelGraph
from inspector.graph.operations import View

_HEAD_BYTES = 64
_LAYERS = View()


def open_model(path: str | Path, view: View = _LAYERS) -> ModelGraph:
    """The model in a file or folder, read without TensorFlow and without running anything that is in it.

    The format is recognised by the file's first bytes; its name does not matter.

    Args:
        path: a ``.keras``, ``.h5`` or ``.hdf5`` file, or the folder a ``.keras`` was unpacked to; a SavedModel's
            folder, its ``saved_model.pb`` or a folder above; a GraphDef (``.pb``, ``.pbtxt``) or MetaGraph (``.meta``).
        view: whether a SavedModel or graph is shown as the layers its operations make up, or each operation by itself.

    Returns:
        The graph with shapes and weights as far as they are known, and notes on what is odd.

    Raises:
        FormatError: one sentence that says what was expected, what was found and what to do;
            NotAModelError where that is a file of another kind.
    """
    path = Path(path)
    try:
        graph = _read(path, view)
    except OSError as error:
        raise FormatError(f"Cannot read {str(path)!r}: {_reason(error)}.") from error
    except WireError as error:
        raise FormatError(f"Cannot open {path.name!r}: the file is damaged: {error}.") from error
    except FormatError as refusal:
        raise type(refusal)(f"Cannot open {path.name!r}: {refusal}") from refusal
    return replace(graph, file=str(path))


def holds_model(path: Path) -> bool:
    """Whether a file begins like those that are opened, whatever it is called."""
    try:
        head = _head(path)
        return is_archive(head) or is_hdf5(head) or sniff.kind_of(path) is not None
    except (OSError, FormatError):
        return False


def _read(path: Path, view: View) -> ModelGraph:
    # readers are imported when they are needed: all of them together take longer than most files
    if is_unpacked_archive(path):
        from inspector.formats import keras_folder

        return keras_folder.read(path)
    file = _file_in(path) if path.is_dir() else path
    head = _head(file)
    if is_archive(head):
        from inspector.formats import keras_archive

        return keras_archive.read(file)
    if is_hdf5(head):
        from inspector.formats import keras_hdf5

        return keras_hdf5.read(file)
    found = sniff.kind_of(file)
    if found is None:
        raise NotAModelError(refusals.sentence(head))
    return _of_tensorflow(file, *found, view)


def _of_tensorflow(file: Path, kind: sniff.Kind, is_text: bool, view: View) -> ModelGraph:
    if kind == "SavedModel":
        from inspector.formats import saved_model

        return saved_model.read(file, is_text, view)
    from inspector.formats import graph_def

    return graph_def.read(file, kind, is_text, view)


def _file_in(folder: Path) -> Path:
    from inspector.formats import saved_model

    found = saved_model.file_in(folder)
    if found is None:
        raise FormatError(
            "Expected a model, found a folder without exactly one saved_model.pb: "
            "open the SavedModel's folder itself, or a .keras or .h5 file."
        )
    return found


def _head(path: Path) -> bytes:
    if "\0" in str(path):
        raise FormatError("Expected the path of a file, found a zero character in it.")
    if path.exists() and not path.is_file():
        raise FormatError("Expected a file, found a device or pipe: open a model file.")
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
