"""Figures, configs and data sources in words."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest

from inspector.jobs.source import SourceError
from inspector.resources import resource
from inspector.ui import figures
from inspector.ui.panels.config_words import rows, words
from inspector.ui.training.data_words import describe


def test_figures_read_as_a_person_writes_them() -> None:
    assert figures.shape((None, 14, 14, 40)) == "14×14×40"
    assert figures.shape((None, None, 3)) == "?×3"
    assert figures.shape((None,)) == "scalar"
    assert figures.shape(None) == "–"
    assert figures.whole(27832) == "27\u202f832"
    assert figures.measured(0.31234) == "0.312"
    assert figures.measured(3.1e-5) == "3.1e-05"
    assert figures.measured(float("nan")) == "not a number"
    assert [figures.duration(seconds) for seconds in (4.4, 75, 120, 660, 7500)] == [
        "4 s",
        "1 min 15 s",
        "2 min",
        "11 min",
        "2 h 5 min",
    ]
    assert figures.plural(1, "layer") == "1 layer"


def test_a_serialised_object_reads_like_its_call() -> None:
    initializer = {
        "module": "keras.initializers",
        "class_name": "RandomNormal",
        "config": {"mean": 0.0, "stddev": 0.05, "seed": None},
        "registered_name": None,
    }
    config = {"name": "dense", "units": 128, "use_bias": True, "kernel_initializer": initializer, "bias": None}

    assert rows(config) == [
        ("units", "128"),
        ("use_bias", "yes"),
        ("kernel_initializer", "RandomNormal(mean=0, stddev=0.05)"),
        ("bias", "none"),
    ]


def test_a_config_of_any_size_stays_one_readable_line() -> None:
    assert len(words({"class_name": "Odd", "config": {"table": list(range(10_000))}})) <= 300
    assert words({"class_name": "Functional", "config": {"layers": [{}, {}]}}) == "Functional of 2 layers"


def test_an_npz_file_is_described_without_reading_its_arrays(tmp_path: Path) -> None:
    file = tmp_path / "data.npz"
    np.savez_compressed(
        file,
        x_train=np.zeros((60, 28, 28), "uint8"),
        y_train=np.zeros(60),
        x_test=np.zeros((5, 28, 28)),
        y_test=np.zeros(5),
    )

    assert describe(str(file)) == "60 training samples of 28×28, also x_test"
    assert describe(str(resource("samples/digits.npz"))).startswith("1\u202f437 training samples of 8×8")


def test_an_image_folder_is_counted(tmp_path: Path) -> None:
    for name in ("cats", "dogs"):
        folder = tmp_path / name
        folder.mkdir()
        for number in range(3):
            (folder / f"{number}.png").touch()
        (folder / "notes.txt").touch()

    assert describe(str(tmp_path)) == "6 images in 2 classes"


def test_the_splits_of_an_image_folder_are_counted_each(tmp_path: Path) -> None:
    for place, count in {"train/cats": 3, "train/dogs": 2, "val/cats": 1, "test/dogs": 2}.items():
        (tmp_path / place).mkdir(parents=True)
        for number in range(count):
            (tmp_path / place / f"{number}.webp").touch()

    assert describe(str(tmp_path)) == "5 images in 2 classes, 1 image for validation, 2 images for testing"


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_idx_files_are_described_by_file_and_by_folder(tmp_path: Path, ending: str) -> None:
    content = b"\0\0\x08\x03" + struct.pack(">3I", 40, 28, 28)
    file = tmp_path / f"train-images-idx3-ubyte{ending}"
    file.write_bytes(gzip.compress(content) if ending else content)
    with pytest.raises(SourceError, match="Expected the labels of 'train-images"):
        describe(str(file))
    (tmp_path / "train-labels-idx1-ubyte").touch()

    assert describe(str(file)) == "IDX data: 40 samples of 28×28"
    assert describe(str(tmp_path)) == "IDX data: 40 samples of 28×28"


def test_what_is_no_data_gets_a_sentence_that_says_what_would_be(tmp_path: Path) -> None:
    (tmp_path / "broken.npz").write_bytes(b"PK\x03\x04 no")
    np.savez(tmp_path / "other.npz", images=np.zeros(3))
    np.savez(tmp_path / "half.npz", x_train=np.zeros(3), y_train=np.zeros(3), x_val=np.zeros(3))
    (tmp_path / "train-images-idx3-ubyte").write_bytes(b"no idx")
    (tmp_path / "train-labels-idx1-ubyte").touch()
    (tmp_path / "movie.mp4").touch()
    (tmp_path / "empty").mkdir()

    for name, found in {
        "nowhere": "cannot be read: No such file",
        "broken.npz": "cannot be read: File is not a zip file",
        "other.npz": "x_train and y_train in 'other.npz', found images",
        "half.npz": "x_val and y_val in 'half.npz', found x_train, x_val, y_train",
        "train-images-idx3-ubyte": "does not begin like it",
        "movie.mp4": "no data that can be read",
        "empty": "found no sub-folders",
    }.items():
        with pytest.raises(SourceError, match=found):
            describe(str(tmp_path / name))
