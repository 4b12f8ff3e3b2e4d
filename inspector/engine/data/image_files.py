"""Image files as arrays of one size: kept in memory where there is room, else read again for every batch."""

from __future__ import annotations

import math
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from PIL import Image

from inspector.engine.data.source import Array, Samples
from inspector.engine.errors import EngineError

_MEMORY_SHARE = 0.25
"""Part of the free memory that decoded images may take."""

UNREADABLE = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)
"""What Pillow raises for a file that is no proper image."""

_CHUNK = 256
_WIDE_MODES = ("I", "F")
CHANNELS = {1: "L", 3: "RGB", 4: "RGBA"}
"""How many channels an image can have, and Pillow's name for it."""


@dataclass(frozen=True)
class Format:
    """What every image is made into: height, width and channels (1 grey, 3 colours, 4 with transparency)."""

    height: int
    width: int
    channels: int

    @property
    def shape(self) -> tuple[int, int, int]:
        """Of one image as an array."""
        return self.height, self.width, self.channels


class ImageFiles:
    """Images that are read when they are asked for; to the rest of the program an array of uint8."""

    dtype: np.dtype[Any] = np.dtype(np.uint8)

    def __init__(self, paths: Sequence[Path], wanted: Format) -> None:
        self._paths = list(paths)
        self._wanted = wanted

    @property
    def shape(self) -> tuple[int, ...]:
        """Of all images as an array."""
        return len(self._paths), *self._wanted.shape

    def __getitem__(self, indices: Any) -> Array:
        paths = [self._paths[index] for index in np.atleast_1d(indices)]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return np.stack(list(pool.map(self._decode, paths)))

    def _decode(self, path: Path) -> Array:
        try:
            return decode(path, self._wanted)
        except UNREADABLE as error:
            raise EngineError(f"The image '{path}' was readable before and is no longer: {error}.") from error


@dataclass(frozen=True)
class Loaded:
    """The images that could be read, and their places in the list of paths; path to reason for the broken ones."""

    samples: Samples
    kept: Array
    broken: dict[Path, str]


def load(paths: Sequence[Path], wanted: Format, progress: Callable[[int], None]) -> Loaded:
    """Read every image once, so that a broken one is found now and not in the middle of an epoch.

    Args:
        paths: image files.
        wanted: what they are made into.
        progress: called now and then with the number of images read.
    """
    shape = (len(paths), *wanted.shape)
    keep = math.prod(shape) <= psutil.virtual_memory().available * _MEMORY_SHARE
    images = np.empty(shape if keep else (0, *wanted.shape), np.uint8)
    kept: list[int] = []
    broken: dict[Path, str] = {}
    for index, outcome in enumerate(_decode_all(paths, wanted)):
        if isinstance(outcome, str):
            broken[paths[index]] = outcome
            continue
        if keep:
            images[len(kept)] = outcome
        kept.append(index)
        if len(kept) % _CHUNK == 0:
            progress(index + 1)
    samples: Samples = images[: len(kept)] if keep else ImageFiles([paths[index] for index in kept], wanted)
    return Loaded(samples, np.array(kept, np.intp), broken)


def decode(path: Path, wanted: Format) -> Array:
    """One image as uint8 of the wanted shape, resized bilinearly.

    Raises:
        UNREADABLE: it is broken, or cannot be used.
    """
    with Image.open(path) as image:
        if image.mode.startswith(_WIDE_MODES):
            raise ValueError(f"it has more than 8 bits per channel (mode {image.mode})")
        converted = image.convert(CHANNELS[wanted.channels])
    if converted.size != (wanted.width, wanted.height):
        converted = converted.resize((wanted.width, wanted.height), Image.Resampling.BILINEAR)
    return np.asarray(converted, np.uint8).reshape(wanted.shape)


def common_size(paths: Sequence[Path]) -> tuple[int, int]:
    """Height and width that most of the images have; broken ones do not count.

    Raises:
        EngineError: not one image can be opened.
    """
    sizes: Counter[tuple[int, int]] = Counter()
    for path in paths:
        try:
            with Image.open(path) as image:
                sizes[image.height, image.width] += 1
        except UNREADABLE:
            continue
    if not sizes:
        raise EngineError(f"None of the {len(paths)} images can be read, '{paths[0].name}' for one.")
    return sizes.most_common(1)[0][0]


def _decode_all(paths: Sequence[Path], wanted: Format) -> Iterator[Array | str]:
    """Each image, or what is wrong with it, in order; never more than a chunk of them at a time."""

    def one(path: Path) -> Array | str:
        try:
            return decode(path, wanted)
        except UNREADABLE as error:
            return str(error) or type(error).__name__

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for start in range(0, len(paths), _CHUNK):
            yield from pool.map(one, paths[start : start + _CHUNK])
