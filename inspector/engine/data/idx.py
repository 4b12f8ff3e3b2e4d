"""IDX files, the format of MNIST: images in one file, labels in another, gzipped or not.

Format: http://yann.lecun.com/exdb/mnist/ (big-endian: two zero bytes, a type, the number of axes, their sizes, data).
"""

from __future__ import annotations

import gzip
import math
import re
import struct
import zlib
from pathlib import Path

import numpy as np

from inspector.engine.data.source import Array, Part, Source
from inspector.engine.errors import EngineError
from inspector.jobs.source import IDX_IMAGES

_UBYTE = 0x08


def read(path: Path) -> Source:
    """Images and labels of a folder, or of a file and those beside it; ``t10k`` or ``test`` in a name is the test set.

    Raises:
        EngineError: files are missing or damaged, or there are several training sets.
    """
    files = _image_files(path) if path.is_dir() else _siblings(path)
    tests = [file for file in files if _is_test(file)]
    trains = [file for file in files if not _is_test(file)]
    if path.is_dir() and (len(trains) != 1 or len(tests) > 1):
        raise EngineError(
            f"Expected one training set ('train-images-idx3-ubyte') and at most one test set in '{path}', found "
            f"{', '.join(sorted(file.name for file in files))}. Choose the file of training images instead."
        )
    return Source(_part(trains[0]), test=_part(tests[0]) if tests else None)


def _image_files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if IDX_IMAGES.fullmatch(file.name))


def _siblings(path: Path) -> list[Path]:
    """The chosen training file, and the test set that belongs to it."""
    if _is_test(path):
        raise EngineError(f"'{path.name}' is a test set by its name. Choose the file of training images beside it.")
    family = _family(path)
    return [path, *[file for file in _image_files(path.parent) if _is_test(file) and _family(file) == family][:1]]


def _is_test(path: Path) -> bool:
    return re.search(r"(^|-)(t10k|test)$", _set(path)) is not None


def _family(path: Path) -> str:
    """``emnist-letters`` of ``emnist-letters-train``."""
    return re.sub(r"(^|-)(train|t10k|test)$", "", _set(path))


def _set(path: Path) -> str:
    found = IDX_IMAGES.fullmatch(path.name)
    return found["set"].lower() if found else ""


def _part(images: Path) -> Part:
    labels = _labels_file(images)
    x, y = _read_array(images, axes=3), _read_array(labels, axes=1)
    return Part(f"'{images.name}'", x, y, f"'{labels.name}'")


def _labels_file(images: Path) -> Path:
    plain = re.sub(r"images([.-])idx3", r"labels\1idx1", images.name, flags=re.IGNORECASE).removesuffix(".gz")
    for name in (plain, f"{plain}.gz"):
        if (file := images.with_name(name)).is_file():
            return file
    raise EngineError(f"Expected the labels of '{images.name}' in '{plain}' (or .gz) beside it, found no such file.")


def _read_array(path: Path, axes: int) -> Array:
    """One file as an array of uint8 with the given number of axes."""
    try:
        raw = path.read_bytes()
        content = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    except (OSError, EOFError, zlib.error) as error:
        raise EngineError(f"'{path.name}' cannot be read: {error}.") from error
    header = 4 + 4 * axes
    if len(content) < header or content[:2] != b"\0\0" or content[3] != axes:
        raise EngineError(f"'{path.name}' is not an IDX file with {axes} axes: its first bytes say something else.")
    if content[2] != _UBYTE:
        raise EngineError(f"'{path.name}' holds numbers of type 0x{content[2]:02x}; only bytes (0x08) can be read.")
    shape = struct.unpack(f">{axes}I", content[4:header])
    if math.prod(shape) != len(content) - header:
        raise EngineError(
            f"'{path.name}' says it holds {' × '.join(map(str, shape))} bytes, but has {len(content) - header}. "
            "The file is damaged or incomplete: get it again."
        )
    return np.frombuffer(content, np.uint8, offset=header).reshape(shape)
