"""Image folders: one sub-folder per class, or such folders inside ``train``, ``val`` and ``test``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from inspector.engine.data.image_files import CHANNELS, Format, common_size, load
from inspector.engine.data.source import Part, Source
from inspector.engine.errors import EngineError
from inspector.graph.model import Shape
from inspector.jobs.image_folder import image_files, image_folder

_NAMED = 3

Tell = Callable[[str], None]


def read(folder: Path, picture: Shape, tell: Tell) -> Source:
    """All images of a folder, in the size the model takes; broken ones are left out and named in the notes.

    Args:
        folder: with a sub-folder per class, or with ``train``, ``val``, ``test`` that have them.
        picture: height, width and channels of the model's input; ``None`` where it takes any.
        tell: hears what is going on.

    Raises:
        EngineError: a class has no image that can be read.
        SourceError: there are no classes, a class has no image, or another split has a class of its own.
    """
    found = image_folder(folder)
    files = _files(found.train, found.classes)
    notes: list[str] = []
    wanted = _format(files, picture, notes)
    train, validation, test = (
        _part(split, found.classes, wanted, tell, notes) if split else None
        for split in (found.train, found.validation, found.test)
    )
    assert train
    return Source(train, validation, test, found.classes, tuple(notes))


def _files(folder: Path, classes: tuple[str, ...]) -> list[tuple[Path, int]]:
    """Every image file with its label, in a fixed order."""
    return [(file, label) for label, name in enumerate(classes) for file in sorted(image_files(folder / name))]


def _format(files: list[tuple[Path, int]], picture: Shape, notes: list[str]) -> Format:
    height, width, channels = picture
    if height is None or width is None:
        found = common_size([file for file, _ in files])
        height, width = height or found[0], width or found[1]
        notes.append(f"The model takes images of any size; they are made {height} × {width}, the most common size.")
    if channels is None:
        channels = 3
    if channels not in CHANNELS:
        raise EngineError(
            f"Images have 1, 3 or 4 channels as their last axis, but the model takes {channels}. "
            "Choose a model for images, with the channels last."
        )
    return Format(height, width, channels)


def _part(folder: Path, classes: tuple[str, ...], wanted: Format, tell: Tell, notes: list[str]) -> Part:
    files = _files(folder, classes)
    paths, labels = [file for file, _ in files], np.array([label for _, label in files], np.int64)

    def progress(count: int) -> None:
        tell(f"Reading images: {count:,} of {len(paths):,} in '{folder.name}'")

    progress(0)
    loaded = load(paths, wanted, progress)
    labels = labels[loaded.kept]
    _refuse_empty_classes(folder, classes, labels, loaded.broken)
    if loaded.broken:
        notes.append(_broken(loaded.broken, folder))
    name = f"the folder '{folder.name}'"
    return Part(name, loaded.samples, labels, f"the classes of {name}")


def _refuse_empty_classes(folder: Path, classes: tuple[str, ...], labels: np.ndarray, broken: dict[Path, str]) -> None:
    for label, name in enumerate(classes):
        place = folder / name
        if place.is_dir() and not np.any(labels == label):
            reasons = [f" ('{path.name}': {why})" for path, why in broken.items() if path.is_relative_to(place)]
            raise EngineError(
                f"The class folder '{place}' has no image that can be read{reasons[0] if reasons else ''}. "
                "Add images or remove it."
            )


def _broken(broken: dict[Path, str], folder: Path) -> str:
    named = "; ".join(f"'{path.relative_to(folder)}': {why}" for path, why in list(broken.items())[:_NAMED])
    more = f" and {len(broken) - _NAMED} more" if len(broken) > _NAMED else ""
    return f"{len(broken)} broken image(s) in '{folder.name}' are left out ({named}{more})."
