"""The Keras script of a recipe does what the engine does."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import trained
import zoo
from datasets import write_folder
from keras import layers

from inspector.engine.freeze import trainable_paths
from inspector.formats import open_model
from inspector.jobs.data_facts import data_facts
from inspector.recipe.edits import (
    Freeze,
    InsertDropout,
    ReplaceHead,
    SetActivation,
    SetConstraint,
    SetDropout,
    SetMaxNorm,
    SetOption,
    SetRegularizer,
    Unfreeze,
)
from inspector.recipe.recipe import Data, LearningRate, Recipe, Training
from inspector.resources import resource
from inspector.script.script import script

pytestmark = pytest.mark.engine

COMMON = (
    Freeze(("first",)),
    SetDropout("drop", 0.4),
    SetMaxNorm("first", 0.5),
    InsertDropout("norm", 0.3),
    ReplaceHead(7, "softmax"),
)
EDITS: dict[str, tuple[Any, ...]] = {
    "sequential": COMMON,
    "two_ends": (*COMMON[:-1], ReplaceHead(3, "softmax", output="head")),
    "shared": COMMON,
    "nested": (Freeze(("inner", "chain")), Unfreeze(("inner/second",)), SetDropout("inner/drop", 0.5), COMMON[-1]),
    "recurrent": (
        Freeze(("embedding",)),
        SetDropout("both_ways", 0.3),
        SetMaxNorm("both_ways", 0.4),
        SetMaxNorm("first", 0.5),
        InsertDropout("gru", 0.2),
        COMMON[-1],
    ),
    "tagger": (SetDropout("drop", 0.3), SetMaxNorm("gru", 0.5), InsertDropout("gru", 0.2), COMMON[-1]),
    "transformer": (SetDropout("attention", 0.3), SetMaxNorm("first", 0.5), InsertDropout("norm", 0.1), COMMON[-1]),
    "operations": (Freeze(("first",)), InsertDropout("image", 0.2), SetMaxNorm("head", 0.5)),
    "convolutions": (
        *(SetMaxNorm(name, 0.3) for name in ("first", "depthwise", "separable", "transposed")),
        InsertDropout("image", 0.2),
        InsertDropout("norm", 0.2),
        ReplaceHead(4, "softmax"),
    ),
}
SETTINGS: dict[str, tuple[Any, ...]] = {
    "sequential": (
        SetActivation("first", "gelu"),
        SetRegularizer("first", l2=0.1),
        SetConstraint("norm", "gamma", "min_max_norm", minimum=0.1, maximum=0.5),
        SetOption("norm", "momentum", 0.9),
        SetConstraint("head", "kernel", "max_norm", 0.2),
        ReplaceHead(7, "linear", initializer="he_normal"),
    ),
    "recurrent": (
        SetDropout("gru", 0.3, recurrent=True),
        SetConstraint("gru", "bias", "max_norm", 0.2),
        SetConstraint("both_ways", "recurrent", "unit_norm"),
        SetRegularizer("both_ways", "recurrent", l1=0.1, l2=0.1),
        SetRegularizer("both_ways", "activity", l2=0.1),
        SetOption("both_ways", "recurrent_activation", "hard_sigmoid"),
        SetConstraint("first", "bias", "non_neg"),
    ),
    "transformer": (SetConstraint("attention", "kernel", "non_neg"), SetRegularizer("attention", l2=0.1)),
    "twins": (SetActivation("inner/core/first", "tanh"), SetOption("inner/norm", "epsilon", 0.01)),
}


@pytest.mark.parametrize(("name", "edits"), [*EDITS.items(), *SETTINGS.items()], ids=lambda value: str(value)[:11])
def test_the_script_makes_the_model_the_engine_makes(
    name: str, edits: tuple[Any, ...], tmp_path: Path, monkeypatch: Any
) -> None:
    file = zoo.written(zoo.ZOO[name](), tmp_path / "model.keras")
    ours = zoo.with_edits(file, *edits)

    made = run(script(open_model(file), Recipe(edits=edits), None), tmp_path, monkeypatch)["model"]
    reloaded = keras.saving.load_model(tmp_path / "edited.keras")

    for model in (made, reloaded):
        assert zoo.weights_of(model) == zoo.weights_of(ours)
        assert trainable_paths(model) == trainable_paths(ours)
        assert rates(model) == rates(ours)
        inputs = zoo.inputs_for(ours)
        for mine, theirs in zip(zoo.predictions(ours, inputs), zoo.predictions(model, inputs), strict=True):
            np.testing.assert_array_equal(mine, theirs)


@pytest.mark.parametrize("optimizer", ["adam", "adamw"])
def test_a_model_that_the_script_trains_predicts_as_the_one_the_engine_trains(
    optimizer: str, tmp_path: Path, monkeypatch: Any
) -> None:
    data = arrays(tmp_path)
    edits = (
        Freeze(("first",)),
        SetMaxNorm("head", 1.0),
        SetDropout("drop", 0.0),
        ReplaceHead(7, "softmax", drop_last=1),
    )
    training = Training(
        optimizer=optimizer, epochs=3, batch_size=64, learning_rate=LearningRate(0.01, {"norm": 0.5}), seed=3
    )
    recipe = Recipe(edits=edits, data=Data(str(data)), training=training)
    run_by_engine = trained.Run(tmp_path, zoo.randomised(zoo.sequential()), recipe).go()
    engine = keras.saving.load_model(run_by_engine.folder / "last.keras")

    code = script(open_model(tmp_path / "model.keras"), recipe, data_facts(str(data)))
    run(code, tmp_path, monkeypatch)
    ours = keras.saving.load_model(tmp_path / "trained.keras")

    x = np.load(data)["x_val"]
    np.testing.assert_allclose(zoo.predictions(ours, x)[0], zoo.predictions(engine, x)[0], atol=1e-4)
    assert (tmp_path / "best.keras").is_file()


def test_the_script_runs_by_itself_and_looks_as_a_formatter_leaves_it(tmp_path: Path) -> None:
    file = zoo.written(zoo.convolutions(), tmp_path / "model.keras")
    images = np.random.default_rng(0).integers(0, 256, (20, 10, 10), dtype=np.uint8)
    source = tmp_path / "images.npz"
    np.savez(source, x_train=images, y_train=np.arange(20) % 4, x_test=images, y_test=np.arange(20) % 4)
    recipe = Recipe(edits=EDITS["convolutions"], data=Data(str(source)), training=Training(epochs=1))
    place = tmp_path / "fine_tune.py"
    place.write_text(script(open_model(file), recipe, data_facts(str(source))))

    subprocess.run([sys.executable, place.name], cwd=tmp_path, check=True, capture_output=True)
    formatted = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--isolated", "--diff", place.name],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    checked = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "F,I", place.name], cwd=tmp_path
    )

    assert (tmp_path / "trained.keras").is_file()
    assert formatted.stdout == ""
    assert checked.returncode == 0


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_look_as_a_formatter_leaves_them(name: str, tmp_path: Path) -> None:
    file = zoo.written(zoo.ZOO[name](), tmp_path / "model.keras")
    code = script(open_model(file), Recipe(edits=SETTINGS[name]), None).replace(str(file), "model.keras")
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--diff", "-"]
    assert subprocess.run(command, input=code, capture_output=True, text=True).stdout == ""


def test_what_keras_reads_only_when_it_makes_a_layer_is_made_again(tmp_path: Path, monkeypatch: Any) -> None:
    names = {"noise": layers.GaussianNoise(0), "elu": layers.ELU(), "loss": layers.ActivityRegularization()}
    for name, layer in names.items():
        layer.name = name
    end = layers.Dense(3, "softmax", name="head")
    file = zoo.written(keras.Sequential([keras.Input((6,)), *names.values(), end]), tmp_path / "model.keras")
    edits = (SetOption("noise", "stddev", 0.5), SetOption("elu", "alpha", 0.5), SetOption("loss", "l2", 0.5))

    run(script(open_model(file), Recipe(edits=edits), None), tmp_path, monkeypatch)
    made, ours = keras.saving.load_model(tmp_path / "edited.keras"), zoo.with_edits(file, *edits)

    inputs = zoo.inputs_for(ours)
    np.testing.assert_array_equal(zoo.predictions(made, inputs)[0], zoo.predictions(ours, inputs)[0])
    assert float(sum(made.losses)) == float(sum(ours.losses)) > 0
    assert not np.array_equal(made(inputs, training=True), made(inputs, training=False))


def run(code: str, folder: Path, monkeypatch: Any) -> dict[str, Any]:
    """Run a script in this process; what it has made by name."""
    monkeypatch.chdir(folder)
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(code, "fine_tune.py", "exec"), names)
    return names


def arrays(folder: Path) -> Path:
    random = np.random.default_rng(0)
    x, y = random.normal(size=(48, 12)).astype("float32"), np.arange(48) % 5
    np.savez(folder / "data.npz", x_train=x, y_train=y, x_val=x[:10], y_val=y[:10])
    return folder / "data.npz"


_IS_SET = re.compile("rate$|dropout|_constraint$|_regularizer$|activation$|momentum|epsilon")


def rates(model: Any) -> list[tuple[str, Any, Any]]:
    """What edits set, layer by layer, from the config a file would have."""
    from inspector.engine.walk import leaves

    def found(config: Any) -> dict[str, Any]:
        inner = config["layer"]["config"] if "layer" in config else config
        return {key: inner[key] for key in inner if _IS_SET.search(key)}

    def said(layer: Any) -> str:
        return str(found(layer.get_config())).replace("[0]", "0").replace("(", "[").replace(")", "]")

    return sorted((path, said(layer), layer.name) for path, layer in leaves(model).items())


def test_the_script_trains_on_a_folder_of_images(tmp_path: Path, monkeypatch: Any) -> None:
    file = zoo.written(zoo.convolutions(), tmp_path / "model.keras")
    folder = write_folder(tmp_path / "animals", 24)
    recipe = Recipe(
        edits=(ReplaceHead(3, "softmax"),), data=Data(str(folder), held_out=0.25), training=Training(epochs=1)
    )

    run(script(open_model(file), recipe, data_facts(str(folder))), tmp_path, monkeypatch)

    assert (tmp_path / "best.keras").is_file()


def test_signatures_are_those_of_the_keras_that_is_installed(tmp_path: Path) -> None:
    maker = Path(__file__).parents[2] / "resources" / "make_signatures.py"
    subprocess.run([sys.executable, maker, tmp_path / "made.json"], check=True, capture_output=True)

    made = json.loads((tmp_path / "made.json").read_text())["layers"]
    kept = json.loads(resource("signatures.json").read_text())["layers"]
    assert len(made.keys() & kept.keys()) > 150
    for name in made.keys() & kept.keys():
        assert made[name]["required"] == kept[name]["required"], name
        ours, theirs = kept[name]["defaults"], made[name]["defaults"]
        assert {key: ours[key] for key in ours.keys() & theirs} == {key: theirs[key] for key in ours.keys() & theirs}
