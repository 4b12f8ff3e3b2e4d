from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.engine
keras = pytest.importorskip("keras")
tf = pytest.importorskip("tensorflow")

from tensorflow_files import WAYS, write  # noqa: E402

from inspector.formats import FormatError, open_model  # noqa: E402
from inspector.graph.facts import totals  # noqa: E402
from inspector.graph.model import ModelGraph  # noqa: E402
from inspector.graph.operations import View  # noqa: E402


def plain_model() -> keras.Model:
    inputs = keras.Input((16, 16, 3))
    made = keras.layers.Conv2D(8, 3, padding="same", strides=2, name="first")(inputs)
    made = keras.layers.BatchNormalization(name="norm")(made)
    made = keras.layers.Activation("relu", name="act")(made)
    side = keras.layers.Conv2D(8, 1, activation="silu", name="side")(made)
    made = keras.layers.Add(name="join")([made, side])
    made = keras.layers.MaxPooling2D(name="pool")(made)
    made = keras.layers.Dropout(0.3, name="drop")(made)
    made = keras.layers.GlobalAveragePooling2D(name="mean")(made)
    return keras.Model(inputs, keras.layers.Dense(5, activation="softmax", name="classes")(made), name="plain")


def siamese() -> keras.Model:
    tower = keras.Sequential(
        [keras.Input((16,)), keras.layers.Dense(8, activation="relu", name="low"), keras.layers.Dense(4, name="high")],
        name="tower",
    )
    one, other = keras.Input((16,), name="one"), keras.Input((16,), name="other")
    joined = keras.layers.Subtract(name="difference")([tower(one), tower(other)])
    return keras.Model([one, other], keras.layers.Dense(1, name="score")(joined), name="siamese")


