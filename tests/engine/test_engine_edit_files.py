"""Loading and saving: what is refused, in words, and what a file is never made to suffer."""

from __future__ import annotations

from pathlib import Path

import keras
import pytest
from keras import layers
from zoo import ZOO, randomised, weights_of, with_edits, written

from inspector.engine.apply import apply
from inspector.engine.check import check
from inspector.engine.describe import describe
from inspector.engine.errors import EngineError
from inspector.engine.load import load
from inspector.engine.save import save
from inspector.formats import open_model
from inspector.recipe.edits import Edit, Freeze, ReplaceHead, SetMaxNorm
from inspector.recipe.plan import plan
from inspector.recipe.recipe import Recipe

pytestmark = pytest.mark.engine


OLD = {
    "ex-lambda-model-lambda/model_lambda.h5": "Lambda layer",
    "tfk-permute/permute.h5": "uses 'TensorFlowOpLayer'",
    "mlperf-str-ww-ref-model/str_ww_ref_model.h5": r"written by Keras 2\.[\d.]+.*the layer class DepthwiseConv2D",
    "simple-lstm-tf-model/lstm_tf_model.h5": r"written by Keras 1\.1\.0",
    "tfk-rnn-97/rnn_97.h5": r"written by Keras 2\.[\w.-]+",
    "simple-cnn-tf-weights/cnn_tf_weights.h5": "weights only",
}


@keras.saving.register_keras_serializable(package="theirs")
class Doubled(layers.Layer):
    def call(self, inputs: object) -> object:
        return inputs * 2


def saved(tmp_path: Path, *chain: keras.Layer) -> Path:
    keras.Sequential([keras.Input((4,)), *chain, layers.Dense(2)]).save(tmp_path / "m.keras")
    return tmp_path / "m.keras"


def test_a_lambda_is_refused_and_not_run(tmp_path: Path) -> None:
    witness = tmp_path / "ran"
    name = str(witness)
    file = saved(tmp_path, layers.Lambda(lambda x: (open(name, "w").close(), x)[1]))
    witness.unlink(missing_ok=True)
    with pytest.raises(EngineError, match="Lambda layer: Python code"):
        load(file)
    assert not witness.exists()


@pytest.mark.parametrize("edit", [Freeze(("a\ufffdb",)), SetMaxNorm("a\ufffdb", 2.0), ReplaceHead(3, "softmax")])
def test_an_edit_of_a_layer_whose_name_cannot_be_shown_is_refused_not_lost(tmp_path: Path, edit: Edit) -> None:
    file = saved(tmp_path, layers.Dense(3, name="a\u200bb"))
    with pytest.raises(EngineError, match=r"Expected the layers 'a\\ufffdb', found 'a\\u200bb' in what Keras makes"):
        apply(load(file), plan(open_model(file), [edit]))


def test_a_class_of_the_authors_own_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = saved(tmp_path, Doubled())
    monkeypatch.delitem(keras.saving.get_custom_objects(), keras.saving.get_registered_name(Doubled))
    with pytest.raises(EngineError, match=r"uses '.*Doubled', which Keras [\d.]+ does not have"):
        load(file)


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"PK\x03\x04 not a zip", b"\x89HDF\r\n\x1a\n no more"])
def test_what_is_no_model_is_refused_in_a_sentence(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "m.keras").write_bytes(content)
    with pytest.raises(EngineError, match=r"^[^\n]+\.$"):
        load(tmp_path / "m.keras")


def test_a_missing_file_and_a_file_of_weights_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"'gone\.keras' cannot be read: No such file"):
        load(tmp_path / "gone.keras")
    randomised(ZOO["sequential"]()).save_weights(tmp_path / "m.weights.h5")
    with pytest.raises(EngineError, match="weights only"):
        load(tmp_path / "m.weights.h5")


@pytest.mark.parametrize(("name", "words"), OLD.items())
def test_an_old_file_that_keras_3_does_not_load_is_refused_with_the_reason(name: str, words: str, shared: Path) -> None:
    with pytest.raises(EngineError, match=words):
        load(shared / "corpus" / name)


def test_an_old_file_that_loads_can_be_edited(shared: Path) -> None:
    file = shared / "corpus" / "mlperf-ic-pretrainedResnet" / "pretrainedResnet.h5"
    assert with_edits(file, ReplaceHead(14, "softmax")).output_shape == (None, 14)


@pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5")
@pytest.mark.parametrize("name", ["m.h5", "m.hdf5", "misnamed.keras"])
def test_an_hdf5_file_loads_whatever_its_name(name: str, tmp_path: Path) -> None:
    model = randomised(ZOO["sequential"]())
    model.save(tmp_path / "m.h5")
    if name != "m.h5":
        (tmp_path / "m.h5").rename(tmp_path / name)
    assert weights_of(load(tmp_path / name)) == weights_of(model)


def test_loading_leaves_nothing_beside_the_file_and_needs_no_right_to_write_there(tmp_path: Path) -> None:
    file = written(ZOO["sequential"](), tmp_path / "m.keras")
    before = file.stat().st_mtime_ns
    load(file)
    assert [path.name for path in tmp_path.iterdir()] == ["m.keras"]
    assert file.stat().st_mtime_ns == before


def test_a_model_is_saved_only_as_keras(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"ends in \.keras, not 'm\.h5'"):
        save(ZOO["sequential"](), tmp_path / "m.h5")


def test_a_save_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    file = written(ZOO["sequential"](), tmp_path / "m.keras")
    old = file.read_bytes()
    resource = pytest.importorskip("resource", reason="a file size can be limited on Unix only")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(EngineError, match="cannot be written: File too large"):
            save(ZOO["convolutions"](), file)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert file.read_bytes() == old
    assert [path.name for path in tmp_path.iterdir()] == ["m.keras"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"gone.*cannot be written: No such file"):
        save(ZOO["sequential"](), tmp_path / "gone" / "m.keras")


def test_describe_tells_shapes_and_parameters_by_path(tmp_path: Path) -> None:
    told = describe(written(ZOO["nested"](), tmp_path / "m.keras"))
    assert told.trainable
    assert told.shapes["inner/first"] == (None, 16)
    assert told.shapes["head"] == (None, 5)
    assert told.parameters["inner/norm"] == 64
    assert told.parameters["inner"] == sum(told.parameters[f"inner/{name}"] for name in ("first", "norm", "second"))
    graph = open_model(tmp_path / "m.keras")
    assert told.shapes.keys() == {layer.path for layer in graph.layers}


def test_describe_says_why_a_model_does_not_load(tmp_path: Path) -> None:
    told = describe(saved(tmp_path, layers.Lambda(lambda x: x)))
    assert not told.trainable
    assert "Lambda" in told.reason


@pytest.mark.filterwarnings("ignore:You are saving a model that has not yet been built")
def test_a_sequential_that_does_not_know_its_input_is_refused(tmp_path: Path) -> None:
    keras.Sequential([layers.Dense(3)]).save(tmp_path / "m.keras")
    with pytest.raises(EngineError, match=r"does not say what its input shape is\. Add an Input layer"):
        load(tmp_path / "m.keras")
    assert "input shape" in describe(tmp_path / "m.keras").reason


def test_check_says_what_it_compared(tmp_path: Path) -> None:
    file = written(ZOO["two_ends"](), tmp_path / "m.keras")
    said = check(file, Recipe(edits=(ReplaceHead(7, "softmax", output="head"),)))
    assert "predictions ('size') are unchanged" in said
    assert "features before the new head ('head') are unchanged" in said
    assert [path.name for path in tmp_path.iterdir()] == ["m.keras"]


def test_a_comparison_that_fails_stops_the_edit(tmp_path: Path) -> None:
    """The plan is for another file with the same layers, so a layer is rebuilt with other settings than planned."""
    file = written(ZOO["sequential"](), tmp_path / "m.keras")
    planned = plan(open_model(file), ())
    strange = planned.__class__(**{**vars(planned), "config": {"first": {"activation": "tanh"}}})
    with pytest.raises(EngineError, match="other values before or at 'head'"):
        apply(load(file), strange)


def test_a_layer_shared_between_two_models_is_refused(tmp_path: Path) -> None:
    layer = layers.Dense(4, name="both")
    start = keras.Input((4,))
    inner = keras.Model(start, layer(start), name="inner")
    outer = keras.Input((4,))
    model = keras.Model(outer, layers.Dense(2, name="head")(layer(inner(outer))))
    file = written(model, tmp_path / "m.keras")
    with pytest.raises(EngineError, match="'inner/both' and 'both' are one layer that two models share"):
        apply(model, plan(open_model(file), ()))
