"""What a data source holds, told from names and headers alone; the engine reads and checks it for real."""

from __future__ import annotations

import gzip
import struct
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from inspector.jobs.idx_files import idx_files
from inspector.jobs.image_folder import image_files, image_folder
from inspector.jobs.source import SourceError, kind_of
from inspector.ui import figures

SAMPLE = "sample:digits"
_MOST = 50_000
"""Images that are counted; a thread that counts more would hold the window up."""


def describe(source: str) -> str:
    """``"60 000 training samples of 28×28"``.

    Raises:
        SourceError: there is nothing there, or nothing that can be trained on; says what is expected.
    """
    if source == SAMPLE:
        return "1 797 digits in 10 classes"
    kind = kind_of(source)
    path = Path(source).expanduser()
    try:
        match kind:
            case "images":
                return _images(path)
            case "idx":
                return _idx(path)
            case _:
                return _npz(path)
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, struct.error) as error:
        if isinstance(error, SourceError):
            raise
        reason = getattr(error, "strerror", None) or error
        raise SourceError(f"'{path.name}' cannot be read: {reason}. The file may be damaged: get it again.") from error


def _npz(path: Path) -> str:
    shapes = dict(_shapes_in(path))
    for name in ("train", "val", "test"):
        x, y = f"x_{name}", f"y_{name}"
        present = [array for array in (x, y) if array in shapes]
        if len(present) == 1 or (not present and name == "train"):
            found = ", ".join(sorted(shapes)) or "nothing"
            raise SourceError(f"Expected the arrays {x} and {y} in '{path.name}', found {found}.")
    count, *sample = shapes["x_train"]
    extra = [f"x_{part}" for part in ("val", "test") if f"x_{part}" in shapes]
    also = f", also {' and '.join(extra)}" if extra else ""
    return f"{figures.plural(count, 'training sample')} of {'×'.join(map(str, sample)) or 'one value'}{also}"


def _shapes_in(path: Path) -> Iterator[tuple[str, tuple[int, ...]]]:
    import numpy as np

    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not name.endswith(".npy"):
                continue
            with archive.open(name) as member:
                version = np.lib.format.read_magic(member)
                read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
                yield name.removesuffix(".npy"), read(member)[0]


def _images(path: Path) -> str:
    folder = image_folder(path)
    classes = f"{len(folder.classes)} {'class' if len(folder.classes) == 1 else 'classes'}"
    others = [
        f"{_count(split)} for {use}"
        for split, use in ((folder.validation, "validation"), (folder.test, "testing"))
        if split
    ]
    return ", ".join([f"{_count(folder.train)} in {classes}", *others])


def _count(folder: Path) -> str:
    count = sum(1 for _ in islice(image_files(folder), _MOST))
    return f"{figures.whole(count)} images or more" if count == _MOST else figures.plural(count, "image")


def _idx(path: Path) -> str:
    images = idx_files(path).train.images
    with gzip.open(images) if images.suffix == ".gz" else images.open("rb") as file:
        head = file.read(4)
        if len(head) < 4 or head[:2] != b"\0\0":
            raise SourceError(f"'{images.name}' is named like IDX data but does not begin like it.")
        sizes = struct.unpack(f">{head[3]}I", file.read(4 * head[3]))
    return f"IDX data: {figures.plural(sizes[0], 'sample')} of {'×'.join(map(str, sizes[1:])) or 'one value'}"
