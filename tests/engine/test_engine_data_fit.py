"""Data is made to fit the model where anybody would do so, and refused in words where not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from datasets import CLASSES, dense, first_batch, pictures, prepared, write_folder, write_npz
from keras import Input, Model, Sequential, layers

from inspector.engine.data.prepare import Prepared
from inspector.engine.data.values import values_of
from inspector.engine.errors import EngineError

pytestmark = pytest.mark.engine


def fitted(tmp_path: Path, x: Any, model: keras.Model, **settings: Any) -> Prepared:
    labels = np.arange(len(x)) % CLASSES
    return prepared(write_npz(tmp_path / "data.npz", x_train=x, y_train=labels), model, **settings)


def refused(tmp_path: Path, x: Any, model: keras.Model, **settings: Any) -> str:
    with pytest.raises(EngineError) as caught:
        fitted(tmp_path, x, model, **settings)
    return str(caught.value)


@pytest.mark.parametrize(
    ("have", "want", "said"),
    [
        ((8, 8, 1), (8, 8, 1), ""),
        ((8, 8), (8, 8, 1), "get a channel axis"),
        ((8, 8), (16, 12, 1), "Images of 8 × 8 are resized to 16 × 12"),
        ((8, 8), (8, 8, 3), "repeated for the three colours"),
        ((8, 8, 3), (8, 8, 1), "made grey"),
        ((8, 8, 3), (8, 8, 3), ""),
        ((8, 8, 4), (8, 8, 3), "transparency of the images is left out"),
        ((8, 8, 5), (8, 8, 5), ""),
        ((9, 7, 3), (None, None, 3), ""),
        ((9, 7), (None, None, 3), "repeated for the three colours"),
        ((28, 28), (784,), "Samples of 28 × 28 are flattened to 784"),
        ((8, 8), (784,), "Images of 8 × 8 are resized to 28 × 28"),
        ((8, 8, 3), (3072,), "Images of 8 × 8 are resized to 32 × 32"),
        ((784,), (28, 28, 1), "Samples of 784 values are reshaped to 28 × 28 × 1"),
        ((28, 28, 1), (28, 28), "channel axis of grey images is taken away"),
        ((8, 8), (28, 28), "Images of 8 × 8 are resized to 28 × 28"),
    ],
)
def test_images_are_fitted_and_it_is_said(
    tmp_path: Path, have: tuple[int, ...], want: tuple[int | None, ...], said: str
) -> None:
    data = fitted(tmp_path, pictures(shape=have)[0], dense(*want))
    x, _ = first_batch(data)
    assert x.shape[1:] == tuple(size or have[axis] for axis, size in enumerate(want))
    assert x.dtype == np.float32
    assert 0 <= x.min() <= x.max() <= 1
    assert said in " ".join(data.notes)


@pytest.mark.parametrize(
    ("have", "want"),
    [
        ((10,), (784,)),
        ((10,), (28, 28, 1)),
        ((8, 8), (10,)),
        ((8, 8, 2), (8, 8, 3)),
        ((3, 8, 8), (8, 8, 3)),
        ((4, 8, 8, 3), (8, 8, 3)),
        ((8, 8, 1), (4, 8, 8, 1)),
    ],
)
def test_shapes_nobody_can_bring_together_are_refused(
    tmp_path: Path, have: tuple[int, ...], want: tuple[int, ...]
) -> None:
    said = refused(tmp_path, pictures(shape=have)[0], dense(*want))
    shapes = [" × ".join(map(str, shape)) for shape in (want, have)]
    assert f"The model takes samples of shape {shapes[0]}, but those in the data have {shapes[1]}." in said


def test_a_series_of_numbers_is_never_resized(tmp_path: Path) -> None:
    series = np.random.default_rng(0).normal(size=(30, 8, 4))
    assert "takes samples of shape 12 × 4" in refused(tmp_path, series, dense(12, 4))


def test_resizing_and_grey_keep_the_picture(tmp_path: Path) -> None:
    images = np.zeros((30, 8, 8, 3), np.uint8)
    images[:, :, 4:] = (255, 0, 0)
    x, _ = first_batch(fitted(tmp_path, images, dense(16, 16, 1)))
    np.testing.assert_allclose(x[:, :, :7], 0, atol=1e-6)
    np.testing.assert_allclose(x[:, :, 9:], 0.299, atol=1e-3)


@pytest.mark.parametrize(
    ("values", "top"),
    [
        (np.array([0, 128, 255], np.uint8), 255),
        (np.array([0, 128, 255], np.int64), 255),
        (np.array([0.0, 99.5, 255.0]), 255),
        (np.array([0, 300, 65535], np.uint16), 65535),
        (np.array([0.0, 0.5, 1.0]), 1),
        (np.array([0, 1, 1], np.uint8), 1),
        (np.array([-1.0, 0.0, 3.0]), 1),
    ],
)
def test_pixels_are_brought_to_0_to_1_once(tmp_path: Path, values: Any, top: int) -> None:
    images = np.resize(values, (30, 8, 8))
    x, _ = first_batch(fitted(tmp_path, images, dense(8, 8, 1)))
    np.testing.assert_allclose(np.unique(x), np.unique(values) / top, rtol=1e-5)


def test_scale_none_leaves_values_as_they_are(tmp_path: Path) -> None:
    images, _ = pictures()
    x, _ = first_batch(fitted(tmp_path, images, dense(8, 8, 1), scale="none"))
    assert x.max() > 1


@pytest.mark.parametrize(
    ("values", "scale", "least", "most"),
    [
        (np.array([0, 51, 255], np.uint8), "-1..1", -1, 1),
        (np.array([0, 51, 255], np.uint8), "0..1", 0, 1),
        (np.array([0, 51, 255], np.uint8), "0..255", 0, 255),
        (np.array([0.0, 0.2, 1.0]), "-1..1", -1, 1),
        (np.array([0.0, 0.2, 1.0]), "0..255", 0, 255),
        (np.array([-1.0, -0.6, 1.0]), "0..1", 0, 1),
        (np.array([-1.0, -0.6, 1.0]), "-1..1", -1, 1),
        (np.array([0, 13107, 65535], np.uint16), "-1..1", -1, 1),
    ],
)
def test_values_are_brought_to_the_range_that_is_asked_for(
    tmp_path: Path, values: Any, scale: str, least: float, most: float
) -> None:
    data = fitted(tmp_path, np.resize(values, (30, 8, 8)), dense(8, 8, 1), scale=scale)
    wanted = [least, least + 0.2 * (most - least), most]
    np.testing.assert_allclose(np.unique(first_batch(data)[0]), wanted, rtol=1e-5)
    assert ("are brought to" if values.max() != most or values.min() != least else "already") in " ".join(data.notes)


def test_a_range_is_given_to_a_model_that_rescales_too_and_it_is_said(tmp_path: Path) -> None:
    data = fitted(tmp_path, pictures()[0], first_layer(layers.Rescaling(1 / 255)), scale="-1..1")
    assert first_batch(data)[0].min() == -1
    assert "Values from 0 to 255 are brought to -1 to 1, though the model prepares its input itself." in data.notes


def test_a_range_that_values_cannot_be_brought_to_is_refused(tmp_path: Path) -> None:
    said = refused(tmp_path, pictures()[0] - 300.0, dense(8, 8, 1), scale="-1..1")
    assert "Values from -300 to -45 cannot be brought to -1..1" in said
    embedding = Sequential([Input((6,)), layers.Embedding(50, 4), layers.Flatten(), layers.Dense(CLASSES, "softmax")])
    words = np.random.default_rng(0).integers(0, 50, (30, 6))
    assert "takes whole numbers, which have no range of 0..1" in refused(tmp_path, words, embedding, scale="0..1")


def test_a_table_of_numbers_is_left_as_it_is(tmp_path: Path) -> None:
    table = np.random.default_rng(0).uniform(0, 200, (30, 5))
    x, _ = first_batch(fitted(tmp_path, table, dense(5)))
    assert x.max() > 100


def first_layer(*first: keras.Layer) -> keras.Model:
    return Sequential([Input((8, 8, 1)), *first, layers.Flatten(), layers.Dense(CLASSES, "softmax")])


def nested(model: keras.Model) -> keras.Model:
    inputs = Input((8, 8, 1))
    return Model(inputs, model(layers.RandomFlip()(inputs)))


def by_hand() -> keras.Model:
    inputs = Input((8, 8, 1))
    return Model(inputs, layers.Dense(CLASSES, "softmax")(layers.Flatten()(inputs / 127.5 - 1)))


@pytest.mark.parametrize(
    "model",
    [
        first_layer(layers.Rescaling(1 / 255)),
        first_layer(layers.RandomFlip(), layers.Rescaling(1 / 127.5, -1)),
        first_layer(layers.Normalization(mean=120.0, variance=60.0**2)),
        nested(first_layer(layers.Rescaling(1 / 255))),
        by_hand(),
    ],
)
def test_a_model_that_prepares_pixels_itself_gets_them_as_they_are(tmp_path: Path, model: keras.Model) -> None:
    data = fitted(tmp_path, pictures()[0], model)
    x, _ = first_batch(data)
    assert x.max() > 100
    assert "values stay as they are" in " ".join(data.notes)


def test_a_model_that_rescales_pixels_gets_0_to_255_from_0_to_1_too(tmp_path: Path) -> None:
    data = fitted(tmp_path, pictures()[0] / 255, first_layer(layers.Rescaling(1 / 255)))
    assert first_batch(data)[0].max() > 100
    assert "values from 0 to 1 are brought to 0 to 255" in " ".join(data.notes)


@pytest.mark.parametrize(
    ("x", "sentence"),
    [
        (np.array([["a", "b"]] * 6), "Expected numbers in x_train, found text"),
        (np.ones((6, 2), complex), "found complex numbers"),
        (np.array([[0.0, 1.0]] * 5 + [[np.nan, 1.0]]), "1 of 6 samples hold NaN or infinity, the first is number 5"),
        (np.array([[np.inf, 1.0]] * 6), "6 of 6 samples hold NaN or infinity, the first is number 0"),
        (np.zeros((0, 2)), "Expected samples in x_train, found none"),
        (np.float64(3), "Expected samples in x_train, found none"),
    ],
)
def test_what_are_no_numbers_is_refused(tmp_path: Path, x: Any, sentence: str) -> None:
    path = write_npz(tmp_path / "data.npz", x_train=x, y_train=np.arange(x.shape[0] if x.shape else 1) % CLASSES)
    with pytest.raises(EngineError) as caught:
        prepared(path, dense(2))
    assert sentence in str(caught.value)


def lookup_behind_cast() -> keras.Model:
    inputs = Input((6,))
    found = layers.Embedding(50, 4, name="words")(keras.ops.cast(inputs, "int32"))
    return Model(inputs, layers.Dense(CLASSES, "softmax")(layers.Flatten()(found)))


def lookup_beside_a_mask() -> keras.Model:
    inputs = Input((6,))
    found = layers.Embedding(50, 4, name="words")(inputs)
    masked = layers.Multiply()([found, keras.ops.cast(keras.ops.not_equal(inputs, 0), "float32")[..., None]])
    return Model(inputs, layers.Dense(CLASSES, "softmax")(layers.Flatten()(masked)))


def lookup_in_a_nested_model() -> keras.Model:
    encoder = Sequential([Input((6,)), layers.Embedding(50, 4, name="words"), layers.Flatten()], name="encoder")
    inputs = Input((6,))
    return Model(inputs, layers.Dense(CLASSES, "softmax")(encoder(inputs)))


def two_lookups() -> keras.Model:
    inputs = Input((6,))
    both = [layers.Embedding(count, 4, name=name)(inputs) for count, name in ((70, "more"), (50, "words"))]
    return Model(inputs, layers.Dense(CLASSES, "softmax")(layers.Flatten()(layers.Concatenate()(both))))


def lookup_per_step() -> keras.Model:
    inputs = Input((6,))
    found = layers.TimeDistributed(layers.Embedding(50, 4), name="words")(layers.Reshape((6, 1))(inputs))
    return Model(inputs, layers.Dense(CLASSES, "softmax")(layers.Flatten()(found)))


@pytest.mark.parametrize(
    ("model", "path"),
    [
        (lookup_behind_cast, "words"),
        (lookup_beside_a_mask, "words"),
        (lookup_in_a_nested_model, "encoder/words"),
        (two_lookups, "words"),
        (lookup_per_step, "words"),
    ],
)
def test_whole_numbers_for_an_embedding_are_kept_whole_and_within_its_vocabulary(
    tmp_path: Path, model: Callable[[], keras.Model], path: str
) -> None:
    words = np.resize(np.arange(50), (30, 6))
    x, _ = first_batch(fitted(tmp_path, words, model()))
    assert x.max() > 1
    said = refused(tmp_path, words + 7, model())
    assert f"The Embedding '{path}' knows the numbers 0 to 49 (its input_dim is 50), but the data holds 7 to 56" in said
    assert "holds fractions such as" in refused(tmp_path, words + 0.5, model())


def test_a_fraction_is_found_wherever_it_is() -> None:
    array = np.zeros((3000, 500), np.float32)
    assert values_of("x", array).whole
    array[2999, 499] = 0.25
    assert values_of("x", array).fraction == 0.25
    array[0, 7] = -1.5
    assert values_of("x", array).fraction == -1.5


def test_parts_of_different_shape_are_refused(tmp_path: Path) -> None:
    images, labels = pictures()
    path = write_npz(tmp_path / "a.npz", x_train=images, y_train=labels, x_test=images[:, :4], y_test=labels)
    with pytest.raises(EngineError, match=r"x_train has \(8, 8\), x_test has \(4, 8\)"):
        prepared(path, dense(8, 8, 1))


def test_a_model_with_several_inputs_is_refused(tmp_path: Path) -> None:
    left, right = Input((8, 8), name="left"), Input((8, 8), name="right")
    both = layers.Flatten()(layers.Concatenate()([left, right]))
    with pytest.raises(EngineError, match=r"has 2 inputs \('left', 'right'\)"):
        fitted(tmp_path, pictures()[0], Model([left, right], layers.Dense(3)(both)))


def test_a_model_that_takes_text_is_refused(tmp_path: Path) -> None:
    inputs = Input((), dtype="string")
    words = layers.TextVectorization(vocabulary=["a", "b"], output_sequence_length=4)(inputs)
    with pytest.raises(EngineError, match="The model takes text"):
        fitted(tmp_path, pictures()[0], Model(inputs, layers.Dense(3)(words)))


def test_images_of_a_folder_are_fitted_too(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "data")
    x, _ = first_batch(prepared(folder, dense(784)))
    assert x.shape == (8, 784)
    assert 0.5 < x.max() <= 1


def test_every_epoch_has_an_order_of_its_own_that_follows_from_the_seed(tmp_path: Path) -> None:
    def orders() -> list[list[float]]:
        data = fitted(tmp_path, np.arange(30.0)[:, np.newaxis], dense(1)).training
        found = []
        for epoch in range(2):
            data.begin(epoch)
            found.append([float(x) for index in range(len(data)) for x in data[index][0][:, 0]])
        return found

    first, second = orders()
    assert orders() == [first, second]
    assert first != second
    assert sorted(first) == sorted(second)
    assert len(first) == 27, "a tenth is held out"
