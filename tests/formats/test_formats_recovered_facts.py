"""Layers recovered from operations have the figures and blocks of the model they came from."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.engine
keras = pytest.importorskip("keras")

from keras import layers  # noqa: E402
from tensorflow_files import WAYS, write  # noqa: E402

from inspector.formats import open_model  # noqa: E402
from inspector.graph.fact_sheet import Facts, FactSheet  # noqa: E402
from inspector.graph.grouping import blocks  # noqa: E402
from inspector.graph.model import ModelGraph  # noqa: E402


def network() -> keras.Model:
    """Residual stages with groups, depthwise and transposed convolutions, between models inside it."""
    image = keras.Input((32, 32, 3), name="image")
    stem = [
        layers.Conv2D(8, 3, padding="same", name="stem_conv"),
        layers.Conv2D(8, 3, padding="same", name="stem_more"),
    ]
    made = keras.Sequential([keras.Input((32, 32, 3)), *stem], name="net_stem")(image)
    for stage in range(3):
        for block in range(2):
            name = f"stage_{stage}_block_{block}"
            side = layers.Conv2D(8, 3, padding="same", groups=2, name=f"{name}_1_conv")(made)
            side = layers.BatchNormalization(name=f"{name}_1_bn")(side)
            side = layers.DepthwiseConv2D(3, padding="same", activation="relu", name=f"{name}_2_dw")(side)
            made = layers.Add(name=f"{name}_add")([made, side])
        made = layers.MaxPooling2D(2, name=f"stage_{stage}_pool")(made)
    made = layers.Conv2DTranspose(4, 2, strides=2, name="up")(made)
    return keras.Model(image, layers.Dense(5, name="head")(layers.GlobalAveragePooling2D(name="pool")(made)))


@pytest.fixture(scope="module")
def model() -> keras.Model:
    return network()


@pytest.fixture(scope="module")
def original(model: keras.Model, tmp_path_factory: pytest.TempPathFactory) -> ModelGraph:
    path = tmp_path_factory.mktemp("original") / "m.keras"
    model.save(path)
    return open_model(path)


def told(facts: Facts) -> tuple[object, ...]:
    return (facts.parameters, facts.macs, facts.activation_bytes, facts.dtype, facts.receptive_field)


@pytest.mark.parametrize("way", WAYS)
def test_figures_and_blocks_of_recovered_layers_are_those_of_the_model(
    way: str, model: keras.Model, original: ModelGraph, tmp_path: Path
) -> None:
    recovered = open_model(write(model, way, tmp_path))
    expected, found = FactSheet(original), FactSheet(recovered)
    by_name = {leaf.name: leaf.path for leaf in original.leaves}
    for leaf in recovered.leaves[1:]:
        name = leaf.name.rpartition("/")[2]
        name = name if name in by_name else name.removesuffix("_1")
        assert told(found.of(leaf.path)) == told(expected.of(by_name[name])), leaf.path
    assert found.of_model().macs == expected.of_model().macs
    labels = [block.label for block in blocks(original)]
    assert labels == ["net_stem", "stage_0", "stage_1", "stage_2"]
    pairs = zip(blocks(recovered), labels, strict=True)
    assert all(block.label in (label, f"{label}_1") for block, label in pairs)
