from __future__ import annotations

import io
import zipfile
from pathlib import Path

import h5py
import pytest

from inspector.formats import open_model
from inspector.graph.facts import parameters, totals
from inspector.graph.model import ModelGraph

pytestmark = pytest.mark.slow

ENDINGS = {".keras", ".h5", ".hdf5"}


@pytest.fixture(scope="module")
def models(shared: Path) -> dict[Path, ModelGraph]:
    """Every real file that holds a model, opened."""
    files = sorted(path for path in (shared / "corpus").glob("*/*") if path.suffix in ENDINGS)
    assert files
    return {path: open_model(path) for path in files if not is_weights_only(path)}


def is_weights_only(path: Path) -> bool:
    if not h5py.is_hdf5(path):
        return False
    with h5py.File(path) as file:
        return "model_config" not in file.attrs


def test_every_real_file_opens_with_layers_and_sound_edges(models: dict[Path, ModelGraph]) -> None:
    assert len(models) >= 40
    for path, graph in models.items():
        assert graph.layers, path
        assert graph.inputs, path
        assert graph.outputs, path
        assert graph.written_by.startswith("Keras "), path
        for edge in graph.edges:
            assert graph.by_path[edge.source].parent == graph.by_path[edge.target].parent, path
        for layer in graph.leaves:
            assert layer.path in graph.inputs or layer.inputs or layer.class_name == "InputLayer", (path, layer.path)


def test_the_parameters_of_every_layer_are_the_values_that_lie_in_the_file(models: dict[Path, ModelGraph]) -> None:
    compared = 0
    for path, graph in models.items():
        if not h5py.is_hdf5(path):
            continue
        with h5py.File(path) as file:
            for name in file["model_weights"].attrs["layer_names"]:
                name = name if isinstance(name, str) else name.decode()
                stored = values_below(file["model_weights"][name])
                if name in graph.by_path:
                    assert parameters(graph, name) == stored, (path, name)
                    compared += stored
                else:
                    assert stored == 0, (path, name)
    assert compared > 1_000_000


def values_below(group: h5py.Group) -> int:
    sizes: list[int] = []
    group.visititems(lambda _, item: sizes.append(item.size) if isinstance(item, h5py.Dataset) else None)
    return sum(sizes)


def test_the_parameters_of_a_real_archive_are_the_values_in_its_weights(models: dict[Path, ModelGraph]) -> None:
    (path,) = (path for path in models if path.parent.name == "deeplc-8c22")
    graph = models[path]
    with zipfile.ZipFile(path) as archive, h5py.File(io.BytesIO(archive.read("model.weights.h5"))) as file:
        stored = values_below(file["layers"])
    assert totals(graph).parameters == stored > 0


def test_only_layers_with_code_of_their_own_have_no_known_shape(models: dict[Path, ModelGraph]) -> None:
    for path, graph in models.items():
        if any(layer.class_name == "TensorFlowOpLayer" for layer in graph.layers):
            continue
        unknown = {layer.class_name for layer in graph.leaves if not layer.output_shapes}
        has_code = any(note.code in ("lambda", "subclassed-model") for note in graph.notes)
        assert has_code or not unknown, path


def test_a_subclassed_model_is_one_box_with_the_variables_in_its_file(models: dict[Path, ModelGraph]) -> None:
    (path,) = (path for path in models if path.parent.name == "keras-pre-pr22362-nested-container")
    graph = models[path]
    assert [note.code for note in graph.notes] == ["subclassed-model"]
    assert [layer.class_name for layer in graph.layers] == ["NestedDenseModel"]
    assert graph.layers[0].weights
