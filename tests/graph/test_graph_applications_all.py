"""Every Keras Applications architecture: parameters as Keras counts them, and 4 to 30 blocks that fold."""

from __future__ import annotations

import gc
import json
from typing import Any

import networkx
import pytest
from folding import all_blocks, boxes, check_tree, folded

from inspector.formats.config.file import read_config
from inspector.graph.fact_sheet import FactSheet
from inspector.graph.facts import parameters, totals
from inspector.graph.grouping import blocks
from inspector.graph.weights import fill

pytestmark = [pytest.mark.engine, pytest.mark.slow]

TOP_BLOCKS = {
    **dict.fromkeys(("ConvNeXtTiny", "ConvNeXtSmall", "ConvNeXtBase", "ConvNeXtLarge", "ConvNeXtXLarge"), 8),
    **dict.fromkeys(("DenseNet121", "DenseNet169", "DenseNet201"), 9),
    **{f"EfficientNetB{size}": 9 for size in range(8)},
    **dict.fromkeys(("EfficientNetV2B0", "EfficientNetV2B1", "EfficientNetV2B2", "EfficientNetV2B3"), 8),
    "EfficientNetV2S": 8,
    "EfficientNetV2M": 9,
    "EfficientNetV2L": 9,
    "InceptionV3": 12,
    "InceptionResNetV2": 9,
    "Xception": 7,
    "MobileNet": 9,
    "MobileNetV2": 17,
    "MobileNetV3Small": 15,
    "MobileNetV3Large": 19,
    "NASNetMobile": 16,
    "NASNetLarge": 18,
    "VGG16": 5,
    "VGG19": 5,
    "ResNet50": 6,
    "ResNet101": 6,
    "ResNet152": 6,
    "ResNet50V2": 7,
    "ResNet101V2": 7,
    "ResNet152V2": 7,
}
"""How many blocks a person sees first, by architecture."""


def test_the_table_has_every_architecture_there_is() -> None:
    import keras

    assert set(TOP_BLOCKS) == {name for name in dir(keras.applications) if name[0].isupper()}


@pytest.mark.parametrize("name", TOP_BLOCKS)
def test_an_architecture_counts_and_folds(name: str) -> None:
    config, count, trainable, by_layer = _asked(name)
    graph = fill(read_config(config))

    found = totals(graph)
    assert (found.parameters, found.trainable_parameters) == (count, trainable)
    for path, expected in by_layer.items():
        assert parameters(graph, path) == expected, path
    facts = FactSheet(graph).of_model()
    assert (facts.parameters, facts.trainable_parameters) == (count, trainable)
    has_fixed_size = None not in (graph.by_path[graph.inputs[0]].output_shape or ())[1:]
    assert (facts.macs is not None) == has_fixed_size

    made = blocks(graph)
    print(f"{name:20}{len(made):3} blocks of {found.layers:4} layers: {', '.join(block.label for block in made)}")
    check_tree(graph, made)
    assert len(made) == TOP_BLOCKS[name]
    assert 4 <= len(made) <= boxes(graph, made) <= 30
    ids = [block.id for block in all_blocks(made)]
    for closed in (ids, ids[::2], [block.id for block in made]):
        assert networkx.is_directed_acyclic_graph(folded(graph, made, closed))


def _asked(name: str) -> tuple[dict[str, Any], int, int, dict[str, int]]:
    """Keras' config of a model, its parameters, those that train, and those of every layer."""
    import keras

    model = getattr(keras.applications, name)(weights=None)
    trainable = sum(weight.shape.num_elements() for weight in model.trainable_weights)
    asked = (
        json.loads(model.to_json()),
        model.count_params(),
        trainable,
        {layer.name: layer.count_params() for layer in model.layers},
    )
    del model
    keras.backend.clear_session()
    gc.collect()
    return asked
