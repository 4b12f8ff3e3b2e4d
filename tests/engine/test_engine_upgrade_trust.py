"""An old file with a Lambda is rebuilt with its function when it is trusted, and else refused with how to trust it."""

from __future__ import annotations

import base64
import json
import marshal
from pathlib import Path

import h5py
import keras
import numpy as np
import pytest

from inspector.jobs.messages import Done, Event, Failed, Job, Log, Upgrade
from inspector.jobs.process import Engine
from inspector.jobs.trust import digest

pytestmark = pytest.mark.engine


def followed(job: Job) -> list[Event]:
    with Engine(job) as engine:
        return list(engine)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file as Keras 2 writes it: the Lambda's function as marshalled code."""
    code = base64.b64encode(marshal.dumps((lambda x: x * 2.0 + 1.0).__code__)).decode()
    twice = {"name": "twice", "function": [code, None, None], "function_type": "lambda", "arguments": {}}
    dense = {"name": "dense", "units": 3, "use_bias": False, "batch_input_shape": [None, 2]}
    layers = [{"class_name": "Dense", "config": dense}, {"class_name": "Lambda", "config": twice}]
    path = tmp_path / "old.h5"
    with h5py.File(path, "w") as file:
        file.attrs["keras_version"] = "2.4.0"
        file.attrs["backend"] = "tensorflow"
        file.attrs["model_config"] = json.dumps(
            {"class_name": "Sequential", "config": {"name": "small", "layers": layers}}
        )
        weights = file.create_group("model_weights")
        weights.attrs["layer_names"] = [b"dense", b"twice"]
        weights.create_group("twice").attrs["weight_names"] = np.array([], "S1")
        weights.create_group("dense").attrs["weight_names"] = [b"dense/kernel:0"]
        weights["dense"]["dense/kernel:0"] = np.arange(6, dtype="float32").reshape(2, 3)
    return path


def test_the_code_of_an_old_file_is_refused_until_it_is_trusted(old: Path, tmp_path: Path) -> None:
    failed = followed(Upgrade(str(old), str(tmp_path / "new.keras")))[-1]
    assert isinstance(failed, Failed)
    assert "`inspector upgrade` with --trust" in failed.text
    assert not (tmp_path / "new.keras").exists()


def test_a_trusted_old_file_keeps_the_function_of_its_lambda(old: Path, tmp_path: Path) -> None:
    events = followed(Upgrade(str(old), str(tmp_path / "new.keras"), digest(old)))
    assert isinstance(events[-1], Done), events[-1]
    assert any("network" in event.text for event in events if isinstance(event, Log))
    model = keras.saving.load_model(tmp_path / "new.keras", safe_mode=False)
    assert np.array_equal(np.asarray(model(np.ones((1, 2), "float32"))), [[7.0, 11.0, 15.0]])


def test_trust_in_another_file_is_none(old: Path, tmp_path: Path) -> None:
    failed = followed(Upgrade(str(old), str(tmp_path / "new.keras"), "0" * 64))[-1]
    assert isinstance(failed, Failed)
    assert "changed since it was trusted" in failed.text


def test_the_copy_that_was_compared_is_what_is_read_whatever_it_is_called(old: Path, tmp_path: Path) -> None:
    """The engine has files of its own beside it."""
    named = old.rename(tmp_path / "config.json")
    events = followed(Upgrade(str(named), str(tmp_path / "new.keras"), digest(named)))
    assert isinstance(events[-1], Done), events[-1]
