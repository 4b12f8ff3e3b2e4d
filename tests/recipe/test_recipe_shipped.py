"""The shipped recipes fit the models they are for."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from inspector.formats import open_model
from inspector.graph.model import ModelGraph
from inspector.recipe.check import check
from inspector.recipe.codec import load
from inspector.recipe.dropouts import dropout_rate
from inspector.recipe.max_norms import max_norm_value
from inspector.recipe.preview import preview
from inspector.recipe.rates import rates
from inspector.resources import resource

SAMPLE = resource("samples/sample.keras")


def script(name: str) -> ModuleType:
    """A generator script of ``resources/``, imported."""
    spec = importlib.util.spec_from_file_location(name, resource(f"{name}.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ModelGraph]:
    make_models = script("make_models")
    folder = tmp_path_factory.mktemp("models")
    return {name: open_model(make_models.write(name, folder)) for name in make_models.MODELS}


def outline(graph: ModelGraph) -> list[tuple[Any, ...]]:
    """Class, rate, units, activation and limit of every layer in a chain."""
    return [
        (
            layer.class_name,
            dropout_rate(layer),
            layer.config.get("units"),
            layer.config.get("activation"),
            max_norm_value(layer),
        )
        for layer in graph.layers
        if layer.class_name != "InputLayer"
    ]


def test_the_demo_fits_the_sample_without_an_objection() -> None:
    graph, recipe = open_model(SAMPLE), load(resource("recipes/demo.json"))
    assert [note.code for note in check(graph, recipe)] == ["head-larger"]  # 14 units for ten digits are allowed
    shown = preview(graph, recipe.edits)
    assert shown.graph.by_path["predictions"].output_shape == (None, 14)
    assert shown.frozen == {"stem_conv", "stem_bn", "stem_relu"}
    assert recipe.data is not None
    assert recipe.data.source == "sample:digits"


def test_the_samples_are_small_and_balanced() -> None:
    assert SAMPLE.stat().st_size <= 300_000
    assert resource("samples/digits.npz").stat().st_size <= 150_000
    with np.load(resource("samples/digits.npz"), allow_pickle=False) as digits:
        for part, least in (("train", 130), ("test", 30)):
            images, labels = digits[f"x_{part}"], digits[f"y_{part}"]
            assert images.dtype == np.uint8
            assert images.shape == (len(labels), 8, 8)
            assert images.max() == 255
            assert np.bincount(labels, minlength=10).min() >= least
        assert len(digits["y_train"]) + len(digits["y_test"]) == 1797


@pytest.mark.engine
def test_the_reference_recipe_gives_the_reference_example(models: dict[str, ModelGraph]) -> None:
    recipe = load(resource("recipes/reference.json"))
    shown = preview(models["reference"], recipe.edits)
    assert shown.graph.by_path["pixels"].output_shape == (None, 784)
    assert outline(shown.graph) == [
        ("Dropout", 0.2, None, None, None),
        ("Dense", None, 128, "relu", 5.0),
        ("Dropout", 0.5, None, None, None),
        ("Dense", None, 128, "tanh", 5.0),
        ("Dropout", 0.5, None, None, None),
        ("Dense", None, 1, "sigmoid", None),
    ]
    for name in ("hidden_1", "hidden_2", "even"):
        assert shown.graph.by_path[name].config["kernel_initializer"]["class_name"] == "RandomNormal"
    assert shown.frozen == set()
    assert set(rates(shown, recipe.training).values()) == {0.001}
    assert recipe.data is not None
    assert recipe.data.positive_labels == (0, 2, 4, 6, 8)
    assert check(models["reference"], recipe) == ()


@pytest.mark.engine
def test_the_frozen_reference_keeps_its_first_five_layers(models: dict[str, ModelGraph]) -> None:
    recipe = load(resource("recipes/reference-frozen.json"))
    shown = preview(models["reference"], recipe.edits)
    layers = [layer.path for layer in shown.graph.layers if layer.class_name != "InputLayer"]
    assert shown.frozen == set(layers[:5])
    assert shown.graph == preview(shown.graph, ()).graph
    assert recipe.edits[:-1] == load(resource("recipes/reference.json")).edits
    assert {note.code for note in check(models["reference"], recipe)} == {"max-norm-frozen"}


@pytest.mark.engine
def test_the_mnist_recipe_gives_fourteen_softmax_outputs(models: dict[str, ModelGraph]) -> None:
    recipe = load(resource("recipes/mnist-14-outputs.json"))
    shown = preview(models["mnist"], recipe.edits)
    assert shown.graph.by_path["predictions"].output_shape == (None, 14)
    assert shown.graph.by_path["predictions"].config["activation"] == "softmax"
    assert check(models["mnist"], recipe) == ()


@pytest.mark.engine
def test_the_shipped_sample_is_the_generator_s_network_trained_on_the_digits(tmp_path: Path) -> None:
    import keras

    shipped = keras.saving.load_model(SAMPLE)
    made = keras.saving.load_model(script("make_models").write("sample", tmp_path))
    assert made.get_config() == shipped.get_config()
    with np.load(resource("samples/digits.npz")) as digits:
        images = keras.ops.image.resize(digits["x_test"][..., None] / 255.0, (16, 16), antialias=True)
        right = np.argmax(shipped.predict(images, verbose=0), axis=-1) == digits["y_test"]
    assert right.mean() > 0.95
