from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.engine
keras = pytest.importorskip("keras")

from keras_facts import edges, first_output_shapes, graph_edges, nested_operations, trainable_parameters  # noqa: E402
from keras_models import STRUCTURES  # noqa: E402

from inspector.formats import open_model  # noqa: E402
from inspector.graph.facts import totals  # noqa: E402
from inspector.graph.model import ModelGraph  # noqa: E402

Saved = tuple["keras.Model", ModelGraph]


@pytest.fixture(
    scope="module",
    params=[(build, ending) for build in STRUCTURES for ending in ("keras", "h5")],
    ids=lambda made: f"{made[0].__name__}-{made[1]}",
)
def saved(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Saved:
    build, ending = request.param
    keras.backend.clear_session()
    model = build()
    path = Path(tmp_path_factory.mktemp("models")) / f"{build.__name__}.{ending}"
    model.save(path)
    return model, open_model(path)


def test_layers_are_those_of_keras_in_its_order(saved: Saved) -> None:
    model, graph = saved
    expected = [(path, type(operation).__name__) for path, operation in nested_operations(model)]
    assert [(layer.path, layer.class_name) for layer in graph.layers] == expected


def test_edges_are_the_tensors_that_keras_passes_with_their_shapes(saved: Saved) -> None:
    model, graph = saved
    assert graph_edges(graph) == edges(model)


def test_output_shapes_are_those_of_keras(saved: Saved) -> None:
    model, graph = saved
    expected = {path: first_output_shapes(operation) for path, operation in nested_operations(model)}
    assert {layer.path: layer.output_shapes for layer in graph.layers} == expected


def test_weights_of_every_layer_have_the_shapes_keras_gave_them(saved: Saved) -> None:
    model, graph = saved
    expected = {
        path: [tuple(weight.shape) for weight in getattr(operation, "weights", ())]
        for path, operation in nested_operations(model)
        if graph.by_path[path].kind != "model"
    }
    found = {leaf.path: [weight.shape for weight in leaf.weights or ()] for leaf in graph.leaves}
    assert found == expected


def test_totals_and_trainable_parameters_are_those_of_keras(saved: Saved) -> None:
    model, graph = saved
    found = totals(graph)
    assert found.parameters == model.count_params()
    assert found.trainable_parameters == trainable_parameters(model)


def test_inputs_and_outputs_are_those_of_keras_in_its_order(saved: Saved) -> None:
    model, graph = saved
    assert list(graph.inputs) == [tensor._keras_history[0].name for tensor in model.inputs]
    assert list(graph.outputs) == [tensor._keras_history[0].name for tensor in model.outputs]


def test_flags_are_those_in_the_model(saved: Saved) -> None:
    model, graph = saved
    expected = {
        path: operation.trainable
        for path, operation in nested_operations(model)
        if getattr(operation, "weights", ()) and graph.by_path[path].kind == "layer"
    }
    assert {path: graph.by_path[path].trainable for path in expected} == expected


def test_the_file_says_who_wrote_it(saved: Saved) -> None:
    _, graph = saved
    assert graph.written_by == f"Keras {keras.__version__}"
    assert graph.format == ("Keras 3 (.keras)" if graph.file.endswith(".keras") else "Keras 3 HDF5 (.h5)")
    assert graph.notes == ()
