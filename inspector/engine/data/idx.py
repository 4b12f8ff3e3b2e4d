"""IDX files, the format of MNIST: images in one file, labels in another, gzipped or not.

Format: http://yann.lecun.com/exdb/mnist/ (big-endian: two zero bytes, a type, the number of axes, their sizes, data).
"""

from __future__ import annotations

import gzip
import math
import struct
import zlib
from pathlib import Path

import numpy as np

from inspector.engine.data.source import Array, Part, Source
from inspector.engine.errors import EngineError
from inspector.jobs.idx_files import IdxPart, idx_files

_UBYTE = 0x08


def read(path: Path) -> Source:
    """Images and labels of a folder, or of a file and those beside it.

    Raises:
        EngineError: a file is damaged.
        SourceError: files are missing, or there are several training sets.
    """
    files = idx_files(path)
    return Source(_part(files.train), test=_part(files.test) if files.test else None)


def _part(files: IdxPart) -> Part:
    x, y = _read_array(files.images, axes=3), _read_array(files.labels, axes=1)
    return Part(f"'{files.images.name}'", x, y, f"'{files.labels.name}'")


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
