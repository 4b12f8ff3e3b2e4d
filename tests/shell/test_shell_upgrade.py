"""``inspector upgrade`` as its user meets it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import h5py
import numpy as np
import pytest
from test_shell_commands import inspector

pytestmark = pytest.mark.engine

DENSE = {
    "name": "only",
    "units": 2,
    "activation": "linear",
    "use_bias": False,
    "batch_input_shape": [None, 3],
    "dtype": "float32",
}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A model as Keras 2.1 saved it."""
    path = tmp_path / "old.h5"
    with h5py.File(path, "w") as file:
        file.attrs["keras_version"] = b"2.1.0"
        file.attrs["model_config"] = json.dumps(
            {"class_name": "Sequential", "config": [{"class_name": "Dense", "config": DENSE}]}
        ).encode()
        group = file.create_group("model_weights/only")
        group.attrs["weight_names"] = np.array([b"only/kernel:0"])
        group.create_dataset("only/kernel:0", data=np.arange(6, dtype="float32").reshape(3, 2))
        file["model_weights"].attrs["layer_names"] = np.array([b"only"])
    return path


def upgrade(*arguments: object) -> subprocess.CompletedProcess[str]:
    return inspector("upgrade", *arguments)


def test_an_old_model_becomes_a_file_that_keras_3_loads(old: Path, tmp_path: Path) -> None:
    import keras

    output = tmp_path / "new.keras"
    found = upgrade(old, "-o", output)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "predict the same" in found.stdout
    kernel = keras.saving.load_model(output).layers[0].get_weights()[0]
    assert kernel.tolist() == [[0, 1], [2, 3], [4, 5]]
    again = upgrade(old, "-o", output)
    assert again.returncode == 1
    assert "--overwrite" in again.stderr


def test_what_is_no_model_is_refused_in_one_sentence_before_tensorflow_starts(tmp_path: Path) -> None:
    (tmp_path / "cut.keras").write_bytes(b"PK\x03\x04 and nothing behind it")
    with h5py.File(tmp_path / "weights.h5", "w") as file:
        file.create_dataset("layers/dense/vars/0", data=np.zeros((4, 2)))
    for name, why in (("nowhere.h5", "no such file"), ("cut.keras", "damaged"), ("weights.h5", "weights only")):
        found = upgrade(tmp_path / name, "-o", tmp_path / "new.keras")
        assert found.returncode == 1
        assert why in found.stderr
        assert found.stderr.count("\n") == 1
        assert found.stdout == ""
    assert not (tmp_path / "new.keras").exists()
