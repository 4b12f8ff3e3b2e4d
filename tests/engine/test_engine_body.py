"""A SavedModel without Keras' config is a body: put under a new head, frozen or trained, saved and loaded again."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from saved_models import MADE, exported, frozen, module
from tensorflow.core.framework.graph_pb2 import GraphDef

from inspector.engine.body.build import build
from inspector.engine.body.layer import TensorFlowBody
from inspector.engine.compiling import compile_for_training
from inspector.engine.describe import describe
from inspector.engine.errors import EngineError
from inspector.engine.load import load
from inspector.engine.save import save
from inspector.formats import open_model
from inspector.formats.whole_operations import whole_operations as whole
from inspector.jobs.trust import digest
from inspector.recipe.edits import Edit, Freeze, InsertDropout, ReplaceHead
from inspector.recipe.plan import plan
from inspector.recipe.preview import preview
from inspector.recipe.rates import rates
from inspector.recipe.recipe import LearningRate, Training

pytestmark = pytest.mark.engine

HEAD = ReplaceHead(units=3, activation="softmax")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("saved_models")


@pytest.fixture(scope="module", params=MADE)
def saved_model(request: pytest.FixtureRequest, folder: Path) -> Path:
    made = folder / request.param
    return made if made.exists() else MADE[request.param](folder)


def with_edits(path: Path, *edits: Edit) -> keras.Model:
    return build(path, plan(open_model(path), edits))[0]


def some_inputs(model: keras.Model) -> np.ndarray:
    tensor = model.inputs[0]
    shape = (4, *tensor.shape[1:])
    random = np.random.default_rng(3)
    return random.integers(0, 5, shape) if "int" in tensor.dtype else random.random(shape, "float32")


def values(model: keras.Model) -> dict[str, np.ndarray]:
    """The body's weights by the layers of the file they belong to, and those of the new head."""
    body = next(layer for layer in model.layers if isinstance(layer, TensorFlowBody))
    found = {f"{paths} {number}": np.array(each) for number, (each, paths) in enumerate(body.layers_of_weights)}
    return {**found, **{f"head {weight.name}": np.array(weight) for weight in model.layers[-1].weights}}


def moved(path: Path, edits: Sequence[Edit], **training: Any) -> set[str]:
    """Paths of the layers whose weights two steps change."""
    graph = open_model(path)
    shown = preview(graph, edits)
    model, _ = build(path, shown.plan)
    settings = Training(optimizer="sgd", learning_rate=LearningRate(0.1, training))
    compile_for_training(model, shown.graph, settings, rates(shown, settings))
    before = values(model)
    for _ in range(2):
        model.train_on_batch(some_inputs(model), np.arange(4) % 3)
    changed = {name for name, value in values(model).items() if value.tobytes() != before[name].tobytes()}
    return {layer for name in changed for layer in ("first", "norm", "second", "gru", "top", "head") if layer in name}


def test_the_body_computes_what_tensorflow_computes_with_the_file(saved_model: Path) -> None:
    model = with_edits(saved_model)
    inputs = some_inputs(model)
    signature = tf.saved_model.load(str(saved_model)).signatures["serving_default"]
    (argument,) = signature.structured_input_signature[1].values()
    (expected,) = signature(tf.constant(inputs, argument.dtype)).values()
    np.testing.assert_allclose(np.asarray(model(inputs)), expected, atol=1e-6)


def test_a_body_under_a_new_head_trains_and_is_the_same_when_it_is_loaded_again(
    saved_model: Path, tmp_path: Path
) -> None:
    drop = 0 if saved_model.name in ("looping", "without_metadata") else None
    edits = [ReplaceHead(units=3, activation="softmax", drop_last=drop)]
    assert {"first", "head"} <= moved(saved_model, edits)
    model = with_edits(saved_model, *edits)
    save(model, tmp_path / "edited.keras")
    loaded = load(tmp_path / "edited.keras")
    inputs = some_inputs(model)
    assert np.array_equal(np.asarray(model(inputs)), np.asarray(loaded(inputs)))
    graph = open_model(tmp_path / "edited.keras")
    assert [layer.class_name for layer in graph.layers][1:] == ["TensorFlowBody", "Dense"]
    assert not [note for note in graph.notes if note.level != "info"]


def test_a_frozen_body_keeps_every_byte_and_stays_frozen(folder: Path, tmp_path: Path) -> None:
    path = made(exported, folder)
    everything = tuple(leaf.path for leaf in open_model(path).leaves)
    assert moved(path, [Freeze(everything), HEAD]) == {"head"}
    save(with_edits(path, Freeze(everything), HEAD), tmp_path / "edited.keras")
    assert not load(tmp_path / "edited.keras").get_layer("body").trainable_variables
    assert not open_model(tmp_path / "edited.keras").by_path["body"].trainable


def test_single_layers_of_a_body_are_frozen_and_learn_at_rates_of_their_own(folder: Path) -> None:
    path = made(exported, folder)
    assert moved(path, [HEAD, Freeze(("first",))]) == {"norm", "second", "head"}
    assert moved(path, [HEAD], first=0.0, norm=0.0) == {"second", "head"}