def recurrent() -> keras.Model:
    return keras.Sequential(
        [
            keras.Input((12,), dtype="int32"),
            keras.layers.Embedding(50, 8, name="words"),
            keras.layers.Bidirectional(keras.layers.LSTM(4, return_sequences=True), name="both"),
            keras.layers.GRU(4, name="gru"),
            keras.layers.Dense(2, name="classes"),
        ],
        name="texts",
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tensorflow")


@pytest.fixture(scope="module", params=WAYS)
def plain(request: pytest.FixtureRequest, folder: Path) -> ModelGraph:
    keras.backend.clear_session()
    return open_model(write(plain_model(), request.param, folder))


def test_layers_come_out_of_operations_with_class_shape_and_settings(plain: ModelGraph) -> None:
    told = {layer.path: (layer.class_name, layer.output_shape) for layer in plain.layers if layer.inputs}
    assert told == {
        "first": ("Conv2D", (None, 8, 8, 8)),
        "norm": ("BatchNormalization", (None, 8, 8, 8)),
        "act": ("Activation", (None, 8, 8, 8)),
        "side": ("Conv2D", (None, 8, 8, 8)),
        "join": ("Add", (None, 8, 8, 8)),
        "pool": ("MaxPooling2D", (None, 4, 4, 8)),
        "mean": ("GlobalAveragePooling2D", (None, 8)),
        "classes": ("Dense", (None, 5)),
    }
    assert plain.by_path["first"].config["kernel_size"] == [3, 3]
    assert plain.by_path["first"].config["strides"] == [2, 2]
    assert plain.by_path["side"].config["activation"] == "silu"
    assert plain.by_path["pool"].config["pool_size"] == [2, 2]
    assert plain.by_path["classes"].config["units"] == 5
    assert plain.by_path["classes"].config["activation"] == "softmax"


def test_edges_between_recovered_layers_are_those_of_the_model(plain: ModelGraph) -> None:
    (entry,) = plain.inputs
    assert {(edge.source, edge.target) for edge in plain.edges} == {
        (entry, "first"), ("first", "norm"), ("norm", "act"), ("act", "side"), ("act", "join"), ("side", "join"),
        ("join", "pool"), ("pool", "mean"), ("mean", "classes"),
    }  # fmt: skip
    assert plain.outputs == ("classes",)


def test_parameters_of_recovered_layers_are_those_of_the_model(plain: ModelGraph) -> None:
    assert totals(plain).parameters == plain_model().count_params()


def test_what_an_export_leaves_out_is_said(plain: ModelGraph) -> None:
    assert "drop" not in plain.by_path
    assert any(note.code == "recovered-layers" and "dropouts" in note.text for note in plain.notes)


@pytest.mark.parametrize("way", ["export", "saved"])
def test_a_model_called_twice_is_there_once_with_both_calls(way: str, tmp_path: Path) -> None:
    graph = open_model(write(siamese(), way, tmp_path))
    names = [layer.path for layer in graph.layers if layer.inputs]
    assert [name for name in names if name.startswith("tower/")] == ["tower/low", "tower/high"]
    assert sum(edge.target == "tower/low" for edge in graph.edges) == 2
    assert totals(graph).parameters == siamese().count_params()


@pytest.mark.parametrize("way", ["export", "saved"])
def test_loops_of_recurrent_layers_are_one_layer_each(way: str, tmp_path: Path) -> None:
    graph = open_model(write(recurrent(), way, tmp_path))
    assert [(layer.path, layer.class_name) for layer in graph.layers if layer.inputs] == [
        ("words", "Embedding"),
        ("both", "Bidirectional"),
        ("gru", "GRU"),
        ("classes", "Dense"),
    ]
    assert totals(graph).parameters == recurrent().count_params()


def test_a_module_without_keras_is_shown_by_its_scopes(tmp_path: Path) -> None:
    class Module(tf.Module):
        def __init__(self) -> None:
            super().__init__()
            self.kernel = tf.Variable(tf.ones((4, 3)), name="hidden/kernel")

        @tf.function(input_signature=[tf.TensorSpec((None, 4), tf.float32)])
        def __call__(self, given: tf.Tensor) -> tf.Tensor:
            with tf.name_scope("hidden"):
                made = tf.nn.relu(given @ self.kernel)
            with tf.name_scope("result"):
                return tf.reduce_sum(made, axis=1)

    tf.saved_model.save(Module(), str(tmp_path / "module"))
    graph = open_model(tmp_path / "module")
    hidden = graph.by_path["hidden"]
    assert (hidden.class_name, hidden.output_shape) == ("Dense", (None, 3))
    assert [weight.shape for weight in hidden.weights or ()] == [(4, 3)]
    assert ("hidden", "result") in {(edge.source, edge.target) for edge in graph.edges}


def test_a_graph_of_tensorflow_1_is_shown_by_its_scopes(tmp_path: Path) -> None:
    with tf.Graph().as_default() as built:
        given = tf.compat.v1.placeholder(tf.float32, (None, 4), name="given")
        kernel = tf.compat.v1.get_variable("hidden/kernel", (4, 3), use_resource=False)
        with tf.compat.v1.name_scope("hidden/"):
            made = tf.nn.relu(tf.matmul(given, kernel))
        tf.nn.softmax(made, name="classes")
        tf.io.write_graph(built.as_graph_def(), str(tmp_path), "graph.pbtxt", as_text=True)
        tf.io.write_graph(built.as_graph_def(), str(tmp_path), "graph.pb", as_text=False)
        tf.compat.v1.train.export_meta_graph(str(tmp_path / "graph.meta"), graph=built)
    graphs = [open_model(tmp_path / f"graph.{ending}") for ending in ("pb", "pbtxt", "meta")]
    for graph in graphs:
        assert [(layer.path, layer.class_name) for layer in graph.layers] == [
            ("given", "InputLayer"),
            ("hidden", "Dense"),
            ("classes", "Activation"),
        ]
    assert [graph.format for graph in graphs] == [
        "TensorFlow GraphDef",
        "TensorFlow GraphDef as text",
        "TensorFlow MetaGraph",
    ]


def test_operations_are_one_switch_away_and_large_constants_are_stripped(folder: Path) -> None:
    path = write(plain_model(), "frozen", folder)
    graph = open_model(path, View(operations=True))
    constants = [layer for layer in graph.layers if layer.class_name == "Const"]
    kernel = next(layer for layer in constants if dict(layer.config)["value"]["shape"] == (3, 3, 3, 8))
    assert kernel.config["value"]["value"] == "<stripped 864 bytes>"
    small = [layer.config["value"]["value"] for layer in constants if layer.config["value"]["shape"] == ()]
    assert small
    assert all(isinstance(each, list) for each in small)
    wide = open_model(path, View(operations=True, max_const_size=4096)).by_path[kernel.path]
    assert len(wide.config["value"]["value"]) == 216
    assert {edge.source for edge in graph.edges} <= {layer.path for layer in graph.layers}


def test_a_saved_model_opens_by_its_folder_its_file_and_a_folder_above(tmp_path: Path) -> None:
    inside = tmp_path / "models" / "one"
    inside.mkdir(parents=True)
    folder = write(siamese(), "export", inside)
    by_folder = open_model(folder)
    assert open_model(folder / "saved_model.pb").layers == by_folder.layers
    assert open_model(tmp_path / "models").layers == by_folder.layers


def test_a_folder_with_several_saved_models_is_refused(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "saved_model.pb").write_bytes(b"\x08\x01")
    with pytest.raises(FormatError, match=r"without exactly one saved_model\.pb"):
        open_model(tmp_path)
