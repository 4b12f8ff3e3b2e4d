"""Weights of Keras 1, of Theano and of cuDNN predict what they predicted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import h5py
import keras
import numpy as np
import pytest

from inspector.engine.errors import EngineError
from inspector.engine.upgrade.convert import converted
from inspector.engine.upgrade.tf_keras_process import TfKeras
from inspector.engine.upgrade.upgrade import upgrade

pytestmark = pytest.mark.engine

REFERENCE = """
import sys
import numpy as np
import tf_keras as keras
from tf_keras.src.saving.legacy.hdf5_format import preprocess_weights_for_loading

images = keras.Input((8, 8, 3))
flow = keras.layers.Conv2D(4, (3, 2), name="conv")(images)
flow = keras.layers.Conv2DTranspose(3, 3, name="transposed")(flow)
flow = keras.layers.Reshape((1, 8, 9, 3))(flow)
flow = keras.layers.ConvLSTM2D(2, 3, name="recurrent")(flow)
model = keras.Model(images, keras.layers.Flatten()(flow))
model.save(sys.argv[3], include_optimizer=False)

given = np.load(sys.argv[1], allow_pickle=True)["cases"].item()
made = {}
for name, (kind, config, shape, version, backend, arrays) in given.items():
    layer = getattr(keras.layers, kind)(**config)
    layer.build(shape)
    made[name] = preprocess_weights_for_loading(layer, arrays, version, backend)
np.savez(sys.argv[2], cases=np.array(made, dtype=object))
"""

SEQUENCE, PICTURE = (None, 5, 4), (None, 8, 8, 3)


def values(*shapes: tuple[int, ...]) -> list[Any]:
    random = np.random.default_rng(0)
    return [random.normal(size=shape).astype("float32") for shape in shapes]


def gates(count: int) -> list[Any]:
    return values(*[(4, 3), (3, 3), (3,)] * count)


GRU = {"units": 3, "reset_after": False}
CASES: dict[str, tuple[str, dict[str, Any], Any, str, str, list[Any]]] = {
    "lstm of cudnn": ("LSTM", {"units": 3}, SEQUENCE, "2", "tensorflow", values((4, 12), (3, 12), (24,))),
    "gru of cudnn": ("GRU", {"units": 3}, SEQUENCE, "2", "tensorflow", values((4, 9), (3, 9), (18,))),
    "lstm of keras 1": ("LSTM", {"units": 3}, SEQUENCE, "1", "tensorflow", gates(4)),
    "gru of keras 1": ("GRU", GRU, SEQUENCE, "1", "tensorflow", gates(3)),
    "sequence convolution of keras 1": (
        *("Conv1D", {"filters": 5, "kernel_size": 3}, SEQUENCE, "1", "tensorflow"),
        values((3, 1, 4, 5), (5,)),
    ),
    "older sequence convolution of keras 1": (
        *("Conv1D", {"filters": 5, "kernel_size": 3}, SEQUENCE, "1", "tensorflow"),
        values((5, 4, 3, 1), (5,)),
    ),
    "transposed convolution of keras 1": (
        *("Conv2DTranspose", {"filters": 5, "kernel_size": 3}, PICTURE, "1", "tensorflow"),
        values((3, 3, 3, 5), (5,)),
    ),
}


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what tf_keras makes of the same arrays and with a model of it, made in a process of its own."""
    folder: Path = tmp_path_factory.mktemp("reference")
    np.savez(folder / "given.npz", cases=np.array(CASES, dtype=object))
    places = folder / "given.npz", folder / "made.npz", folder / "convolutions.h5"
    subprocess.run([sys.executable, "-c", REFERENCE, *places], check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("name", CASES)
def test_weights_are_converted_as_tf_keras_converts_them(name: str, reference: Path) -> None:
    kind, config, shape, version, backend, arrays = CASES[name]
    layer = getattr(keras.layers, kind)(**config)
    layer.build(shape)
    wanted = np.load(reference / "made.npz", allow_pickle=True)["cases"].item()[name]

    found = converted(layer, [(str(place), array) for place, array in enumerate(arrays)], int(version), backend)

    assert [array.shape for _, array in found] == [tuple(weight.shape) for weight in layer.weights]
    for (_, ours), theirs in zip(found, wanted, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_kernels_that_theano_convolved_with_are_turned(reference: Path, tmp_path: Path) -> None:
    """TensorFlow correlates: it needs them the other way round to compute the same."""
    file = tmp_path / "theano.h5"
    file.write_bytes((reference / "convolutions.h5").read_bytes())
    with h5py.File(file, "a") as stored:
        stored.attrs["backend"] = stored["model_weights"].attrs["backend"] = "theano"
        kernel = stored["model_weights/conv/conv/kernel:0"][()]
        recurrent = stored["model_weights/recurrent/recurrent/recurrent_kernel:0"][()]

    with TfKeras() as process:
        model, said = upgrade(str(file), process, lambda _: None)

    assert said.startswith("Proved"), said
    np.testing.assert_array_equal(model.get_layer("conv").kernel.numpy(), kernel[::-1, ::-1])
    np.testing.assert_array_equal(model.get_layer("recurrent").cell.recurrent_kernel.numpy(), recurrent[::-1, ::-1])


def test_a_merge_that_holds_models_is_refused_by_its_name(tmp_path: Path) -> None:
    first = {"name": "first", "output_dim": 3, "batch_input_shape": [None, 4]}
    branch = {"class_name": "Sequential", "config": [{"class_name": "Dense", "config": first}]}
    merge = {"class_name": "Merge", "config": {"name": "merge_1", "layers": [branch, branch], "mode": "sum"}}
    with h5py.File(tmp_path / "old.h5", "w") as file:
        file.attrs["keras_version"] = "1.2.2"
        file.attrs["model_config"] = json.dumps({"class_name": "Sequential", "config": [merge]})
        file.create_group("model_weights").attrs["layer_names"] = [b"merge_1"]

    with TfKeras() as process, pytest.raises(EngineError, match="Merge 'merge_1' holds whole models"):
        upgrade(str(tmp_path / "old.h5"), process, lambda _: None)
