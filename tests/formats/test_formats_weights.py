"""Weights read from files without TensorFlow: the values are those that Keras has, under Keras' names."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from pathlib import Path

import h5py
import numpy as np
import pytest

pytestmark = pytest.mark.engine
keras = pytest.importorskip("keras")

from keras_facts import nested_operations  # noqa: E402
from keras_models import (  # noqa: E402
    Builder,
    attention_by_keyword,
    embedding_and_convolutions,
    models_nested_thrice_and_called_twice,
    plain_sequential,
    recurrent_wrappers,
)
from tensorflow_files import WAYS, write  # noqa: E402

from inspector.formats import open_model  # noqa: E402
from inspector.formats.weights.stored import StoredWeights  # noqa: E402
from inspector.graph.model import ModelGraph  # noqa: E402

STRUCTURES = (
    plain_sequential,
    models_nested_thrice_and_called_twice,
    recurrent_wrappers,
    attention_by_keyword,
    embedding_and_convolutions,
)
"""Every way in which parts of a layer are named, and layers of models in models."""
SIDE = 2000
"""Of the large kernel in the files of which one small weight is read: 16 MB."""
IO = Path("/proc/self/io")


def opened(path: Path) -> tuple[ModelGraph, StoredWeights]:
    graph = open_model(path)
    return graph, StoredWeights(graph)


def scattered(model: keras.Model) -> keras.Model:
    """The model with every value different, so that no two weights can be taken for one another."""
    generator = np.random.default_rng(1)
    for weight in model.weights:
        if weight.dtype.startswith("float"):
            weight.assign(generator.normal(size=weight.shape))
    return model


@pytest.mark.parametrize("ending", ["keras", "h5"])
@pytest.mark.parametrize("build", STRUCTURES, ids=lambda build: build.__name__)
def test_weights_of_every_layer_are_those_of_keras_in_its_order(build: Builder, ending: str, tmp_path: Path) -> None:
    keras.backend.clear_session()
    model = scattered(build())
    model.save(tmp_path / f"model.{ending}")
    graph, stored = opened(tmp_path / f"model.{ending}")
    for path, layer in nested_operations(model):
        if graph.by_path[path].kind == "layer":
            found = stored.of(path)
            assert [weight.name for weight in found] == [weight.name for weight in graph.by_path[path].weights or ()]
            for weight, expected in zip(found, layer.weights, strict=True):
                np.testing.assert_array_equal(stored.read(weight).values, expected.numpy())


@pytest.mark.parametrize("way", WAYS)
def test_weights_of_a_tensorflow_graph_are_those_of_the_model_it_was_made_of(way: str, tmp_path: Path) -> None:
    keras.backend.clear_session()
    model = scattered(
        keras.Sequential(
            [
                keras.Input((8, 8, 3)),
                keras.layers.Conv2D(4, 3, name="conv"),
                keras.layers.Flatten(),
                keras.layers.Dense(2, name="dense"),
            ]
        )
    )
    graph, stored = opened(write(model, way, tmp_path))
    found = [stored.read(weight).values for leaf in graph.leaves for weight in stored.of(leaf.path)]
    assert Counter(each.tobytes() for each in found) == Counter(each.numpy().tobytes() for each in model.weights)
    kernel = next(weight for weight in stored.of("conv") if weight.name == "kernel" or weight.shape == (3, 3, 3, 4))
    np.testing.assert_array_equal(stored.read(kernel).values, model.get_layer("conv").kernel.numpy())


@pytest.mark.parametrize("ending", ["keras", "h5"])
def test_other_types_of_numbers_are_read(ending: str, tmp_path: Path) -> None:
    dtypes = ("bfloat16", "float16", "float64")
    model = scattered(
        keras.Sequential([keras.Input((4,)), *(keras.layers.Dense(4, dtype=dtype, name=dtype) for dtype in dtypes)])
    )
    model.save(tmp_path / f"model.{ending}")
    _, stored = opened(tmp_path / f"model.{ending}")
    for dtype in dtypes:
        found = stored.read(stored.of(dtype)[0])
        assert found.dtype == dtype
        expected = model.get_layer(dtype).kernel.numpy().astype(np.float64)
        np.testing.assert_array_equal(found.values.astype(np.float64), expected)


def test_weights_of_a_quantized_layer_are_whole_numbers(tmp_path: Path) -> None:
    model = scattered(keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, name="dense")]))
    model.quantize("int8")
    model.save(tmp_path / "model.keras")
    _, stored = opened(tmp_path / "model.keras")
    kernel = next(weight for weight in stored.of("dense") if weight.shape == (4, 3))
    found = stored.read(kernel)
    assert found.dtype == "int8"
    np.testing.assert_array_equal(found.values, model.layers[-1]._kernel.numpy())


def test_weights_that_are_compressed_are_read_too(tmp_path: Path) -> None:
    model = scattered(keras.Sequential([keras.Input((40,)), keras.layers.Dense(30, name="dense")]))
    model.save(tmp_path / "model.h5")
    with h5py.File(tmp_path / "model.h5", "r+") as file:
        name = next(
            f"model_weights/dense/{each}"
            for each in file["model_weights/dense"].attrs["weight_names"]
            if "kernel" in each
        )
        values = file[name][()]
        del file[name]
        file.create_dataset(name, data=values, compression="gzip", chunks=(10, 10))
    _, stored = opened(tmp_path / "model.h5")
    np.testing.assert_array_equal(stored.read(stored.of("dense")[0]).values, values)


def test_files_that_hold_weights_only_give_theirs(tmp_path: Path) -> None:
    model = scattered(keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, name="dense")]))
    model.save_weights(tmp_path / "model.weights.h5")
    graph, stored = opened(tmp_path / "model.weights.h5")
    (layer,) = (leaf.path for leaf in graph.leaves if leaf.weights)
    found = [stored.read(weight).values for weight in stored.of(layer)]
    for values, expected in zip(found, model.weights, strict=True):
        np.testing.assert_array_equal(values, expected.numpy())


@pytest.fixture(scope="module")
def large() -> keras.Model:
    return keras.Sequential(
        [
            keras.Input((SIDE,)),
            keras.layers.Dense(SIDE, name="large"),
            keras.layers.Dense(SIDE, name="larger"),
            keras.layers.Dense(2, name="small"),
        ]
    )


@pytest.mark.skipif(not IO.exists(), reason="the bytes a process read are counted by Linux")
@pytest.mark.parametrize("way", ["keras", "h5", *WAYS])
def test_reading_one_weight_reads_little_of_a_large_file(large: keras.Model, way: str, tmp_path: Path) -> None:
    if way in WAYS:
        path = write(large, way, tmp_path)
    else:
        path = tmp_path / f"large.{way}"
        large.save(path)
    size = path.stat().st_size if path.is_file() else sum(each.stat().st_size for each in path.rglob("*"))
    assert size > 2 * SIDE * SIDE * 4
    graph = open_model(path)
    before = bytes_read()
    tracemalloc.start()
    stored = StoredWeights(graph)
    kernel = next(weight for leaf in graph.leaves for weight in stored.of(leaf.path) if weight.shape == (SIDE, 2))
    values = stored.read(kernel).values
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    np.testing.assert_array_equal(values, large.get_layer("small").kernel.numpy())
    assert bytes_read() - before < size / 4  # the helper's modules are most of it
    assert peak < 2 << 20


def bytes_read() -> int:
    """What this process and its children that have ended read so far, from files and pipes."""
    return int(next(line.split()[1] for line in IO.read_text().splitlines() if line.startswith("rchar")))
