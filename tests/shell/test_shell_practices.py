"""The shipped recipes, end to end: base model, recipe, real digits, trained model."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from test_shell_commands import inspector

from inspector.resources import resource

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the base models the recipes are for."""
    folder = tmp_path_factory.mktemp("models")
    script = resource("make_models.py")
    subprocess.run([sys.executable, script, folder], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def mnist(shared: Path) -> Path:
    return shared / "data" / "mnist.npz"


@pytest.fixture(scope="module")
def large_digits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled digits with each pixel as large as four by four, less a margin: 28×28 like MNIST's."""
    path = tmp_path_factory.mktemp("data") / "digits.npz"
    with np.load(resource("samples/digits.npz")) as digits:
        arrays = dict(digits)
    for name in ("x_train", "x_test"):
        arrays[name] = arrays[name].repeat(4, axis=1).repeat(4, axis=2)[:, 2:30, 2:30]
    np.savez(path, **arrays)
    return path


def train(model: Path, recipe: str, data: Path, folder: Path, epochs: int) -> tuple[dict[str, float], list[dict]]:
    """The run's final figures and the layers of its best model."""
    found = inspector(
        "train",
        str(model),
        "--recipe",
        str(resource(f"recipes/{recipe}.json")),
        "--data",
        str(data),
        "--run",
        "run",
        "--set",
        f"epochs={epochs}",
        folder=folder,
    )
    assert found.returncode == 0, found.stdout + found.stderr
    events = [json.loads(line) for line in (folder / "run" / "events.jsonl").read_text().splitlines()]
    shown = inspector("show", "run/best.keras", "--json", folder=folder)
    return events[-1]["values"], json.loads(shown.stdout)["layers"]


def assert_is_the_reference_example(layers: list[dict]) -> None:
    """Practice: dropout 0.2 on 784 inputs, twice Dense 128 with max-norm 5 and dropout 0.5, a sigmoid."""
    said = [(layer["class_name"], layer["config"].get("rate") or layer["config"].get("units")) for layer in layers[1:]]
    assert said == [("Dropout", 0.2), ("Dense", 128), ("Dropout", 0.5), ("Dense", 128), ("Dropout", 0.5), ("Dense", 1)]
    hidden = [layer["config"] for layer in layers if layer["config"].get("units") == 128]
    assert [config["activation"] for config in hidden] == ["relu", "tanh"]
    assert [config["kernel_constraint"]["config"]["max_value"] for config in hidden] == [5, 5]


def test_the_reference_example_learns_even_from_odd_on_mnist(models: Path, mnist: Path, tmp_path: Path) -> None:
    figures, layers = train(models / "reference.keras", "reference", mnist, tmp_path, epochs=1)
    assert_is_the_reference_example(layers)
    assert figures["test_accuracy"] > 0.9


def test_the_frozen_reference_example_trains_its_last_layer_alone(models: Path, mnist: Path, tmp_path: Path) -> None:
    figures, layers = train(models / "reference.keras", "reference-frozen", mnist, tmp_path, epochs=1)
    assert_is_the_reference_example(layers)
    assert [layer["name"] for layer in layers if layer["class_name"] == "Dense" and layer["trainable"]] == ["even"]
    assert figures["test_accuracy"] > 0.6


def test_fourteen_outputs_learn_the_ten_digits_of_mnist(models: Path, mnist: Path, tmp_path: Path) -> None:
    figures, layers = train(models / "mnist.keras", "mnist-14-outputs", mnist, tmp_path, epochs=1)
    assert layers[-1]["output_shape"] == [None, 14]
    assert figures["test_accuracy"] > 0.9


def test_the_reference_example_learns_from_the_bundled_digits(models: Path, large_digits: Path, tmp_path: Path) -> None:
    figures, layers = train(models / "reference.keras", "reference", large_digits, tmp_path, epochs=8)
    assert_is_the_reference_example(layers)
    assert figures["test_accuracy"] > 0.8
