"""Models of Keras 1 and 2 become models of Keras 3 that predict the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import h5py
import pytest

pytestmark = pytest.mark.engine
keras = pytest.importorskip("keras")

import numpy as np  # noqa: E402

from inspector.engine.apply import apply_and_compare  # noqa: E402
from inspector.engine.errors import EngineError  # noqa: E402
from inspector.engine.load import load  # noqa: E402
from inspector.engine.upgrade.compare import predictions  # noqa: E402
from inspector.engine.upgrade.tf_keras_process import TfKeras  # noqa: E402
from inspector.engine.upgrade.upgrade import upgrade  # noqa: E402
from inspector.engine.walk import functional  # noqa: E402
from inspector.formats import FormatError, open_model  # noqa: E402
from inspector.recipe.edits import SetActivation, SetConstraint, SetRegularizer  # noqa: E402
from inspector.recipe.plan import plan  # noqa: E402

UPGRADED, PROVED, TRAINED = 42, 38, 39
"""Of 54 real files; the others are weights, Lambdas, classes of their authors' own and graphs without a config.

Three of those upgraded have their channels first, which TensorFlow computes on a GPU only: here they neither predict
nor train.
"""
TRAINS = " It trains."
ENDINGS = {".h5", ".hdf5", ".keras"}


@pytest.fixture(scope="module")
def tf_keras(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TfKeras]:
    with TfKeras() as process:
        first = one_layer(tmp_path_factory.mktemp("first") / "old.h5", "linear")
        upgrade(str(first), process, lambda _: None)  # starts it
        yield process


@pytest.fixture(scope="module")
def upgraded(shared: Path, tf_keras: TfKeras, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What came of every real file: the sentence on its proof, or why it was refused."""
    corpus = shared / "corpus"
    files = sorted(path for path in corpus.glob("*/*") if path.suffix in ENDINGS)
    files += sorted(path.parent for path in corpus.glob("*/saved_model.pb"))
    folder = tmp_path_factory.mktemp("upgraded")
    told: dict[str, str] = {}
    for number, path in enumerate(files):
        name = path.name if path.is_dir() else path.parent.name
        try:
            model, told[name] = upgrade(str(path), tf_keras, lambda _: None)
        except (EngineError, FormatError) as refusal:
            told[name] = f"Refused: {refusal}"
            continue
        model.save(folder / f"{number}.keras")
        if trains(keras.saving.load_model(folder / f"{number}.keras")):
            told[name] += TRAINS
    return told


def trains(model: keras.Model) -> bool:
    """Whether a step of training on random data gives a loss and changes the weights."""
    try:
        inputs, outputs = predictions(model)
    except EngineError:  # channels first, which TensorFlow computes on a GPU only
        return False
    before = [np.array(variable) for variable in model.trainable_variables]
    # without compiling: a graph for each of many models takes longer than its only step
    model.compile("adam", loss="mse", run_eagerly=True)
    given = keras.tree.pack_sequence_as(functional(model).input, inputs)
    wanted = [np.ones_like(output) for output in outputs]
    loss = model.train_on_batch(given, keras.tree.pack_sequence_as(functional(model).output, wanted))
    after = [np.array(variable) for variable in model.trainable_variables]
    moved = any(not np.array_equal(one, other) for one, other in zip(before, after, strict=True))
    return bool(np.all(np.isfinite(loss))) and (moved or not before)


def test_most_real_files_become_keras_3_and_most_of_those_are_proved(upgraded: dict[str, str]) -> None:
    refused = {name: said for name, said in upgraded.items() if said.startswith("Refused")}
    proved = sum(said.startswith("Proved") for said in upgraded.values())
    trained = sum(said.endswith(TRAINS) for said in upgraded.values())
    count = len(upgraded) - len(refused)
    print(f"\n{count} of {len(upgraded)} real files upgraded, {proved} of them proved, {trained} of them train")
    for name, said in upgraded.items():
        if not (said.startswith("Proved") and said.endswith(TRAINS)):
            print(f"  {name}: {said[:250]}")
    assert count >= UPGRADED
    assert proved >= PROVED
    assert trained >= TRAINED


