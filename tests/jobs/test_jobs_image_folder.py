"""Image folders are found by their layout, without reading an image."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.jobs.image_folder import image_files, image_folder
from inspector.jobs.source import SourceError


def put(folder: Path, *names: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).touch()


def test_sub_folders_are_classes(tmp_path: Path) -> None:
    put(tmp_path / "dog", "1.JPG", "notes.txt", ".hidden.png")
    put(tmp_path / "cat" / "tabby", "1.webp")
    put(tmp_path / "__MACOSX", "1.jpg")

    found = image_folder(tmp_path)

    assert (found.train, found.validation, found.test) == (tmp_path, None, None)
    assert found.classes == ("cat", "dog")
    assert [file.name for file in image_files(tmp_path / "dog")] == ["1.JPG"]


@pytest.mark.parametrize("names", [("train", "val", "test"), ("Training", "validation", "testing")])
def test_splits_with_classes_in_them_are_told_apart(tmp_path: Path, names: tuple[str, str, str]) -> None:
    for name in names:
        put(tmp_path / name / "cat", "1.png")
    put(tmp_path / names[0] / "dog", "1.png")

    found = image_folder(tmp_path)

    assert (found.train, found.validation, found.test) == tuple(tmp_path / name for name in names)
    assert found.classes == ("cat", "dog")


def test_a_class_that_is_called_train_is_a_class(tmp_path: Path) -> None:
    for name in ("train", "bus"):
        put(tmp_path / name, "1.png")

    assert image_folder(tmp_path).classes == ("bus", "train")


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="found no sub-folders"):
        image_folder(tmp_path)
    put(tmp_path / "train" / "cat", "1.png")
    put(tmp_path / "val" / "dog", "1.png")
    with pytest.raises(SourceError, match="'val' has the class 'dog'"):
        image_folder(tmp_path)
    put(tmp_path / "train" / "dog", "readme.txt")
    with pytest.raises(SourceError, match=r"dog' has no image \(\.bmp, "):
        image_folder(tmp_path)
