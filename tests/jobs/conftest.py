"""A small model file to train."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dense network for the bundled digits."""
    import keras

    import inspector.engine  # noqa: F401  before keras, which reads the settings it makes

    path = tmp_path_factory.mktemp("model") / "small.keras"
    layers = keras.layers
    keras.Sequential([keras.Input((8, 8)), layers.Flatten(), layers.Dense(10, "softmax")]).save(path)
    return path
