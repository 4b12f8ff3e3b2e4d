"""How TensorFlow is started."""

from __future__ import annotations

import os
import subprocess
import sys

import keras
import pytest
import tensorflow as tf

from inspector.engine.tensorflow import gpu_words, start

pytestmark = pytest.mark.engine


def test_it_says_its_versions_and_what_it_runs_on() -> None:
    ready = start()
    assert (ready.tensorflow, ready.keras) == (tf.__version__, keras.__version__)
    if tf.config.list_physical_devices("GPU"):
        assert ready.device == ready.gpus[0]
    else:
        assert (ready.device, ready.gpus) == ("CPU", ())


def test_it_can_be_started_again_after_something_was_computed() -> None:
    first = start()
    keras.ops.ones((2, 2))
    assert start() == first


def test_gpus_are_numbered_and_named_where_the_driver_knows_a_name() -> None:
    assert gpu_words(["NVIDIA H100", ""]) == ("GPU 0: NVIDIA H100", "GPU 1")


def test_a_persons_own_keras_settings_do_not_change_the_backend() -> None:
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            "import inspector.engine.tensorflow as t; t.start(); import keras; print(keras.config.backend())",
        ],
        env={**os.environ, "KERAS_BACKEND": "jax"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout.strip() == "tensorflow", ran.stderr
