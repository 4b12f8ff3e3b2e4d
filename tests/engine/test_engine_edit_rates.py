"""A learning rate for each layer, and what of it a saved file keeps."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf
from zoo import ZOO, inputs_for, randomised, weights_of

from inspector.engine.errors import EngineError
from inspector.engine.freeze import set_trainable
from inspector.engine.load import load
from inspector.engine.rates import optimizer
from inspector.engine.save import save
from inspector.engine.walk import leaves

pytestmark = pytest.mark.engine

RATES = {"first": 0.001, "norm": 0.004, "head": 0.02}
BASE = 0.02


def fresh() -> keras.Model:
    keras.utils.set_random_seed(0)
    return randomised(ZOO["sequential"]())


def train(model: keras.Model, steps: int, first: int = 0) -> None:
    for step in range(first, first + steps):
        model.train_on_batch(inputs_for(model, 16, seed=step), np.arange(16) % 5)


def compiled(name: str = "adam", rates: dict[str, float] = RATES) -> keras.Model:
    model = fresh()
    model.get_layer("drop").rate = 0.0
    model.compile(optimizer(name, BASE, model, rates), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


@pytest.mark.parametrize("name", ["adam", "adamw", "sgd", "rmsprop", "adadelta", "adagrad", "nadam", "lion"])
def test_a_rate_per_layer_equals_an_optimizer_per_layer(name: str) -> None:
    ours, theirs = compiled(name), fresh()
    theirs.get_layer("drop").rate = 0.0
    separate = {
        path: keras.optimizers.get({"class_name": name, "config": {"learning_rate": rate}})
        for path, rate in RATES.items()
    }
    train(ours, 10)
    for step in range(10):
        with tf.GradientTape() as tape:
            given = theirs(inputs_for(theirs, 16, seed=step), training=True)
            loss = keras.losses.SparseCategoricalCrossentropy()(np.arange(16) % 5, given)
        gradients = dict(
            zip(map(id, theirs.trainable_variables), tape.gradient(loss, theirs.trainable_variables), strict=True)
        )
        for path, one in separate.items():
            variables = theirs.get_layer(path).trainable_variables
            one.apply([gradients[id(variable)] for variable in variables], variables)
    for one, other in zip(ours.weights, theirs.weights, strict=True):
        np.testing.assert_allclose(one.numpy(), other.numpy(), atol=1e-6)


def test_a_layer_with_a_smaller_rate_moves_less() -> None:
    start, slow, fast = weights(fresh()), compiled("sgd"), compiled("sgd", {})
    train(slow, 1)
    train(fast, 1)
    moved = [np.abs(weights(model)["first"] - start["first"]).max() for model in (slow, fast)]
    assert moved[0] == pytest.approx(moved[1] * RATES["first"] / BASE, rel=1e-3)


def weights(model: keras.Model) -> dict[str, np.ndarray]:
    return {path: layer.weights[0].numpy() for path, layer in leaves(model).items() if layer.weights}


def test_a_rate_of_zero_keeps_a_layer_but_not_its_statistics() -> None:
    model = compiled("adamw", {"first": 0.0, "norm": 0.0})
    before = weights_of(model)
    train(model, 2)
    moved = {path for path, value in weights_of(model).items() if value != before[path]}
    assert moved == {"norm#2", "norm#3", "head#0", "head#1"}


def test_changing_the_base_rate_changes_all_rates_in_proportion() -> None:
    halved, direct = compiled("sgd"), compiled("sgd", {path: rate / 2 for path, rate in RATES.items()})
    halved.optimizer.learning_rate = BASE / 2
    train(halved, 3)
    train(direct, 3)
    for one, other in zip(halved.weights, direct.weights, strict=True):
        np.testing.assert_allclose(one.numpy(), other.numpy(), atol=1e-6)


def test_a_model_that_is_all_frozen_is_refused() -> None:
    model = fresh()
    set_trainable(model, frozenset(leaves(model)))
    with pytest.raises(EngineError, match="Every layer is frozen"):
        optimizer("adam", BASE, model, {})


def test_a_saved_file_names_the_plain_optimizer_with_the_base_rate(tmp_path: Path) -> None:
    model = compiled("adamw")
    train(model, 2)
    save(model, tmp_path / "m.keras")
    text = zipfile.ZipFile(tmp_path / "m.keras").read("config.json").decode()
    saved = json.loads(text)["compile_config"]
    assert (saved["optimizer"]["module"], saved["optimizer"]["class_name"]) == ("keras.optimizers", "AdamW")
    assert saved["optimizer"]["config"]["learning_rate"] == pytest.approx(BASE, rel=1e-6)
    assert saved["optimizer"]["config"]["weight_decay"] == 0.004
    assert saved["loss"] == "sparse_categorical_crossentropy"
    assert "inspector" not in text


def test_a_saved_file_loads_without_a_warning_where_the_program_is_not_installed(tmp_path: Path) -> None:
    model = compiled()
    train(model, 2)
    save(model, tmp_path / "m.keras")
    script = (
        "import sys, warnings; warnings.simplefilter('error', UserWarning)\n"
        "sys.modules['inspector'] = None\n"
        "import keras, numpy\n"
        "model = keras.saving.load_model('m.keras')\n"
        "model.train_on_batch(numpy.ones((4, 12)), numpy.arange(4))\n"
        "print(type(model.optimizer).__module__.split('.')[0], int(model.optimizer.iterations))"
    )
    ran = subprocess.run(
        [sys.executable, "-I", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.stdout.split() == ["keras", "3"], ran.stderr


def test_training_goes_on_after_a_save_as_if_there_had_been_none(tmp_path: Path) -> None:
    saved, straight = compiled(), compiled()
    train(saved, 3)
    train(straight, 3)
    for name in ("one", "two"):
        save(saved, tmp_path / f"{name}.keras")
    train(saved, 3, first=3)
    train(straight, 3, first=3)
    assert weights_of(saved) == weights_of(straight)


def test_the_optimizer_goes_on_from_a_saved_file(tmp_path: Path) -> None:
    model = compiled("adam", {})
    train(model, 3)
    save(model, tmp_path / "m.keras")
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        again = keras.saving.load_model(tmp_path / "m.keras")
    train(model, 3, first=3)
    train(again, 3, first=3)
    for one, other in zip(model.weights, again.weights, strict=True):
        np.testing.assert_allclose(one.numpy(), other.numpy(), atol=1e-6)


def test_a_saved_file_of_a_partly_frozen_model_loads_without_a_warning(tmp_path: Path) -> None:
    model = fresh()
    set_trainable(model, frozenset({"first", "norm"}))
    model.compile(optimizer("adam", BASE, model, {}), "sparse_categorical_crossentropy")
    train(model, 2)
    save(model, tmp_path / "m.keras")
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        again = keras.saving.load_model(tmp_path / "m.keras")
    assert len(again.trainable_variables) == 2
    assert weights_of(load(tmp_path / "m.keras")) == weights_of(model)
