"""What a data source holds, told from names and headers alone; the engine reads and checks it for real."""

from __future__ import annotations

import gzip
import os
import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from inspector.ui import figures

SAMPLE = "sample:digits"
_IMAGES = {".png", ".jpg", ".jpeg", ".bmp", ".gif"}
_MOST = 200_000
_IDX = re.compile(r"-(images|labels)-idx\d-ubyte(\.gz)?$|-(images|labels)\.idx\d-ubyte(\.gz)?$")
_EXPECTED = "Choose an .npz file, a folder with one sub-folder of images per class, IDX files, or the bundled sample."


class DataError(ValueError):
    """A sentence that says why a source cannot be used."""


def describe(source: str) -> str:
    """``"60 000 training samples of 28×28"``.

    Raises:
        DataError: there is nothing there, or nothing that looks like data.
    """
    if source == SAMPLE:
        return "1 797 handwritten digits, 10 classes, shipped with the program"
    path = Path(source).expanduser()
    try:
        if path.is_dir():
            return _folder(path)
        if not path.exists():
            raise DataError(f"There is no file or folder {source!r}. {_EXPECTED}")
        if path.suffix.lower() == ".npz":
            return _npz(path)
        if _IDX.search(path.name):
            return _idx(path)
    except (OSError, ValueError, zipfile.BadZipFile, struct.error) as error:
        if isinstance(error, DataError):
            raise
        raise DataError(f"{path.name} could not be read: {error}. {_EXPECTED}") from error
    raise DataError(f"{path.name} is no data this program reads. {_EXPECTED}")


def _npz(path: Path) -> str:
    shapes = dict(_shapes_in(path))
    if "x_train" not in shapes or "y_train" not in shapes:
        found = ", ".join(sorted(shapes)) or "nothing"
        raise DataError(f"Expected arrays x_train and y_train in {path.name}, found {found}.")
    count, *sample = shapes["x_train"]
    extra = [name for part in ("val", "test") for name in (f"x_{part}",) if name in shapes]
    also = f", also {' and '.join(extra)}" if extra else ""
    return f"{figures.whole(count)} training samples of {'×'.join(map(str, sample)) or 'one value'}{also}"


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


def _folder(path: Path) -> str:
    entries = sorted(path.iterdir())
    idx = [entry for entry in entries if _IDX.search(entry.name)]
    if idx:
        images = [entry for entry in idx if "images" in entry.name]
        training = next((entry for entry in images if "train" in entry.name), images[0] if images else idx[0])
        return _idx(training)
    counts = [count for entry in entries if entry.is_dir() and (count := _images_in(entry))]
    if not counts:
        raise DataError(f"Expected sub-folders with images in {path.name}, one per class, found none.")
    total = sum(counts)
    return f"{figures.plural(total, 'image')} in {figures.plural(len(counts), 'class')}".replace("classs", "classes")


def _images_in(folder: Path) -> int:
    count = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            count += Path(entry.name).suffix.lower() in _IMAGES
            if count >= _MOST:
                break
    return count


def _idx(path: Path) -> str:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        head = file.read(4)
        if len(head) < 4 or head[:2] != b"\0\0":
            raise DataError(f"{path.name} is named like IDX data but does not begin like it.")
        sizes = struct.unpack(f">{head[3]}I", file.read(4 * head[3]))
    return f"IDX data: {figures.whole(sizes[0])} samples of {'×'.join(map(str, sizes[1:])) or 'one value'}"