def test_files_that_cannot_be_rebuilt_are_refused_with_the_reason(upgraded: dict[str, str]) -> None:
    assert "Python code inside the file" in upgraded["ex-lambda-model-lambda"]
    assert "weights only" in upgraded["simple-cnn-tf-weights"]
    assert "operations only" in upgraded["simple-add"]


def test_a_saved_model_of_keras_2_gets_its_variables_back(upgraded: dict[str, str]) -> None:
    assert upgraded["mlperf-kws-sm"].startswith("Proved")


def one_layer(path: Path, activation: str, group: str = "only") -> Path:
    """A file as Keras 2.1 saved it: one number in, one out, times one; its weight under the name of the group."""
    config = {"name": "only", "units": 1, "activation": activation, "use_bias": False, "batch_input_shape": [None, 1]}
    with h5py.File(path, "w") as file:
        file.attrs["keras_version"] = b"2.1.0"
        model = {"class_name": "Sequential", "config": [{"class_name": "Dense", "config": config}]}
        file.attrs["model_config"] = json.dumps(model).encode()
        weights = file.create_group("model_weights")
        weights.attrs["layer_names"] = np.array([group.encode()])
        layer = weights.create_group(group)
        layer.attrs["weight_names"] = np.array([f"{group}/kernel:0".encode()])
        layer.create_dataset(f"{group}/kernel:0", data=np.ones((1, 1), "float32"))
    return path


def test_the_old_hard_sigmoid_keeps_its_formula(tmp_path: Path, tf_keras: TfKeras) -> None:
    model, proof = upgrade(str(one_layer(tmp_path / "old.h5", "hard_sigmoid")), tf_keras, lambda _: None)
    found = np.asarray(model(np.array([[-3.0], [0.0], [1.0], [3.0]], "float32"))).ravel()
    assert np.allclose(found, [0.0, 0.5, 0.7, 1.0])
    assert proof.startswith("Proved")


def test_an_upgraded_model_is_edited_like_any_other(tmp_path: Path, tf_keras: TfKeras) -> None:
    model, _ = upgrade(str(one_layer(tmp_path / "old.h5", "hard_sigmoid")), tf_keras, lambda _: None)
    model.save(tmp_path / "new.keras")
    edits = (SetConstraint("only", "kernel", "max_norm", 0.5), SetRegularizer("only", l2=0.5))
    planned = plan(open_model(tmp_path / "new.keras"), (*edits, SetActivation("only", "linear")))
    edited, said = apply_and_compare(load(tmp_path / "new.keras"), planned)

    assert "activation linear (was one of its own)" in said.text
    assert np.asarray(edited(np.array([[2.0]], "float32"))).ravel() == pytest.approx([1.0])
    assert float(edited.losses[0]) == pytest.approx(0.125)


def test_weights_that_are_found_under_no_name_come_through_tf_keras(tmp_path: Path, tf_keras: TfKeras) -> None:
    said: list[str] = []
    model, proof = upgrade(str(one_layer(tmp_path / "old.h5", "linear", "other")), tf_keras, said.append)
    assert model.get_weights()[0].tolist() == [[1.0]]
    assert proof.startswith("Proved")
    assert len(said) == 1
    assert "tf_keras" in said[0]


def test_a_damaged_config_is_refused_in_words(tmp_path: Path, tf_keras: TfKeras) -> None:
    path = one_layer(tmp_path / "old.h5", "linear")
    with h5py.File(path, "r+") as file:
        model = {"class_name": "Sequential", "config": [{"class_name": "Add", "config": {"name": "only"}}]}
        file.attrs["model_config"] = json.dumps(model).encode()
    with pytest.raises(EngineError):
        upgrade(str(path), tf_keras, lambda _: None)
