from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import h5py
import pytest

pytestmark = pytest.mark.engine
keras = pytest.importorskip("keras")

import keras_models  # noqa: E402

from inspector.formats import open_model  # noqa: E402
from inspector.formats.hdf5_process import look  # noqa: E402
from inspector.formats.stored_weights import weights_in_archive, weights_in_hdf5  # noqa: E402
from inspector.graph.facts import parameters, totals  # noqa: E402
from inspector.graph.model import ModelGraph  # noqa: E402

Build = Callable[[], "keras.Model"]


def saved(build: Build, path: Path) -> tuple[keras.Model, ModelGraph]:
    keras.backend.clear_session()
    model = build()
    model.save(path)
    return model, open_model(path)


@pytest.mark.parametrize("ending", ["keras", "h5"])
@pytest.mark.parametrize(
    "build",
    [keras_models.with_a_layer_of_our_own, keras_models.with_a_subclassed_model_inside, keras_models.subclassed],
)
def test_parameters_of_classes_that_are_not_of_keras_are_found_in_the_file(
    build: Build, ending: str, tmp_path: Path
) -> None:
    model, graph = saved(build, tmp_path / f"model.{ending}")
    assert totals(graph).parameters == model.count_params()
    for layer in model.layers if len(graph.layers) > 1 else ():
        assert parameters(graph, layer.name) == layer.count_params()
    assert {note.code for note in graph.notes} <= {"custom-class", "subclassed-model"}
    assert graph.notes


def test_archives_of_older_keras_3_without_names_in_the_weights_are_read_by_class_and_order(tmp_path: Path) -> None:
    path = tmp_path / "model.keras"
    model, _ = saved(keras_models.with_a_layer_of_our_own, path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    (tmp_path / "weights.h5").write_bytes(members["model.weights.h5"])
    with h5py.File(tmp_path / "weights.h5", "a") as weights:
        weights.visititems(lambda name, group: group.attrs.pop("name", None) if name.endswith("vars") else None)
    members["model.weights.h5"] = (tmp_path / "weights.h5").read_bytes()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    graph = open_model(path)
    for layer in model.layers:
        assert parameters(graph, layer.name) == layer.count_params()


@pytest.mark.parametrize("build", keras_models.STRUCTURES)
def test_the_variables_in_an_archive_are_matched_to_their_layers(build: Build, tmp_path: Path) -> None:
    _, graph = saved(build, tmp_path / "model.keras")
    with zipfile.ZipFile(tmp_path / "model.keras") as archive:
        (tmp_path / "weights.h5").write_bytes(archive.read("model.weights.h5"))
    found = weights_in_archive(look(tmp_path / "weights.h5")[1], graph)
    for leaf in graph.leaves:
        shapes = sorted(weight.shape for weight in found.get(leaf.path, ()))
        assert shapes == sorted(weight.shape for weight in leaf.weights or ()), leaf.path


def test_numbered_variables_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    class Many(keras.layers.Layer):
        def build(self, shape: tuple[int | None, ...]) -> None:
            self.held = [self.add_weight(shape=(number,)) for number in range(1, 13)]

        def call(self, tensor: object) -> object:
            return tensor

    model, graph = saved(lambda: keras.Sequential([keras.Input((4,)), Many(name="many")]), tmp_path / "model.keras")
    found = graph.by_path["many"].weights or ()
    assert [weight.shape for weight in found] == [tuple(weight.shape) for weight in model.get_layer("many").weights]


@pytest.mark.parametrize("build", keras_models.STRUCTURES)
def test_the_variables_in_an_hdf5_model_are_matched_to_their_layers(build: Build, tmp_path: Path) -> None:
    _, graph = saved(build, tmp_path / "model.h5")
    found = weights_in_hdf5(look(tmp_path / "model.h5")[1], graph)
    for leaf in graph.leaves:
        shapes = [weight.shape for weight in found[leaf.path]]
        assert shapes == [weight.shape for weight in leaf.weights or ()], leaf.path


def test_a_layer_shared_between_models_counts_once(tmp_path: Path) -> None:
    model, graph = saved(keras_models.shared_between_models, tmp_path / "model.keras")
    assert totals(graph).parameters == model.count_params() == 20
    assert [(note.code, note.layer) for note in graph.notes] == [("shared-between-models", "dense")]


def test_a_layer_that_is_fed_its_own_output_opens(tmp_path: Path) -> None:
    _, graph = saved(keras_models.a_circle_of_calls, tmp_path / "model.keras")
    assert ("relu", "dense") in {(edge.source, edge.target) for edge in graph.edges}
    assert ("dense", "relu") in {(edge.source, edge.target) for edge in graph.edges}
    assert totals(graph).parameters == 20


def test_a_model_that_was_never_built_opens_without_shapes(tmp_path: Path) -> None:
    _, graph = saved(keras_models.never_built, tmp_path / "model.keras")
    assert [layer.class_name for layer in graph.layers] == ["Dense", "Dropout"]
    assert totals(graph).parameters == 0
