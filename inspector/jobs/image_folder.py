"""How a folder of images is laid out, told by names alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inspector.jobs.source import SourceError

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".tif", ".tiff"})
_TRAIN = ("train", "training")
_VALIDATION = ("val", "valid", "validation")
_TEST = ("test", "testing")


@dataclass(frozen=True)
class ImageFolder:
    """Folders that hold a sub-folder of images per class.

    Attributes:
        train: what to learn from.
        validation, test: where there are such.
        classes: names of the sub-folders of ``train``, sorted; their place is their label.
    """

    train: Path
    validation: Path | None
    test: Path | None
    classes: tuple[str, ...]


def image_folder(folder: Path) -> ImageFolder:
    """The layout of a folder with a sub-folder per class, or with ``train``, ``val``, ``test`` that have such.

    Raises:
        SourceError: there are no classes, a class has no image, or another split has a class of its own.
        OSError: a folder cannot be listed.
    """
    splits = {entry.name.lower(): entry for entry in folder.iterdir() if entry.is_dir()}
    train = _first(splits, _TRAIN)
    if train is None:
        found = ImageFolder(folder, None, None, _classes(folder))
    else:
        found = ImageFolder(train, _first(splits, _VALIDATION), _first(splits, _TEST), _classes(train))
    if not found.classes:
        raise SourceError(f"Expected one sub-folder of images per class in '{folder}', found no sub-folders.")
    for split in (found.train, found.validation, found.test):
        if split is not None:
            _check_classes(split, found.classes)
    return found


def image_files(folder: Path) -> Iterator[Path]:
    """Every image in a folder and its sub-folders, in no order."""
    for file in folder.rglob("*"):
        if file.suffix.lower() in SUFFIXES and not file.name.startswith(".") and file.is_file():
            yield file


def _first(splits: dict[str, Path], names: tuple[str, ...]) -> Path | None:
    return next((splits[name] for name in names if name in splits and _classes(splits[name])), None)


def _classes(folder: Path) -> tuple[str, ...]:
    found = (entry.name for entry in folder.iterdir() if entry.is_dir())
    return tuple(sorted(name for name in found if not name.startswith((".", "__"))))


def _check_classes(split: Path, classes: tuple[str, ...]) -> None:
    for name in _classes(split):
        if name not in classes:
            raise SourceError(f"'{split.name}' has the class '{name}', which the training images do not have.")
        if next(image_files(split / name), None) is None:
            suffixes = ", ".join(sorted(SUFFIXES))
            raise SourceError(f"The class folder '{split / name}' has no image ({suffixes}). Add images or remove it.")
