from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from handmade import archive, dense_model, functional, hdf5, input_layer, layer

from inspector.formats import open_model
from inspector.graph.model import ModelGraph

pytestmark = pytest.mark.slow


def pairs(graph: ModelGraph) -> list[tuple[str, str]]:
    return [(edge.source, edge.target) for edge in graph.edges]


def opened(tmp_path: Path, config: Any, version: str = "2.4.0") -> ModelGraph:
    return open_model(hdf5(tmp_path / "model.h5", config, version))


@pytest.mark.parametrize(
    "ends",
    [["dense", 0, 0], [["dense", 0, 0]], {"result": ["dense", 0, 0]}, [[["dense", 0, 0]]]],
    ids=["a triple", "a list", "an object", "nested lists"],
)
def test_output_layers_may_be_written_in_any_of_the_forms_of_keras(tmp_path: Path, ends: Any) -> None:
    config = dense_model()
    config["config"]["output_layers"] = ends
    assert opened(tmp_path, config).outputs == ("dense",)


def test_keyword_arguments_give_edges_only_where_they_name_a_layer(tmp_path: Path) -> None:
    keywords = {"value": ["memory", 0, 0], "axis": ["time", 0, 0], "shape": [1, 2, 3], "training": None}
    config = functional(
        [
            input_layer("query", 5, 8),
            input_layer("memory", 6, 8),
            layer("MultiHeadAttention", "mix", [[["query", 0, 0, keywords]]], num_heads=2, key_dim=4),
        ],
        [["query", 0, 0], ["memory", 0, 0]],
        [["mix", 0, 0]],
    )
    graph = opened(tmp_path, config)
    assert graph.by_path["mix"].inputs == ("query", "memory")
    assert graph.notes == ()


def test_keyword_arguments_that_keras_2_repeats_at_every_tensor_count_once(tmp_path: Path) -> None:
    keywords = {"mask": ["c", 0, 0]}
    config = functional(
        [
            *(input_layer(name, 4) for name in "abc"),
            layer("Add", "sum", [[["a", 0, 0, keywords], ["b", 0, 0, keywords]]]),
        ],
        [[name, 0, 0] for name in "abc"],
        [["sum", 0, 0]],
    )
    assert opened(tmp_path, config).by_path["sum"].inputs == ("a", "b", "c")


def test_an_operation_on_a_constant_takes_only_the_tensor(tmp_path: Path) -> None:
    config = functional(
        [
            input_layer("x", 4),
            layer("TFOpLambda", "minus", [["_CONSTANT_VALUE", -1, 1.0, {"y": ["x", 0, 0], "name": None}]]),
            layer("TFOpLambda", "times", [["minus", 0, 0, {"y": 2.0, "name": None}]]),
        ],
        [["x", 0, 0]],
        [["times", 0, 0]],
    )
    graph = opened(tmp_path, config)
    assert pairs(graph) == [("x", "minus"), ("minus", "times")]
    assert graph.by_path["minus"].kind == "operation"


def test_a_nested_model_whose_calls_count_from_one_is_joined_all_the_same(tmp_path: Path) -> None:
    inner = dense_model()
    nested = {**inner, "name": "inner", "inbound_nodes": [[["x", 0, 0, {}]], [["y", 0, 0, {}]]]}
    nested["config"] = {**inner["config"], "name": "inner"}
    config = functional(
        [
            input_layer("x", 4),
            input_layer("y", 4),
            nested,
            layer("Add", "sum", [[["inner", 1, 0, {}], ["inner", 2, 0, {}]]]),
        ],
        [["x", 0, 0], ["y", 0, 0]],
        [["sum", 0, 0]],
    )
    graph = opened(tmp_path, config)
    assert [each.path for each in graph.layers] == ["x", "y", "inner", "inner/numbers", "inner/dense", "sum"]
    assert graph.by_path["inner"].entries == ("inner/numbers",)
    assert graph.by_path["inner"].exits == ("inner/dense",)
    assert pairs(graph).count(("inner", "sum")) == 2
    assert graph.by_path["sum"].output_shape == (None, 2)


def test_a_keras_1_sequential_is_a_bare_list_and_gets_no_input_layer(tmp_path: Path) -> None:
    config = {
        "class_name": "Sequential",
        "config": [
            {
                "class_name": "Dense",
                "config": {
                    "name": "one",
                    "output_dim": 3,
                    "input_dim": 4,
                    "batch_input_shape": [None, 4],
                    "bias": True,
                },
            },
            {"class_name": "Dense", "config": {"name": "two", "output_dim": 2, "bias": True}},
        ],
    }
    graph = opened(tmp_path, config, "1.2.2")
    assert [each.path for each in graph.layers] == ["one", "two"]
    assert pairs(graph) == [("one", "two")]
    assert (graph.inputs, graph.outputs) == (("one",), ("two",))
    assert [each.output_shape for each in graph.layers] == [(None, 3), (None, 2)]
    assert graph.format == "Keras 1 HDF5 (.h5)"
    assert graph.written_by == "Keras 1.2.2"


