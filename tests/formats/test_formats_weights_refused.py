"""Weights that cannot or must not be read: a sentence, and nothing read elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from handmade import archive, dense_model, hdf5

from inspector.formats import FormatError, open_model
from inspector.formats.weights.naming import named
from inspector.formats.weights.numbers import tensor
from inspector.formats.weights.stored import StoredWeights
from inspector.graph.model import Weight

KERNEL = "model_weights/dense/dense/kernel:0"
Change = Callable[[h5py.File, Path], None]


def file_with(change: Change, folder: Path) -> Path:
    """A model in HDF5 whose kernel is stored as ``change`` has it."""
    path = hdf5(folder / "model.h5", dense_model())
    with h5py.File(path, "r+") as file:
        group = file.require_group("model_weights/dense")
        group.attrs["weight_names"] = [b"dense/kernel:0"]
        change(file, folder)
    return path


def external(file: h5py.File, folder: Path) -> None:
    (folder / "secret").write_bytes(bytes(64))
    file.create_dataset(KERNEL, (4, 3), "f4", external=[(str(folder / "secret"), 0, 48)])


def virtual(file: h5py.File, folder: Path) -> None:
    with h5py.File(folder / "other.h5", "w") as other:
        other["secret"] = np.ones((4, 3), "f4")
    layout = h5py.VirtualLayout((4, 3), "f4")
    layout[:] = h5py.VirtualSource(str(folder / "other.h5"), "secret", (4, 3))
    file.create_virtual_dataset(KERNEL, layout)


def text(file: h5py.File, _folder: Path) -> None:
    file.create_dataset(KERNEL, data=[["a"] * 3] * 4)


def a_bomb(file: h5py.File, _folder: Path) -> None:
    file.create_dataset(KERNEL, (40_000, 40_000), "f4", chunks=(1000, 1000), compression="gzip")


@pytest.mark.parametrize("change", [external, virtual, text, a_bomb])
def test_values_that_are_not_numbers_in_the_file_are_refused(change: Change, tmp_path: Path) -> None:
    stored = StoredWeights(open_model(file_with(change, tmp_path)))
    (kernel,) = stored.of("dense")
    with pytest.raises(FormatError) as caught:
        stored.read(kernel)
    sentence = str(caught.value)
    assert sentence.startswith("Cannot read the weights of 'model.h5': ")
    assert sentence.endswith(".")


def test_a_file_that_was_cut_off_since_is_refused(tmp_path: Path) -> None:
    path = file_with(lambda file, _: file.create_dataset(KERNEL, data=np.ones((4, 3), "f4")) and None, tmp_path)
    stored = StoredWeights(open_model(path))
    (kernel,) = stored.of("dense")
    assert stored.read(kernel).values.shape == (4, 3)
    with path.open("r+b") as file:
        file.truncate(600)
    with pytest.raises(FormatError, match="ends before it"):
        stored.read(kernel)


def test_a_link_to_another_file_is_no_weight(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "other.h5", "w") as other:
        other["secret"] = np.ones((4, 3), "f4")
    path = file_with(
        lambda file, _: file.require_group("model_weights/dense/dense").__setitem__(
            "kernel:0", h5py.ExternalLink("other.h5", "secret")
        ),
        tmp_path,
    )
    assert StoredWeights(open_model(path)).of("dense") == ()


def test_an_archive_with_a_config_only_says_that_it_holds_no_weights(tmp_path: Path) -> None:
    path = archive(tmp_path / "model.keras", dense_model())
    with pytest.raises(FormatError, match="config only"):
        StoredWeights(open_model(path)).of("dense")


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    path = file_with(lambda file, _: file.create_dataset(KERNEL, data=np.ones((4, 3), "f4")) and None, tmp_path)
    graph = open_model(path)
    path.unlink()
    with pytest.raises(FormatError, match="No such file"):
        StoredWeights(graph).of("dense")


def test_numbers_that_numpy_does_not_know_become_the_next_larger_ones() -> None:
    found = tensor(np.array([0x3F80, 0xC000, 0x7FC0], "<u2").tobytes(), "bfloat16", (3,))
    assert found.dtype == "bfloat16"
    np.testing.assert_array_equal(found.values, np.array([1.0, -2.0, np.nan], "f4"))


def test_a_type_that_is_no_number_is_refused_by_name() -> None:
    with pytest.raises(FormatError, match="'string'"):
        tensor(b"", "string", ())


def weights(*names: str, shape: tuple[int, ...] = (2, 2)) -> list[Weight]:
    return [Weight(name, shape, key=name) for name in names]


def test_parts_of_a_layer_are_told_apart_by_the_words_in_their_names() -> None:
    wanted = weights("query/kernel", "key/kernel", "attention_output/kernel")
    found = weights("key_dense/0", "output_dense/0", "query_dense/0")
    assert [weight.key for weight in named(wanted, found)] == ["query_dense/0", "key_dense/0", "output_dense/0"]


def test_tensors_keep_the_files_names_where_it_is_not_certain_which_is_which() -> None:
    found = weights("x/0", "y/0")
    assert named(weights("query/kernel", "key/kernel"), found) == found


def test_tensors_of_other_shapes_than_the_layers_keep_the_files_names() -> None:
    found = weights("W", "b", shape=(3, 2))
    assert named(weights("kernel", "bias"), found) == found
