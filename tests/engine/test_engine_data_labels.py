"""Labels: made ready for the loss, or refused before anything trains."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from datasets import dense, first_batch, pictures, prepared, write_folder, write_npz
from keras import Input, Sequential, layers

from inspector.engine.data.prepare import Prepared
from inspector.engine.errors import EngineError

pytestmark = pytest.mark.engine

X, _ = pictures()
DIGITS = np.arange(30) % 10


def labelled(tmp_path: Path, y: Any, units: int, activation: str | None = "softmax", **settings: Any) -> Prepared:
    path = write_npz(tmp_path / "data.npz", x_train=X, y_train=y)
    return prepared(path, dense(8, 8, units=units, activation=activation), **settings)


def refused(tmp_path: Path, y: Any, units: int = 10, activation: str | None = "softmax", **settings: Any) -> str:
    with pytest.raises(EngineError) as caught:
        labelled(tmp_path, y, units, activation, **settings)
    return str(caught.value)


def all_labels(data: Prepared) -> list[float]:
    both = (data.training, data.validation)
    return [float(label) for part in both for index in range(len(part)) for label in np.ravel(part[index][1])]


@pytest.mark.parametrize(
    "y",
    [
        DIGITS,
        DIGITS.astype(np.uint8),
        DIGITS.astype(float),
        DIGITS[:, np.newaxis],
        np.eye(10)[DIGITS],
        np.eye(10, dtype=bool)[DIGITS],
    ],
)
def test_labels_in_every_usual_form_become_whole_numbers(tmp_path: Path, y: Any) -> None:
    data = labelled(tmp_path, y, units=10)
    assert first_batch(data)[1].shape == (8,)
    assert sorted(all_labels(data)) == sorted(DIGITS)


def test_one_hot_labels_are_said_to_be_read(tmp_path: Path) -> None:
    assert "One-hot labels in y_train are read as labels 0 to 9." in labelled(tmp_path, np.eye(10)[DIGITS], 10).notes


def test_a_head_of_nine_is_refused_for_ten_digits(tmp_path: Path) -> None:
    assert "at least 10 units for labels 0 to 9, found 9" in refused(tmp_path, DIGITS, units=9)


def test_a_head_of_fourteen_is_noted_for_ten_digits(tmp_path: Path) -> None:
    assert "14 units and the data 10 classes" in " ".join(labelled(tmp_path, DIGITS, units=14).notes)


def test_a_label_of_the_test_data_alone_counts_as_well(tmp_path: Path) -> None:
    path = write_npz(tmp_path / "a.npz", x_train=X, y_train=DIGITS % 3, x_test=X, y_test=DIGITS)
    with pytest.raises(EngineError, match="at least 10 units"):
        prepared(path, dense(8, 8, units=3))


def test_a_class_folder_counts_even_where_the_model_has_fewer_units(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="at least 3 units for labels 0 to 2, found 2"):
        prepared(write_folder(tmp_path / "data"), dense(10, 12, 3, units=2))


@pytest.mark.parametrize(
    ("y", "sentence"),
    [
        (DIGITS[:20], "x_train has 30 samples, y_train 20 labels"),
        (np.float64(1), "x_train has 30 samples, y_train a single number"),
        (DIGITS - 1, "Expected class labels from 0 in y_train, found -1"),
        (DIGITS + 0.5, "whole numbers from 0, in y_train; found 0.5"),
        (np.where(DIGITS == 3, np.nan, DIGITS), "numbers in y_train, but 3 of 30 samples hold NaN"),
        (DIGITS.astype(str), "Expected numbers in y_train, found text"),
        (DIGITS + 2**32, "found 4294967305. Number them from 0"),
        (np.ones((30, 4)), "Expected one label per sample in y_train"),
        (np.zeros((30, 8, 8), int), "Expected one label per sample in y_train"),
    ],
)
def test_labels_that_are_none_are_refused(tmp_path: Path, y: Any, sentence: str) -> None:
    assert sentence in refused(tmp_path, y)


@pytest.mark.parametrize(
    ("y", "units", "activation", "most"),
    [(DIGITS + 1, 10, "softmax", 10), (DIGITS + 1, 5, "softmax", 10), (DIGITS % 2 + 1, 1, "sigmoid", 2)],
)
def test_labels_that_count_from_1_are_told_apart_from_a_head_that_is_too_small(
    tmp_path: Path, y: Any, units: int, activation: str, most: int
) -> None:
    said = refused(tmp_path, y, units, activation)
    assert said == (
        f"Expected labels that count from 0, found 1 to {most} in y_train: subtract 1 from every label of the data."
    )


def test_labels_from_1_that_a_head_has_room_for_are_taken_as_they_are(tmp_path: Path) -> None:
    assert min(all_labels(labelled(tmp_path, DIGITS + 1, 14))) == 1


def test_fractions_and_classes_are_sent_to_the_loss_they_are_for(tmp_path: Path) -> None:
    assert "a linear head and set the loss to mean_squared_error" in refused(tmp_path, DIGITS + 0.5)
    said = refused(tmp_path, DIGITS, classes=False)
    assert "numbers of shape 10 per sample in y_train, as the model gives them, found a single number. " in said
    assert "For labels of classes set the loss to auto." in said


def test_a_single_sigmoid_takes_two_classes(tmp_path: Path) -> None:
    data = labelled(tmp_path, DIGITS % 2, 1, "sigmoid")
    _, y = first_batch(data)
    assert y.shape == (8, 1)
    assert y.dtype == np.float32
    assert set(all_labels(data)) == {0, 1}


def test_a_single_sigmoid_with_ten_classes_needs_positive_labels(tmp_path: Path) -> None:
    assert "10 classes, but the model a single sigmoid" in refused(tmp_path, DIGITS, 1, "sigmoid")
    assert "labels up to 9" in refused(tmp_path, DIGITS, 1, None)


def test_positive_labels_count_as_one_and_all_others_as_zero(tmp_path: Path) -> None:
    data = labelled(tmp_path, DIGITS, 1, "sigmoid", positive_labels=(0, 2, 4))
    assert sum(all_labels(data)) == 9
    assert "Labels 0, 2, 4 count as 1, all others as 0: 30% of the training samples are 1." in data.notes


@pytest.mark.parametrize(("positive", "found"), [((77,), "none"), (tuple(range(10)), "all")])
def test_positive_labels_that_leave_nothing_to_learn_are_refused(
    tmp_path: Path, positive: tuple[int, ...], found: str
) -> None:
    assert f"training labels {found} are among positive_labels" in refused(
        tmp_path, DIGITS, 1, "sigmoid", positive_labels=positive
    )


@pytest.mark.parametrize("y", [np.linspace(-5, 5, 30), np.linspace(-5, 5, 30)[:, np.newaxis]])
def test_numbers_are_taken_as_targets_where_the_loss_compares_numbers(tmp_path: Path, y: Any) -> None:
    data = labelled(tmp_path, y, 1, None, classes=False)
    assert first_batch(data)[1].shape == (8, 1)
    np.testing.assert_allclose(sorted(all_labels(data)), sorted(np.ravel(y)), rtol=1e-6)


def test_targets_of_another_shape_than_the_output_are_refused(tmp_path: Path) -> None:
    said = refused(tmp_path, np.ones((30, 3)), 2, None, classes=False)
    assert "Expected numbers of shape 2 per sample in y_train, as the model gives them, found 3." in said


def test_an_output_per_pixel_takes_a_label_per_pixel(tmp_path: Path) -> None:
    model = Sequential([Input((8, 8, 1)), layers.Conv2D(3, 1, activation="softmax", name="head")])
    y = np.random.default_rng(0).integers(0, 3, (30, 8, 8))
    data = prepared(write_npz(tmp_path / "a.npz", x_train=X, y_train=y), model)
    assert first_batch(data)[1].shape == (8, 8, 8)


def held_out(data: Prepared) -> list[float]:
    batches = (data.validation[index] for index in range(len(data.validation)))
    return [float(label) for _, labels in batches for label in np.ravel(labels)]


UNEVEN = np.repeat([0, 1, 2], [20, 8, 2])


@pytest.mark.parametrize("y", [UNEVEN, UNEVEN[:, np.newaxis], UNEVEN.astype(float), np.eye(3)[UNEVEN]])
def test_what_is_held_out_has_every_class_in_its_proportion(tmp_path: Path, y: Any) -> None:
    data = labelled(tmp_path, y, 3, held_out=0.5)
    assert sorted(held_out(data)) == [0] * 10 + [1] * 4 + [2]
    assert "15 of 30 training samples are held out for validation." in data.notes


def test_yes_and_no_are_held_out_in_their_proportion(tmp_path: Path) -> None:
    data = labelled(tmp_path, np.repeat([0, 1], [20, 10]), 1, "sigmoid", held_out=0.3)
    assert sorted(held_out(data)) == [0] * 6 + [1] * 3


def test_targets_that_are_whole_numbers_are_no_classes_to_the_split(tmp_path: Path) -> None:
    data = labelled(tmp_path, np.arange(30), 1, None, classes=False, held_out=0.2)
    assert len(held_out(data)) == 6


def test_labels_per_pixel_are_held_out_sample_by_sample(tmp_path: Path) -> None:
    model = Sequential([Input((8, 8, 1)), layers.Conv2D(3, 1, activation="softmax", name="head")])
    y = np.random.default_rng(0).integers(0, 3, (30, 8, 8))
    data = prepared(write_npz(tmp_path / "a.npz", x_train=X, y_train=y), model, held_out=0.2)
    assert data.validation.samples == 6
