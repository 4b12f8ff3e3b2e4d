"""Models in every format: written, read again elsewhere, compared, and put in place whole or not at all."""

from __future__ import annotations

import zipfile
from importlib.util import find_spec
from pathlib import Path

import keras
import numpy as np
import pytest
from keras import Input, Model, layers, ops
from saved_models import exported
from zoo import ZOO, inputs_for, predictions, randomised

from inspector.engine.body.build import build
from inspector.engine.errors import EngineError
from inspector.engine.saving import save_as as saving
from inspector.engine.saving.save_as import save_as
from inspector.engine.saving.serving import serving
from inspector.formats import open_model
from inspector.jobs.model_formats import BY_NAME, FormatName
from inspector.recipe.plan import plan

pytestmark = pytest.mark.engine

needs_onnx = pytest.mark.skipif(
    any(find_spec(package) is None for package in BY_NAME["onnx"].packages),
    reason="needs tf2onnx, onnx and onnxruntime: pip install 'keras-model-inspector[onnx]'",
)
QUICK = ["keras", "weights", pytest.param("onnx", marks=needs_onnx)]


def place(folder: Path, kind: FormatName) -> Path:
    return folder / f"out{BY_NAME[kind].ending}"


def quiet(_: str) -> None:
    pass


@pytest.fixture(scope="module")
def two_ends() -> Model:
    return randomised(ZOO["two_ends"]())


@pytest.mark.parametrize("kind", QUICK)
@pytest.mark.parametrize("name", ["sequential", "twins", "transformer", "operations", "convolutions"])
def test_a_model_is_the_same_in_every_quick_format(name: str, kind: FormatName, tmp_path: Path) -> None:
    saved = save_as(randomised(ZOO[name]()), place(tmp_path, kind), kind, quiet)
    assert saved.difference < 1e-5
    assert saved.text.startswith("Read again, it gives the same for random samples: the values d")
    assert [entry.name for entry in tmp_path.iterdir()] == [place(tmp_path, kind).name]


@pytest.mark.parametrize("kind", [*QUICK, "litert"])
def test_inputs_and_outputs_in_dictionaries_are_told_apart(two_ends: Model, kind: FormatName, tmp_path: Path) -> None:
    assert save_as(two_ends, place(tmp_path, kind), kind, quiet).difference < 1e-5


def test_a_saved_model_gives_what_the_model_gives_under_keras_own_names(two_ends: Model, tmp_path: Path) -> None:
    import tensorflow as tf

    save_as(two_ends, tmp_path / "out", "saved_model", quiet)
    given = inputs_for(two_ends)
    found = tf.saved_model.load(tmp_path / "out").signatures["serving_default"](**given)
    for name, wanted in two_ends(given, training=False).items():
        np.testing.assert_allclose(found[name], wanted, atol=1e-5)


def test_a_recurrent_model_for_litert_takes_one_sample_at_a_time_and_says_so(tmp_path: Path) -> None:
    start = Input((4, 3))
    model = Model(start, layers.Dense(2)(layers.GRU(3)(start)))
    saved = save_as(model, tmp_path / "out.tflite", "litert", quiet)
    assert saved.difference < 1e-5
    assert "one sample at a time" in saved.notes[0]


@needs_onnx
def test_the_exact_gelu_of_keras_goes_into_onnx(tmp_path: Path) -> None:
    start = Input((4,))
    model = Model(start, layers.Dense(3, "gelu")(start))
    assert save_as(model, tmp_path / "out.onnx", "onnx", quiet).difference < 1e-5


@needs_onnx
def test_tensors_have_the_names_of_the_layers_in_onnx(two_ends: Model, tmp_path: Path) -> None:
    import onnx

    save_as(two_ends, tmp_path / "out.onnx", "onnx", quiet)
    graph = onnx.load(tmp_path / "out.onnx").graph
    assert [each.name for each in graph.input] == ["left", "right"]
    assert [each.name for each in graph.output] == ["head", "size"]


