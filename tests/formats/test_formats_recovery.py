"""How much of an architecture comes back from its operations, however it was written.

``pytest -s tests/formats/test_formats_recovery.py`` prints the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

pytestmark = pytest.mark.engine
keras = pytest.importorskip("keras")
pytest.importorskip("tensorflow")

from tensorflow_files import WAYS, write  # noqa: E402

from inspector.formats import open_model  # noqa: E402
from inspector.graph.leaf_edges import leaf_edges  # noqa: E402
from inspector.graph.model import ModelGraph  # noqa: E402

ARCHITECTURES = (
    "MobileNet",
    "MobileNetV2",
    "MobileNetV3Small",
    "ResNet50",
    "ResNet50V2",
    "EfficientNetB0",
    "InceptionV3",
    "Xception",
)
WITHOUT_OPERATIONS = ("Dropout",)
"""Classes that do nothing when a model predicts."""
Edges = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Architecture:
    name: str
    whole: ModelGraph
    written: dict[str, ModelGraph]


@pytest.fixture(scope="module", params=ARCHITECTURES)
def architecture(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Architecture]:
    keras.backend.clear_session()
    folder = tmp_path_factory.mktemp(request.param)
    model = getattr(keras.applications, request.param)(weights=None)
    model.save(folder / "model.keras")
    written = {way: open_model(write(model, way, folder)) for way in WAYS}
    yield Architecture(request.param, open_model(folder / "model.keras"), written)
    for path in sorted(folder.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()


def edges(graph: ModelGraph) -> Edges:
    return frozenset((edge.source, edge.target) for edge in leaf_edges(graph))


def with_inputs_of(recovered: ModelGraph, whole: ModelGraph) -> tuple[frozenset[str], Edges]:
    """Names and edges, the inputs under the names that they have in the whole model."""
    names = dict(zip(recovered.inputs, whole.inputs, strict=True))
    layers = frozenset(names.get(layer.path, layer.path) for layer in recovered.leaves)
    return layers, frozenset((names.get(one, one), names.get(other, other)) for one, other in edges(recovered))


def without(graph: ModelGraph, classes: tuple[str, ...]) -> tuple[frozenset[str], Edges]:
    """Names and edges of a graph whose layers of these classes are bridged."""
    gone = {layer.path for layer in graph.leaves if layer.class_name in classes}
    joined = set(edges(graph))
    for path in gone:
        before = [one for one, other in joined if other == path]
        after = [other for one, other in joined if one == path]
        joined = {edge for edge in joined if path not in edge} | {(one, other) for one in before for other in after}
    return frozenset(layer.path for layer in graph.leaves) - gone, frozenset(joined)


@pytest.mark.parametrize("way", WAYS)
def test_every_layer_that_does_something_and_every_edge_comes_back(architecture: Architecture, way: str) -> None:
    layers, joined = with_inputs_of(architecture.written[way], architecture.whole)
    all_layers = {layer.path for layer in architecture.whole.leaves}
    all_edges = edges(architecture.whole)
    print(
        f"\n{architecture.name:18} {way:7} layers {len(layers & all_layers)} of {len(all_layers)}, "
        f"edges {len(joined & all_edges)} of {len(all_edges)}",
        end="",
    )
    assert (layers, joined) == without(architecture.whole, WITHOUT_OPERATIONS)


@pytest.mark.parametrize("way", WAYS)
def test_parameters_and_shapes_of_recovered_layers_are_those_of_the_model(architecture: Architecture, way: str) -> None:
    recovered, whole = architecture.written[way], architecture.whole
    for layer in recovered.leaves:
        if layer.path in whole.by_path:
            truly = whole.by_path[layer.path]
            count, true_count = (sum(w.parameters for w in each.weights or ()) for each in (layer, truly))
            assert count == true_count or truly.class_name == "Normalization", layer.path
            if all(None not in shape[1:] for shape in truly.output_shapes):
                assert layer.output_shape == truly.output_shape, layer.path
