"""What the engine says of a model gives the facts of layers that the file alone says too little of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import h5py
import keras
import pytest

from inspector.engine.describe import describe
from inspector.formats import open_model
from inspector.graph.fact_sheet import FactSheet
from inspector.graph.weights import fill_with
from inspector.jobs.trust import digest

pytestmark = pytest.mark.engine


@pytest.fixture
def behind_a_lambda(tmp_path: Path) -> Path:
    """A model with a Lambda that halves an image, in a file that does not say what shapes layers were built for."""
    layers = [
        keras.Input((8, 8, 3), name="image"),
        keras.layers.Lambda(lambda x: x[:, ::2, ::2], name="halve"),
        keras.layers.Conv2D(4, 3, name="conv"),
        keras.layers.Flatten(name="flat"),
        keras.layers.Dense(2, name="dense"),
    ]
    path = tmp_path / "model.h5"
    keras.Sequential(layers).save(path)
    with h5py.File(path, "a") as file:
        file.attrs["model_config"] = json.dumps(_without_shapes(json.loads(file.attrs["model_config"])))
    return path


def _without_shapes(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_shapes(each) for key, each in value.items() if key != "build_config"}
    return [_without_shapes(each) for each in value] if isinstance(value, list) else value


def test_layers_behind_a_lambda_get_their_facts_from_what_the_engine_says(behind_a_lambda: Path) -> None:
    graph = open_model(behind_a_lambda)
    assert FactSheet(graph).of("conv").macs is None

    filled = fill_with(graph, describe(behind_a_lambda, digest(behind_a_lambda)).shapes)

    sheet = FactSheet(filled)
    assert filled.by_path["halve"].output_shape == (None, 4, 4, 3)
    assert sheet.of("conv").macs == 2 * 2 * 4 * 3 * 3 * 3
    assert sheet.of("conv").activation_bytes == 2 * 2 * 4 * 4
    assert (sheet.of("dense").macs, sheet.of("dense").parameters) == (32, 34)
    assert fill_with(filled, {"conv": (None, 1)}) is filled
