"""Which files a set of IDX data consists of, told by names alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from inspector.jobs.source import IDX_IMAGES, SourceError


@dataclass(frozen=True)
class IdxPart:
    """A file of images and the file of their labels."""

    images: Path
    labels: Path


@dataclass(frozen=True)
class IdxFiles:
    """A training set, and the test set that belongs to it where there is one."""

    train: IdxPart
    test: IdxPart | None


def idx_files(path: Path) -> IdxFiles:
    """The files of a folder, or a file and those beside it; ``t10k`` or ``test`` in a name is the test set.

    Raises:
        SourceError: labels are missing, or it is not clear which set to train on.
        OSError: the folder cannot be listed.
    """
    files = _image_files(path) if path.is_dir() else _siblings(path)
    tests = [file for file in files if _is_test(file)]
    trains = [file for file in files if not _is_test(file)]
    if path.is_dir() and (len(trains) != 1 or len(tests) > 1):
        raise SourceError(
            f"Expected one training set ('train-images-idx3-ubyte') and at most one test set in '{path}', found "
            f"{', '.join(sorted(file.name for file in files))}. Choose the file of training images instead."
        )
    return IdxFiles(_with_labels(trains[0]), _with_labels(tests[0]) if tests else None)


def _image_files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if IDX_IMAGES.fullmatch(file.name))


def _siblings(path: Path) -> list[Path]:
    """The chosen training file, and the test set that belongs to it."""
    if _is_test(path):
        raise SourceError(f"'{path.name}' is a test set by its name. Choose the file of training images beside it.")
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


def _with_labels(images: Path) -> IdxPart:
    plain = re.sub(r"images([.-])idx3", r"labels\1idx1", images.name, flags=re.IGNORECASE).removesuffix(".gz")
    for name in (plain, f"{plain}.gz"):
        if (file := images.with_name(name)).is_file():
            return IdxPart(images, file)
    raise SourceError(f"Expected the labels of '{images.name}' in '{plain}' (or .gz) beside it, found no such file.")
