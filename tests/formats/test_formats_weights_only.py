from __future__ import annotations

import zipfile
from pathlib import Path

import h5py
import numpy as np
import pytest
from handmade import archive, dense_model

from inspector.drawing.text import summary
from inspector.formats import open_model
from inspector.formats.guessed_classes import guess
from inspector.graph.model import ModelGraph, Weight

pytestmark = pytest.mark.slow


def keras_2(path: Path, layers: dict[str, dict[str, tuple[int, ...]]]) -> ModelGraph:
    """A file as ``save_weights`` of Keras 1 and 2 writes it, opened."""
    with h5py.File(path, "w") as file:
        file.attrs["layer_names"] = np.array([name.encode() for name in layers])
        for name, weights in layers.items():
            group = file.create_group(name)
            group.attrs["weight_names"] = np.array([weight.encode() for weight in weights], "S")
            for weight, shape in weights.items():
                group.create_dataset(weight, data=np.zeros(shape, "float32"))
    return open_model(path)


def keras_3(path: Path, groups: dict[str, list[tuple[int, ...]]], container: str = "layers") -> ModelGraph:
    """A file as ``save_weights`` of Keras 3 writes it, opened; ``groups`` may lie inside each other."""
    with h5py.File(path, "w") as file:
        for name, shapes in groups.items():
            group = file.create_group(f"{container}/{name}/vars")
            for number, shape in enumerate(shapes):
                group.create_dataset(str(number), data=np.zeros(shape, "float32"))
    return open_model(path)


def classes(graph: ModelGraph) -> list[str]:
    return [layer.class_name for layer in graph.layers]


def test_each_entry_of_the_list_of_layers_is_a_layer_those_without_weights_too(tmp_path: Path) -> None:
    layers = {
        "conv1": {"conv1/kernel:0": (3, 3, 1, 8), "conv1/bias:0": (8,)},
        "conv1_relu": {},
        "flatten_2": {},
        "head": {"head/kernel:0": (8, 2), "head/bias:0": (2,)},
    }
    graph = keras_2(tmp_path / "weights.h5", layers)
    assert [layer.name for layer in graph.layers] == list(layers)
    assert classes(graph) == ["Conv2D", "ReLU", "Flatten", "Dense"]
    assert [weight.name for weight in graph.by_path["conv1"].weights or ()] == ["kernel", "bias"]


def test_no_connection_is_made_up_and_the_note_says_so(tmp_path: Path) -> None:
    graph = keras_2(tmp_path / "weights.h5", {"a": {"a/kernel:0": (4, 3)}, "b": {"b/kernel:0": (3, 2)}})
    assert graph.edges == ()
    assert [note.code for note in graph.notes] == ["weights-only"]
    assert "connected" in graph.notes[0].text
    assert "a (Dense)" in summary(graph)


def test_the_names_of_keras_1_are_understood(tmp_path: Path) -> None:
    graph = keras_2(
        tmp_path / "weights.h5",
        {
            "convolution2d_1": {"convolution2d_1_W:0": (3, 3, 1, 8), "convolution2d_1_b:0": (8,)},
            "maxpooling2d_1": {},
            "lstm_1": {f"lstm_1_{kind}_{gate}:0": (4, 4) for gate in "icfo" for kind in "WUb"},
        },
    )
    assert classes(graph) == ["Conv2D", "MaxPooling2D", "LSTM"]
    assert [weight.name for weight in graph.layers[0].weights or ()] == ["kernel", "bias"]


def test_groups_of_keras_3_are_layers_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    groups = {"conv2d": [(3, 3, 1, 8)], "conv2d_10": [(3, 3, 8, 8)], "conv2d_2": [(3, 3, 8, 8)], "flatten": []}
    graph = keras_3(tmp_path / "model.weights.h5", groups)
    assert [layer.name for layer in graph.layers] == ["conv2d", "conv2d_2", "conv2d_10", "flatten"]
    assert classes(graph) == ["Conv2D"] * 3 + ["Flatten"]


def test_a_model_inside_a_model_of_keras_3_keeps_its_layers(tmp_path: Path) -> None:
    graph = keras_3(tmp_path / "model.weights.h5", {"sequential/layers/dense": [(4, 2)], "sequential": []})
    assert [(layer.path, layer.kind) for layer in graph.layers] == [
        ("sequential", "model"),
        ("sequential/dense", "layer"),
    ]


def test_the_layout_of_the_first_archives_of_keras_2_is_known(tmp_path: Path) -> None:
    graph = keras_3(tmp_path / "model.weights.h5", {"dense": [(4, 2)]}, "_layer_checkpoint_dependencies")
    assert classes(graph) == ["Dense"]


@pytest.mark.parametrize(
    ("name", "weights", "expected"),
    [
        ("a", {"kernel": (4, 12), "recurrent_kernel": (3, 12), "bias": (12,)}, "LSTM"),
        ("a", {"kernel": (4, 9), "recurrent_kernel": (3, 9), "bias": (2, 9)}, "GRU"),
        ("a", {"kernel": (4, 3), "recurrent_kernel": (3, 3), "bias": (3,)}, "SimpleRNN"),
        ("a", {"forward_lstm/kernel": (4, 12), "backward_lstm/kernel": (4, 12)}, "Bidirectional"),
        ("a", {"gamma": (3,), "beta": (3,), "moving_mean": (3,), "moving_variance": (3,)}, "BatchNormalization"),
        ("a", {"gamma": (3,), "beta": (3,)}, "LayerNormalization"),
        ("a", {"depthwise_kernel": (3, 3, 4, 1), "pointwise_kernel": (1, 1, 4, 8)}, "SeparableConv2D"),
        ("a", {"depthwise_kernel": (3, 3, 4, 1)}, "DepthwiseConv2D"),
        ("a", {"embeddings": (100, 8)}, "Embedding"),
        ("a", {"dense/kernel": (4, 3), "dense_1/kernel": (3, 2)}, "Functional"),
        ("conv2d_transpose_3", {"kernel": (3, 3, 8, 4)}, "Conv2DTranspose"),
        ("dense_1", {"kernel": (3, 3, 8, 4)}, "Conv2D"),
        ("my_block", {}, "Layer"),
        ("block5_pool", {}, "Layer"),
        ("conv1_bn", {}, "BatchNormalization"),
    ],
)
def test_a_class_is_guessed_from_weights_before_the_name(
    name: str, weights: dict[str, tuple[int, ...]], expected: str
) -> None:
    assert guess(name, [Weight(key, shape) for key, shape in weights.items()]) == expected


def test_an_unpacked_archive_opens_like_the_archive(tmp_path: Path) -> None:
    packed = archive(tmp_path / "model.keras", dense_model())
    folder = tmp_path / "model"
    with zipfile.ZipFile(packed) as file:
        file.extractall(folder)
    ours, theirs = open_model(folder), open_model(packed)
    assert (ours.layers, ours.edges, ours.format, ours.written_by) == (
        theirs.layers,
        theirs.edges,
        theirs.format,
        theirs.written_by,
    )


def test_an_hdf5_model_called_keras_opens_by_its_first_bytes(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "model.keras", "w") as file:
        file.create_dataset("layers/dense/vars/0", data=np.zeros((4, 2)))
    assert classes(open_model(tmp_path / "model.keras")) == ["Dense"]