def test_batch_normalisation_in_a_body_keeps_its_statistics(folder: Path) -> None:
    model = with_edits(made(exported, folder), HEAD)
    body = model.get_layer("body")
    fixed = [weight for weight in body.weights if not weight.trainable]
    assert [tuple(weight.shape) for weight in fixed] == [(4,), (4,)]
    before = [np.array(weight) for weight in fixed]
    model.compile("sgd", "sparse_categorical_crossentropy")
    model.train_on_batch(some_inputs(model), np.arange(4) % 3)
    assert all(np.array_equal(one, other) for one, other in zip(before, fixed, strict=True))


def test_a_new_head_takes_what_the_layer_before_the_old_one_gives(folder: Path) -> None:
    path = made(exported, folder)
    model = with_edits(path, HEAD, InsertDropout("pool", 0.5))
    assert [layer.name for layer in model.layers[1:]] == ["body", "pool_dropout", "head"]
    assert model.get_layer("body").output.shape == (None, 6)
    features = keras.Model(model.inputs, model.get_layer("body").output)
    whole = with_edits(path)
    of_top = [np.array(each) for each, paths in whole.get_layer("body").layers_of_weights if paths == ("top",)]
    bias, kernel = sorted(of_top, key=np.ndim)
    inputs = some_inputs(model)
    again = keras.ops.softmax(np.asarray(features(inputs)) @ kernel + bias)
    np.testing.assert_allclose(np.asarray(whole(inputs)), again, atol=1e-6)


def test_the_constants_of_a_frozen_graph_do_not_train_but_a_head_on_them_does(tmp_path: Path) -> None:
    path = frozen(tmp_path)
    assert moved(path, [HEAD]) == {"head"}


def test_the_engine_says_that_a_body_can_be_trained(folder: Path) -> None:
    described = describe(made(module, folder))
    assert described.trainable, described.reason


def test_a_result_whose_body_was_exchanged_for_one_that_writes_files_is_refused(folder: Path, tmp_path: Path) -> None:
    path, written = tmp_path / "edited.keras", tmp_path / "written"
    save(with_edits(made(module, folder), HEAD), path)
    _let_the_body_write(path, written)
    with pytest.raises(EngineError, match="WriteFile"):
        load(path)
    assert "unsafe-operation" in {note.code for note in open_model(path).notes}
    assert not written.exists()


def test_a_saved_model_that_reads_files_is_a_body_only_when_it_is_trusted(tmp_path: Path) -> None:
    (tmp_path / "word").write_text("1")

    class Reads(tf.Module):
        @tf.function(input_signature=[tf.TensorSpec((None, 3), tf.float32)])
        def __call__(self, x: tf.Tensor) -> tf.Tensor:
            return x * tf.strings.to_number(tf.io.read_file(str(tmp_path / "word")))

    path = tmp_path / "reads"
    made_here = Reads()
    tf.saved_model.save(made_here, path, signatures=made_here.__call__)
    head = ReplaceHead(units=2, activation="softmax", drop_last=0)
    with pytest.raises(EngineError, match=r"ReadFile.*trust"):
        with_edits(path, head)
    with pytest.raises(EngineError, match="changed since"):
        build(path, plan(open_model(path), [head]), trusted="0" * 64)
    model, _ = build(path, plan(open_model(path), [head]), trusted=digest(path))
    assert model.output_shape == (None, 2)


def test_what_runs_of_a_trusted_saved_model_is_what_was_compared(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read from a copy: whoever exchanges the folder in between changes nothing."""
    path = tmp_path / "model"
    shutil.copytree(made(module, folder), path)
    trusted, read = digest(path), []
    monkeypatch.setattr("inspector.engine.body.build.whole_operations", lambda each: read.append(each) or whole(each))
    build(path, plan(open_model(path), [HEAD]), trusted=trusted)
    assert read
    assert not any(each.is_relative_to(path) for each in read)


def test_a_model_with_a_table_of_words_is_no_body(tmp_path: Path) -> None:
    class Looks(tf.Module):
        def __init__(self) -> None:
            super().__init__()
            pairs = tf.lookup.KeyValueTensorInitializer(tf.constant([1, 2], tf.int64), tf.constant([0.5, 0.25]))
            self.table = tf.lookup.StaticHashTable(pairs, 0.0)

        @tf.function(input_signature=[tf.TensorSpec((None, 3), tf.int64)])
        def __call__(self, x: tf.Tensor) -> tf.Tensor:
            return self.table.lookup(x)

    looks = Looks()
    tf.saved_model.save(looks, tmp_path / "looks", signatures=looks.__call__)
    with pytest.raises(EngineError, match="table of words"):
        with_edits(tmp_path / "looks")


def _let_the_body_write(path: Path, place: Path) -> None:
    """Put an operation that writes a file into the graph inside a ``.keras`` file."""
    with zipfile.ZipFile(path) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    (name,) = (name for name in members if name.endswith("graph.pb"))
    graph = GraphDef.FromString(members[name])
    with tf.Graph().as_default() as writing:
        tf.io.write_file(str(place), "something")
    graph.node.extend(writing.as_graph_def().node)
    members[name] = graph.SerializeToString()
    with zipfile.ZipFile(path, "w") as archive:
        for member, data in members.items():
            archive.writestr(member, data)


def made(maker: Callable[[Path], Path], folder: Path) -> Path:
    path = folder / maker.__name__
    return path if path.exists() else maker(folder)
