"""Readers of training data: what they give, and the sentence for everything that is wrong with a file."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from datasets import idx_bytes, pictures, write_folder, write_idx, write_npz
from PIL import Image

from inspector.engine.data import image_files, npz
from inspector.engine.data.detect import read
from inspector.engine.data.source import Source
from inspector.engine.errors import EngineError

pytestmark = pytest.mark.engine

X, Y = pictures()


def opened(path: Path | str, *picture: int | None) -> Source:
    return read(str(path), picture or (None, None, None), lambda _: None)


def refusal(path: Path | str, *picture: int | None) -> str:
    with pytest.raises(EngineError) as caught:
        opened(path, *picture)
    return str(caught.value)


# ---------------------------------------------------------------- .npz


def test_an_archive_gives_training_validation_and_test_data(tmp_path: Path) -> None:
    source = opened(
        write_npz(tmp_path / "a.npz", x_train=X, y_train=Y, x_val=X[:6], y_val=Y[:6], x_test=X[6:9], y_test=Y[6:9])
    )
    assert [len(part) for part in source.parts] == [30, 6, 3]
    assert source.validation is not None
    assert source.test is not None
    np.testing.assert_array_equal(source.validation.x[np.arange(6)], X[:6])
    np.testing.assert_array_equal(source.test.y, Y[6:9])


@pytest.mark.parametrize(
    ("arrays", "sentence"),
    [
        ({"images": X}, "has to hold the arrays 'x_train' and 'y_train'; found 'images'"),
        ({}, "found none"),
        ({"x_train": X}, "holds 'x_train' but not 'y_train'"),
        ({"x_train": X, "y_train": Y, "y_test": Y}, "holds 'y_test' but not 'x_test'"),
        ({"x_train": np.array([{"a": 1}]), "y_train": Y[:1]}, "'x_train' in 'a.npz' holds Python objects"),
    ],
)
def test_an_archive_without_the_right_arrays_is_refused(tmp_path: Path, arrays: dict[str, Any], sentence: str) -> None:
    assert sentence in refusal(write_npz(tmp_path / "a.npz", **arrays))


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    path = write_npz(tmp_path / "a.npz", x_train=X, y_train=Y)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "cannot be read as a NumPy archive" in refusal(path)
    path.write_bytes(whole.replace(X.tobytes()[100:150], bytes(50)))
    assert "cannot be read as a NumPy archive" in refusal(path)


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    path = write_npz(tmp_path / "a.npz", x_train=X, y_train=Y)
    content = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(signature), bytes(content)):
            content[found.start() + flags] |= 1
    path.write_bytes(content)
    assert "cannot be read as a NumPy archive: File 'x_train.npy' is encrypted" in refusal(path)


def test_what_is_no_array_in_an_archive_is_refused(tmp_path: Path) -> None:
    path = write_npz(tmp_path / "a.npz", y_train=Y)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("x_train.npy", "words")
    assert "'x_train' in 'a.npz' is no NumPy array" in refusal(path)


@pytest.mark.parametrize("size", [10**17, 10**30])
def test_an_array_that_claims_an_absurd_size_is_refused(tmp_path: Path, size: int) -> None:
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "|u1", "fortran_order": False, "shape": (size,)})
    path = write_npz(tmp_path / "a.npz", y_train=Y)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("x_train.npy", header.getvalue())
    assert "'a.npz' cannot be read as a NumPy archive: " in refusal(path)


def test_an_archive_larger_than_memory_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = write_npz(tmp_path / "a.npz", x_train=np.zeros((1000, 1000)), y_train=Y)
    npz.refuse_larger_than(9_000_000, path)
    with pytest.raises(EngineError, match=r"needs 0\.0 GB of memory"):
        npz.refuse_larger_than(7_000_000, path)


# ---------------------------------------------------------------- image folders


def test_a_folder_per_class_gives_labels_in_the_order_of_the_names(tmp_path: Path) -> None:
    source = opened(write_folder(tmp_path / "data"), 10, 12, 3)
    assert source.classes == ("ant", "bee", "cat")
    assert source.train.x.shape == (30, 10, 12, 3)
    assert source.train.x.dtype == np.uint8
    assert list(source.train.y) == [0] * 10 + [1] * 10 + [2] * 10
    expected = np.asarray(Image.open(tmp_path / "data" / "bee" / "001.png"))
    np.testing.assert_array_equal(source.train.x[np.array([10])][0], expected)


@pytest.mark.parametrize("suffix", ["jpg", "JPEG", "bmp", "gif", "webp", "tiff"])
def test_images_of_every_usual_kind_are_read(tmp_path: Path, suffix: str) -> None:
    assert len(opened(write_folder(tmp_path / "data", 6, suffix=suffix), 10, 12, 3).train) == 6


def test_folders_train_val_and_test_are_the_parts(tmp_path: Path) -> None:
    for name, count in (("train", 12), ("Validation", 6), ("test", 3)):
        write_folder(tmp_path / name, count)
    source = opened(tmp_path, 10, 12, 3)
    assert [len(part) for part in source.parts] == [12, 6, 3]


def test_a_class_may_be_called_train(tmp_path: Path) -> None:
    write_folder(tmp_path, 6)
    (tmp_path / "bee").rename(tmp_path / "train")
    assert opened(tmp_path, 10, 12, 3).classes == ("ant", "cat", "train")


def test_images_are_made_the_size_and_colours_the_model_takes(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "data")
    assert opened(folder, 5, 4, 1).train.x.shape == (30, 5, 4, 1)
    assert opened(folder, 20, 20, 4).train.x.shape == (30, 20, 20, 4)


def test_for_a_model_of_any_size_the_most_common_size_is_taken_and_said(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "data")
    Image.new("RGB", (50, 40)).save(folder / "ant" / "large.png")
    source = opened(folder, None, None, 3)
    assert source.train.x.shape == (31, 10, 12, 3)
    assert "10 × 12, the most common size" in " ".join(source.notes)


def test_broken_images_are_left_out_and_named(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "data")
    cut = folder / "ant" / "000.png"
    cut.write_bytes(cut.read_bytes()[:60])
    (folder / "bee" / "001.png").write_text("not an image")
    Image.fromarray(np.zeros((10, 12), np.uint16)).save(folder / "cat" / "002.png")
    (folder / "cat" / "notes.txt").write_text("no image by its name")
    source = opened(folder, 10, 12, 3)
    assert len(source.train) == 27
    assert list(np.bincount(source.train.y)) == [9, 9, 9]
    (note,) = source.notes
    assert note.startswith("3 broken image(s) in 'data' are left out ('ant/000.png': ")
    assert "more than 8 bits per channel" in note


def test_a_class_without_a_readable_image_is_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "data", 3)
    (folder / "bee" / "001.png").write_text("not an image")
    said = refusal(folder, 10, 12, 3)
    assert f"'{folder / 'bee'}' has no image that can be read ('001.png': cannot identify image file" in said


def test_folders_without_classes_or_images_are_refused(tmp_path: Path) -> None:
    assert "found no sub-folders" in refusal(tmp_path, 8, 8, 1)
    (tmp_path / "ant").mkdir()
    assert f"The class folder '{tmp_path / 'ant'}' has no image (.bmp, .gif" in refusal(tmp_path, 8, 8, 1)


def test_a_model_that_takes_no_images_is_refused_a_folder(tmp_path: Path) -> None:
    assert "1, 3 or 4 channels as their last axis, but the model takes 224" in refusal(
        write_folder(tmp_path / "data"), 3, 224, 224
    )


def test_a_class_the_training_images_do_not_have_is_refused(tmp_path: Path) -> None:
    write_folder(tmp_path / "train", 6)
    write_folder(tmp_path / "test", 6)
    (tmp_path / "test" / "cat").rename(tmp_path / "test" / "dog")
    assert "'test' has the class 'dog', which the training images do not have" in refusal(tmp_path, 10, 12, 3)


def test_images_that_do_not_fit_in_memory_are_read_when_they_are_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_folder(tmp_path / "data")
    kept = opened(folder, 10, 12, 3).train
    monkeypatch.setattr(image_files, "_MEMORY_SHARE", 0)
    lazy = opened(folder, 10, 12, 3).train
    assert isinstance(kept.x, np.ndarray)
    assert isinstance(lazy.x, image_files.ImageFiles)
    some = np.array([29, 0, 13])
    np.testing.assert_array_equal(lazy.x[some], kept.x[some])
    (folder / "cat" / "029.png").unlink()
    with pytest.raises(EngineError, match=r"029\.png' was readable before"):
        lazy.x[some]


# ---------------------------------------------------------------- IDX


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("dot", [False, True])
def test_idx_files_are_read_from_a_folder_or_by_the_file_of_images(tmp_path: Path, zipped: bool, dot: bool) -> None:
    file = write_idx(tmp_path, zipped=zipped, dot=dot)
    write_idx(tmp_path, "t10k", zipped=zipped, dot=dot, count=6)
    for path in (tmp_path, file):
        source = opened(path)
        np.testing.assert_array_equal(source.train.x[np.arange(30)], X)
        np.testing.assert_array_equal(source.train.y, Y)
        assert source.test is not None
        assert len(source.test) == 6
        assert source.validation is None


def test_the_test_set_of_another_family_is_not_taken(tmp_path: Path) -> None:
    file = write_idx(tmp_path, "emnist-letters-train")
    write_idx(tmp_path, "emnist-digits-test")
    assert opened(file).test is None
    write_idx(tmp_path, "emnist-letters-test")
    assert opened(file).test is not None


def test_several_training_sets_in_one_folder_are_refused(tmp_path: Path) -> None:
    write_idx(tmp_path, "emnist-letters-train")
    write_idx(tmp_path, "emnist-digits-train")
    assert "Expected one training set" in refusal(tmp_path)


def test_a_test_set_is_not_trained_on(tmp_path: Path) -> None:
    assert "is a test set by its name" in refusal(write_idx(tmp_path, "t10k"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (idx_bytes(X)[:-1], "says it holds 30 × 8 × 8 bytes, but has 1919"),
        (idx_bytes(X) + b"!", "but has 1921"),
        (idx_bytes(X)[:6], "is not an IDX file"),
        (b"GIF89a" + idx_bytes(X), "is not an IDX file"),
        (idx_bytes(Y), "is not an IDX file with 3 axes"),
        (idx_bytes(X, kind=0x0D), "holds numbers of type 0x0d"),
        (gzip.compress(idx_bytes(X))[:-30], "cannot be read"),
    ],
)
def test_damaged_idx_files_are_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    file = write_idx(tmp_path)
    file.write_bytes(content)
    assert sentence in refusal(file)


def test_idx_images_without_labels_are_refused(tmp_path: Path) -> None:
    file = write_idx(tmp_path)
    (tmp_path / "train-labels-idx1-ubyte").unlink()
    assert "Expected the labels of 'train-images-idx3-ubyte'" in refusal(file)


# ---------------------------------------------------------------- the sample, and all else


def test_the_bundled_sample_is_read_by_its_name() -> None:
    source = opened("sample:digits")
    assert source.train.x.shape[1:] == (8, 8)
    assert source.test is not None
    assert set(np.unique(source.train.y)) == set(range(10))


def test_an_unknown_sample_is_refused() -> None:
    assert "no sample data 'letters'" in refusal("sample:letters")


def test_what_is_no_data_is_refused_with_the_kinds_that_are(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("a,b\n1,2\n")
    kinds = re.escape("an .npz file with x_train and y_train")
    assert re.search(f"'table.csv' is no data that can be read. Expected {kinds}", refusal(tmp_path / "table.csv"))
    assert re.search(f"No such file or directory. Expected {kinds}", refusal(tmp_path / "missing.npz"))