def test_a_keras_1_merge_at_the_head_of_a_sequential_joins_the_models_it_holds(tmp_path: Path) -> None:
    def branch(name: str) -> dict[str, Any]:
        config = {"name": name, "output_dim": 3, "batch_input_shape": [None, 4], "bias": True}
        return {"class_name": "Sequential", "config": [{"class_name": "Dense", "config": config}]}

    merge = {
        "class_name": "Merge",
        "config": {"name": "merged", "mode": "concat", "layers": [branch("a"), branch("b")]},
    }
    last = {"class_name": "Dense", "config": {"name": "last", "output_dim": 1, "bias": True}}
    graph = opened(tmp_path, {"class_name": "Sequential", "config": [merge, last]}, "1.2.2")
    left, right = graph.inputs
    assert pairs(graph) == [(left, "merged"), (right, "merged"), ("merged", "last")]
    assert [each.path for each in graph.layers] == [left, f"{left}/a", right, f"{right}/b", "merged", "last"]
    assert graph.by_path["merged"].output_shape == (None, 6)


def test_the_shape_a_sequential_was_built_for_stands_in_for_a_missing_input_layer(tmp_path: Path) -> None:
    layers = [{"class_name": "Dense", "config": {"name": "dense", "units": 3, "use_bias": True}}]
    config = {"name": "s", "layers": layers, "build_input_shape": [None, 7]}
    graph = opened(tmp_path, {"class_name": "Sequential", "config": config})
    (dense,) = graph.layers
    assert dense.input_shapes == ((None, 7),)
    assert [weight.shape for weight in dense.weights or ()] == [(7, 3), (3,)]


def test_a_nested_model_is_frozen_only_when_everything_in_it_is(tmp_path: Path) -> None:
    inner = dense_model()
    inner["config"]["layers"].append(layer("Dense", "more", [[["dense", 0, 0, {}]]], units=2, use_bias=True))
    inner["config"]["layers"][1]["config"]["trainable"] = False
    nested = {**inner, "name": "inner", "inbound_nodes": [[["x", 0, 0, {}]]]}
    config = functional([input_layer("x", 4), nested], [["x", 0, 0]], [["inner", 1, 0]])
    assert opened(tmp_path, config).by_path["inner"].trainable is True
    inner["config"]["layers"][2]["config"]["trainable"] = False
    assert opened(tmp_path, config).by_path["inner"].trainable is False


def test_a_reference_to_a_layer_that_is_missing_becomes_a_note(tmp_path: Path) -> None:
    config = dense_model()
    config["config"]["layers"][1]["inbound_nodes"] = [[["elsewhere", 0, 0, {}]]]
    graph = opened(tmp_path, config)
    assert graph.edges == ()
    assert [(note.code, note.layer) for note in graph.notes] == [("unknown-input", "dense")]


def test_two_layers_of_one_name_are_both_shown(tmp_path: Path) -> None:
    dense = {"class_name": "Dense", "config": {"name": "dense", "units": 3, "use_bias": True}}
    graph = opened(tmp_path, {"class_name": "Sequential", "config": {"name": "s", "layers": [dense, dense]}})
    assert [each.path for each in graph.layers] == ["dense", "dense (entry 2)"]
    assert [note.code for note in graph.notes] == ["duplicate-name"]


def test_variables_of_a_class_that_is_not_of_keras_come_from_the_file(tmp_path: Path) -> None:
    config = dense_model()
    config["config"]["layers"].append(layer("Secret", "secret", [[["dense", 0, 0, {}]]]))
    weights = {"dense/kernel:0": (4, 2), "dense/bias:0": (2,), "secret/left:0": (2, 5), "secret/right:0": (5,)}
    graph = open_model(hdf5(tmp_path / "model.h5", config, weights=weights))
    found = graph.by_path["secret"].weights or ()
    assert [(weight.name, weight.shape) for weight in found] == [("left", (2, 5)), ("right", (5,))]
    assert [note.code for note in graph.notes] == ["custom-class"]


def test_a_training_config_is_kept(tmp_path: Path) -> None:
    import h5py

    path = hdf5(tmp_path / "model.h5", dense_model())
    with h5py.File(path, "a") as file:
        file.attrs["training_config"] = b'{"loss": "mse"}'
    assert open_model(path).compile_config == {"loss": "mse"}


def test_the_first_bytes_tell_the_format_and_not_the_name(tmp_path: Path) -> None:
    assert open_model(hdf5(tmp_path / "model.keras", dense_model())).format == "Keras 2 HDF5 (.h5)"
    assert open_model(archive(tmp_path / "model.h5", dense_model())).format == "Keras 3 (.keras)"


def test_an_archive_of_keras_2_with_its_nested_lists_is_read(tmp_path: Path) -> None:
    graph = open_model(archive(tmp_path / "model.keras", dense_model(), "2.15.0"))
    assert graph.format == "Keras 2 (.keras)"
    assert pairs(graph) == [("numbers", "dense")]
    assert graph.by_path["dense"].output_shape == (None, 2)
