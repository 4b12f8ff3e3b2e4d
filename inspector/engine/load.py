"""Load a model file with Keras, running none of the code that may be in it unless the file is trusted."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import zipfile
from pathlib import Path

import h5py
import keras

from inspector.engine.body import layer as _body  # noqa: F401 - files name its class
from inspector.engine.errors import EngineError
from inspector.engine.freeze import harden
from inspector.engine.reasons import reason
from inspector.engine.walk import is_model, leaves
from inspector.formats import FormatError, keras_folder, saved_model
from inspector.formats.keras_archive import METADATA, WEIGHTS, version_in
from inspector.formats.recognised import CONFIG, is_unpacked_archive
from inspector.jobs.trust import digest

SUFFIXES = {b"PK\x03\x04": ".keras", b"\x89HDF": ".h5"}
"""First bytes of a file to the ending Keras goes by."""
_GRAPHS = (".pb", ".pbtxt", ".meta")


def load(path: str | Path, trusted: str = "") -> keras.Model:
    """A model from a ``.keras`` or ``.h5`` file or an unpacked ``.keras``, not compiled; what is frozen, is throughout.

    Keras reads a copy in a temporary folder, for it may put files of its own beside the one it reads.

    Args:
        trusted: the SHA-256 of the file whose code may be run. From then on this process runs that code in what is made
            of the model and loaded again, too.

    Raises:
        EngineError: the file cannot be read, is no Keras model or not the trusted one, or Keras cannot or must not load
            it.
    """
    path = Path(path)
    is_unpacked = is_unpacked_archive(path)
    if (path.is_dir() and not is_unpacked) or path.suffix in _GRAPHS:
        raise EngineError(
            f"'{path.name}' is a SavedModel or a graph of TensorFlow, no model file of Keras {keras.__version__}. "
            "`inspector upgrade` rebuilds one that Keras 2 wrote: then it can be edited and trained layer by layer."
        )
    try:
        suffix = ".keras" if is_unpacked else _suffix(path)
        with tempfile.TemporaryDirectory(prefix="inspector-") as folder:
            copy = Path(folder, f"model{suffix}")
            if is_unpacked:
                _pack(path, copy)
            else:
                shutil.copyfile(path, copy)
            if trusted:
                allow_code(path.name, copy, trusted)
            model = load_as_is(copy, run_code=bool(trusted))
    except OSError as error:
        raise EngineError(f"'{path.name}' cannot be read: {error.strerror or error}.") from error
    if is_model(model):
        for layer in leaves(model).values():
            if not layer.trainable:
                harden(layer, trainable=False)
    return model


def _suffix(path: Path) -> str:
    """The ending Keras goes by, from the file's first bytes."""
    with path.open("rb") as file:
        suffix = SUFFIXES.get(file.read(4))
    if suffix is None:
        raise EngineError(f"'{path.name}' is no Keras model file: expected a .keras (zip) or .h5 (HDF5) file.")
    return suffix


def _pack(folder: Path, archive: Path) -> None:
    """Make the archive again that was unpacked to a folder."""
    with zipfile.ZipFile(archive, "w") as file:
        for name in (CONFIG, METADATA, WEIGHTS):
            if (folder / name).is_file():
                file.write(folder / name, name)
        for graph in keras_folder.body_graphs(folder):
            file.write(graph, graph.relative_to(folder).as_posix())


def allow_code(name: str, copy: Path, trusted: str) -> None:
    """Let Keras run code of files from now on, if the copy it is about to read is the file that is trusted.

    Raises:
        EngineError: it is another one.
    """
    if digest(copy) != trusted:
        raise EngineError(f"'{name}' was changed since it was trusted. Look at what is in it and trust it again.")
    keras.config.enable_unsafe_deserialization()


def trusted_copy(path: Path, trusted: str, folder: Path) -> Path:
    """What is trusted, copied into a folder that is ours: whoever exchanges the original in between changes nothing.

    Args:
        path: a file, or the folder of a SavedModel; of a file in such a folder all of the folder is copied.

    Raises:
        EngineError: it cannot be read, or is not what is trusted.
    """
    try:
        if path.is_dir() or path.name in saved_model.NAMES:
            holder = path if path.is_dir() else path.parent
            copy = folder / "trusted" / holder.name
            shutil.copytree(holder, copy)
            copy /= path.relative_to(holder)
        else:
            copy = folder / "trusted" / path.name
            copy.parent.mkdir()
            shutil.copyfile(path, copy)
        allow_code(path.name, copy, trusted)
    except OSError as error:
        raise EngineError(f"'{path.name}' cannot be read: {error.strerror or error}.") from error
    return copy


def load_as_is(path: Path, *, run_code: bool = False) -> keras.Model:
    """What Keras makes of a file in a folder that is ours.

    Args:
        run_code: whether code in the file is run; it is anyway in a process that has loaded a trusted file.

    Raises:
        EngineError: Keras cannot or must not load it.
    """
    try:
        return keras.saving.load_model(path, compile=False, safe_mode=not run_code)
    except Exception as error:
        raise EngineError(reason(str(error), _written_by(path))) from error


def _written_by(path: Path) -> str:
    """The version of Keras that wrote a file; empty where it does not say."""
    if path.suffix == ".keras":
        with contextlib.suppress(KeyError, zipfile.BadZipFile, FormatError), zipfile.ZipFile(path) as archive:
            return version_in(archive.read(METADATA))
    if not h5py.is_hdf5(path):
        return ""
    with h5py.File(path) as file:
        return str(file.attrs.get("keras_version", ""))
