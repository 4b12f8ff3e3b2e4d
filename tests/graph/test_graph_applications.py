"""The graphs of whole Keras Applications models agree with Keras and fold into readable blocks."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, replace
from typing import Any

import networkx
import pytest
from folding import all_blocks, boxes, check_tree, folded

from inspector.formats.config.file import read_config
from inspector.graph.facts import parameters, totals
from inspector.graph.grouping import blocks
from inspector.graph.model import ModelGraph, Shape
from inspector.graph.shapes import infer
from inspector.graph.weights import fill

pytestmark = pytest.mark.engine

FIRST_BLOCKS = {
    "MobileNetV2": ["Conv1", "expanded_conv", "block_1", "block_2"],
    "EfficientNetB0": ["stem", "block1", "block2", "block3"],
    "DenseNet121": ["conv1", "pool1", "conv2 ×6", "pool2"],
    "ConvNeXtTiny": ["convnext_tiny_stem", "stage_0 ×3", "convnext_tiny_downsampling_block_0", "stage_1 ×3"],
    "NASNetMobile": ["stem_1", "stem_2", "normal 0", "normal 1"],
}


@dataclass(frozen=True)
class Application:
    """What Keras says of a model, and the graph of its config."""

    name: str
    graph: ModelGraph
    count: int
    trainable: int
    shapes: dict[str, list[Shape]]
    layer_counts: dict[str, int]


@pytest.fixture(scope="module", params=list(FIRST_BLOCKS))
def application(request: pytest.FixtureRequest) -> Application:
    import keras

    model = getattr(keras.applications, request.param)(weights=None)
    trainable: Any = sum(weight.shape.num_elements() for weight in model.trainable_weights)
    made = Application(
        request.param,
        read_config(json.loads(model.to_json())),
        model.count_params(),
        int(trainable),
        {each.name: [tuple(t.shape) for t in keras.tree.flatten(each.output)] for each in model.operations},
        {each.name: each.count_params() for each in model.layers},
    )
    keras.backend.clear_session()
    return made


def test_parameters_are_those_keras_counts(application: Application) -> None:
    graph = fill(application.graph)
    found = totals(graph)
    assert (found.parameters, found.trainable_parameters) == (application.count, application.trainable)
    for path, count in application.layer_counts.items():
        assert parameters(graph, path) == count, path


def test_shapes_are_those_keras_says_also_where_only_the_input_is_known(application: Application) -> None:
    graph = application.graph
    bare = tuple(
        layer if layer.class_name == "InputLayer" else replace(layer, output_shapes=(), input_shapes=())
        for layer in graph.layers
    )
    for found in (infer(graph), infer(replace(graph, layers=bare))):
        for path, shapes in application.shapes.items():
            assert list(found.by_path[path].output_shapes) == shapes, path


def test_blocks_are_few_named_well_and_fold_without_circles(application: Application) -> None:
    graph = fill(application.graph)
    found = blocks(graph)
    check_tree(graph, found)
    assert 4 <= boxes(graph, found) <= 30
    assert [block.label for block in found][:4] == FIRST_BLOCKS[application.name]
    ids = [block.id for block in all_blocks(found)]
    chance = random.Random(1)
    for share in (0.1, 0.3, 0.5, 0.9, 1):
        closed = {one for one in ids if chance.random() < share}
        assert networkx.is_directed_acyclic_graph(folded(graph, found, closed))
