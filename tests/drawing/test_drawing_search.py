"""What a search finds, and in which order."""

from __future__ import annotations

import pytest

from inspector.drawing.search import Index
from inspector.graph.blocks import Block
from inspector.graph.model import Layer, ModelGraph


def layer(name: str, class_name: str, shape: tuple[int | None, ...], **config: object) -> Layer:
    return Layer(name, name, class_name, config=config, output_shapes=(shape,))


LAYERS = (
    layer("image", "InputLayer", (None, 28, 28, 1), batch_shape=[None, 28, 28, 1]),
    layer("Stem_conv", "Conv2D", (None, 14, 14, 64), filters=64, kernel_size=[3, 3], strides=[2, 2]),
    layer("stem_relu", "Activation", (None, 14, 14, 64), activation="relu"),
    layer("wide", "Conv2D", (None, 14, 14, 640), filters=640, kernel_size=[1, 1]),
    layer("scores", "Dense", (None, 10), units=10, use_bias=True),
)
INDEX = Index(
    ModelGraph("m", "Functional", LAYERS, ()),
    [Block("stem", "Stem", ("Stem_conv", "stem_relu")), Block("none", "x", ())],
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("DENSE", ["scores"]),
        ("stem", ["block:stem", "Stem_conv", "stem_relu"]),
        ("conv 14×14", ["Stem_conv", "wide"]),
        ("14x14x64", ["Stem_conv", "stem_relu", "wide"]),
        ("stride 2", ["Stem_conv"]),
        ("type:conv", ["Stem_conv", "wide"]),
        ("name:conv", ["Stem_conv"]),
        ("shape:28x28x1", ["image"]),
        ("filters=64", ["Stem_conv"]),
        ("kernel_size=3x3", ["Stem_conv"]),
        ("use_bias=true", ["scores"]),
        ("conv dense", []),
        ("  ", []),
    ],
)
def test_words_are_found_in_names_types_shapes_and_settings(text: str, found: list[str]) -> None:
    assert list(INDEX.find(text)) == found
