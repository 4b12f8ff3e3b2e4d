from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.engine
keras = pytest.importorskip("keras")

from keras_facts import edges, first_output_shapes, graph_edges, nested_operations, trainable_parameters  # noqa: E402

from inspector.formats import open_model  # noqa: E402
from inspector.graph.facts import totals  # noqa: E402
from inspector.graph.model import ModelGraph  # noqa: E402

ARCHITECTURES = ("ResNet50", "MobileNetV2", "MobileNetV3Small", "EfficientNetB0", "ConvNeXtTiny", "NASNetMobile")
Saved = tuple["keras.Model", Path, ModelGraph]


@pytest.fixture(scope="module", params=ARCHITECTURES)
def saved(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Saved]:
    keras.backend.clear_session()
    model = getattr(keras.applications, request.param)(weights=None)
    path = tmp_path_factory.mktemp("applications") / f"{request.param}.keras"
    model.save(path)
    yield model, path, open_model(path)
    path.unlink()


def test_layers_edges_shapes_and_counts_of_an_architecture_are_those_of_keras(saved: Saved) -> None:
    model, _, graph = saved
    operations = nested_operations(model)
    assert [(layer.path, layer.class_name) for layer in graph.layers] == [
        (path, type(operation).__name__) for path, operation in operations
    ]
    assert graph_edges(graph) == edges(model)
    assert {layer.path: layer.output_shapes for layer in graph.layers} == {
        path: first_output_shapes(operation) for path, operation in operations
    }
    found = totals(graph)
    assert (found.parameters, found.trainable_parameters) == (model.count_params(), trainable_parameters(model))
    assert graph.notes == ()