def test_the_weights_file_holds_every_weight(two_ends: Model, tmp_path: Path) -> None:
    save_as(two_ends, tmp_path / "out.weights.h5", "weights", quiet)
    other = ZOO["two_ends"]()
    other.load_weights(tmp_path / "out.weights.h5")
    given = inputs_for(two_ends)
    for one, two in zip(predictions(two_ends, given), predictions(other, given), strict=True):
        np.testing.assert_array_equal(one, two)


@needs_onnx
def test_a_body_of_operations_goes_into_onnx(tmp_path: Path) -> None:
    path = exported(tmp_path)
    model, _ = build(path, plan(open_model(path), ()))
    assert save_as(model, tmp_path / "out.onnx", "onnx", quiet).difference < 1e-5


# ------------------------------------------------------------------ refused in words, with nothing left behind


def unknown() -> Model:
    start = Input((5,))
    return Model(start, ops.erfinv(ops.tanh(layers.Dense(4)(start))))


@pytest.mark.parametrize(("kind", "name"), [pytest.param("onnx", "ONNX", marks=needs_onnx), ("litert", "LiteRT")])
def test_an_operation_that_a_format_lacks_is_named(kind: FormatName, name: str, tmp_path: Path) -> None:
    with pytest.raises(EngineError) as refusal:
        save_as(unknown(), place(tmp_path, kind), kind, quiet)
    assert str(refusal.value).startswith(f"{name} has nothing for TensorFlow's 'Erfinv'")
    assert not list(tmp_path.iterdir())


def test_an_input_name_that_a_saved_model_cannot_have_is_named(tmp_path: Path) -> None:
    one, other = Input((2,), name="a b"), Input((2,), name="c")
    model = Model([one, other], layers.Add()([one, other]))
    with pytest.raises(EngineError, match="cannot have an input called 'a b'"):
        save_as(model, tmp_path / "out", "saved_model", quiet)
    assert not list(tmp_path.iterdir())
    assert serving(model).inputs == ("input_0", "input_1")


class Subclassed(keras.Model):
    def call(self, inputs: object) -> object:
        return inputs


def test_a_subclassed_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="called by its own Python code"):
        save_as(Subclassed(), tmp_path / "out.keras", "keras", quiet)


@pytest.fixture
def small() -> Model:
    start = Input((3,))
    return randomised(Model(start, layers.Dense(2)(start)))


def test_a_file_that_gives_something_else_is_not_put_in_place(
    small: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out.keras").write_text("before")

    def spoiled(model: Model, path: Path) -> object:
        model.layers[-1].bias.assign_add([0.5, 0.0])
        read = saving._keras(model, path)
        model.layers[-1].bias.assign_sub([0.5, 0.0])
        return read

    monkeypatch.setitem(saving._WRITERS, "keras", spoiled)
    with pytest.raises(EngineError, match=r"they differ by 0\.5\. Nothing was saved"):
        save_as(small, tmp_path / "out.keras", "keras", quiet)
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("out.keras", "before")]


def test_a_file_is_replaced_whole(small: Model, tmp_path: Path) -> None:
    (tmp_path / "out.keras").write_text("before")
    save_as(small, tmp_path / "out.keras", "keras", quiet)
    assert zipfile.is_zipfile(tmp_path / "out.keras")
    assert len(list(tmp_path.iterdir())) == 1


def test_a_saved_model_takes_the_place_of_another_and_of_nothing_else(small: Model, tmp_path: Path) -> None:
    output = tmp_path / "out"
    (output / "variables").mkdir(parents=True)
    (output / "saved_model.pb").write_text("before")
    (output / "notes.txt").write_text("mine")
    with pytest.raises(EngineError, match="with other things in it"):
        save_as(small, output, "saved_model", quiet)
    assert (output / "notes.txt").read_text() == "mine"
    (output / "notes.txt").unlink()
    save_as(small, output, "saved_model", quiet)
    assert (output / "saved_model.pb").stat().st_size > 100
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


def test_a_folder_that_cannot_be_written_is_said_in_words(small: Model, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="cannot be written: No such file or directory"):
        save_as(small, tmp_path / "none" / "out.keras", "keras", quiet)
