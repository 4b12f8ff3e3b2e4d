"""The words on the boxes."""

from __future__ import annotations

import pytest
from drawing_models import chain, dense, layer, model

from inspector.drawing.caption import caption, settings
from inspector.drawing.draw import draw
from inspector.drawing.numbers import abbreviated
from inspector.drawing.picture import Options
from inspector.graph.blocks import Block
from inspector.graph.model import Layer, Weight

MAX_NORM = {"module": "keras.constraints", "class_name": "MaxNorm", "config": {"max_value": 5, "axis": 0}}
RELU = {"module": "keras.layers", "class_name": "ReLU", "config": {"name": "re_lu"}}


@pytest.mark.parametrize(
    ("class_name", "config", "words"),
    [
        ("Conv2D", {"filters": 64, "kernel_size": [3, 3], "strides": [2, 2]}, "Conv2D 3×3 · 64 · stride 2"),
        ("Conv2D", {"filters": 8, "kernel_size": [1, 1], "strides": 1, "activation": "relu"}, "Conv2D 1×1 · 8 · relu"),
        ("Conv1D", {"filters": 8, "kernel_size": 5, "dilation_rate": [4]}, "Conv1D 5 · 8 · dilation 4"),
        ("Conv2D", {"nb_filter": 8, "nb_row": 3, "nb_col": 5, "subsample": [1, 2]}, "Conv2D 3×5 · 8 · stride 1×2"),
        ("DepthwiseConv2D", {"kernel_size": [3, 3], "depth_multiplier": 1}, "DepthwiseConv2D 3×3"),
        ("Dense", {"units": 14, "activation": "tanh", "kernel_constraint": MAX_NORM}, "Dense 14 · tanh · max-norm 5"),
        ("Dense", {"units": 3, "activation": "linear", "kernel_constraint": None}, "Dense 3"),
        ("Dense", {"output_dim": 3, "W_constraint": {"name": "maxnorm", "m": 2}}, "Dense 3 · max-norm 2"),
        ("Dense", {"units": 2, "activation": RELU}, "Dense 2 · ReLU"),
        ("Dropout", {"rate": 0.5}, "Dropout rate 0.5"),
        ("Dropout", {"p": 0.25}, "Dropout rate 0.25"),
        ("MaxPooling2D", {"pool_size": [2, 2], "strides": [2, 2]}, "MaxPooling2D 2×2"),
        ("MaxPooling2D", {"pool_size": [3, 3], "strides": [2, 2]}, "MaxPooling2D 3×3 · stride 2"),
        ("ZeroPadding2D", {"padding": [[0, 1], [3, 3]]}, "ZeroPadding2D 0+1×3"),
        ("InputLayer", {"batch_shape": [None, 224, None, 3]}, "InputLayer 224×?×3"),
        ("LSTM", {"units": 32, "return_sequences": True, "dropout": 0.0}, "LSTM 32 · sequences"),
        ("Bidirectional", {"layer": {"class_name": "LSTM", "config": {"units": 32}}}, "Bidirectional LSTM 32"),
        ("Embedding", {"input_dim": 10000, "output_dim": 128}, "Embedding 10000 → 128"),
        ("MultiHeadAttention", {"num_heads": 8, "key_dim": 64}, "MultiHeadAttention heads 8 · key 64"),
        ("Concatenate", {"axis": 3}, "Concatenate axis 3"),
        ("Reshape", {"target_shape": [7, 7, 512]}, "Reshape 7×7×512"),
        ("BatchNormalization", {"momentum": 0.99}, "BatchNormalization"),
        ("AuthorsOwnLayer", {"units": 3}, "AuthorsOwnLayer"),
    ],
)
def test_a_caption_says_the_type_and_the_key_settings(class_name, config, words):
    assert caption(layer("x", class_name, **config)) == words


@pytest.mark.parametrize("class_name", ["Conv2D", "Dense", "Dropout", "InputLayer", "Bidirectional", "ZeroPadding2D"])
@pytest.mark.parametrize("odd", [None, "text", [], {}, [[]], True, [None, "a"], {"class_name": 3}])
def test_a_config_with_values_of_an_unexpected_kind_still_gets_a_caption(class_name, odd):
    names = [
        "units",
        "filters",
        "kernel_size",
        "strides",
        "rate",
        "activation",
        "kernel_constraint",
        "layer",
        "padding",
    ]
    config = dict.fromkeys([*names, "batch_shape", "dilation_rate"], odd)
    assert caption(layer("x", class_name, **config)).startswith(class_name)


def test_without_names_the_type_is_the_title():
    graph = model([layer("logits", units=14)], [])
    named = draw(graph, (), frozenset(), Options(show_layer_names=True)).boxes[0]
    typed = draw(graph, (), frozenset(), Options(show_layer_names=False)).boxes[0]
    assert (named.title, named.subtitle) == ("logits", "Dense 14")
    assert (typed.title, typed.subtitle) == ("Dense", "14")


def test_an_edited_layer_says_what_changed_and_marks_the_block_it_is_in():
    graph = model([layer("drop", "Dropout", rate=0.2), layer("out")], [("drop", "out")])
    words = "rate 0.35 ← 0.20"
    box = draw(graph, (), frozenset(), Options(), edited={"drop": words}).boxes[0]
    assert (box.subtitle, box.edited) == (words, True)
    folded = draw(graph, (Block("b", "b", ("drop",)),), frozenset(), Options(), edited={"drop": words})
    assert [box.edited for box in folded.boxes] == [True, False]


def test_a_block_is_frozen_when_all_its_layers_with_weights_are():
    graph = model([dense("a", 10), dense("b", 10), layer("relu", "ReLU")], [("a", "b"), ("b", "relu")])
    block = (Block("block", "block", ("a", "b", "relu")),)
    marks = [
        draw(graph, block, frozenset(), Options(), frozen=frozenset(frozen)).boxes[0].frozen
        for frozen in ((), ("a",), ("a", "b"), ("relu",))
    ]
    assert marks == ["no", "some", "all", "no"]


def test_a_folded_block_says_how_much_is_in_it():
    graph = model([dense("a", 27_000), dense("b", 816), layer("relu", "ReLU")], [("a", "b"), ("b", "relu")])
    box = draw(graph, (Block("block", "stem", ("a", "b", "relu")),), frozenset(), Options()).boxes[0]
    assert (box.title, box.subtitle, box.category) == ("stem", "3 layers · 27.8 K params · Dense", "core")


def test_a_block_is_named_and_coloured_after_the_type_with_most_parameters():
    norms = [Layer(name, name, "BatchNormalization", weights=(Weight("gamma", (4,)),)) for name in ("n1", "n2", "n3")]
    graph = model([dense("a", 100), *norms], [])
    box = draw(graph, (Block("block", "stem", ("a", "n1", "n2", "n3")),), frozenset(), Options()).boxes[0]
    assert (box.subtitle, box.category) == ("4 layers · 112 params · Dense", "core")


def test_shapes_are_on_the_lines_only_when_wanted():
    graph = chain("a", "b")
    assert [line.label for line in draw(graph, (), frozenset(), Options(show_shapes=True)).lines] == ["56×56×64"]
    assert [line.label for line in draw(graph, (), frozenset(), Options(show_shapes=False)).lines] == [""]


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0"),
        (845, "845"),
        (999, "999"),
        (1000, "1.00 K"),
        (27_816, "27.8 K"),
        (845_344, "845 K"),
        (999_950, "1.00 M"),
        (1_530_000, "1.53 M"),
        (88_949_818, "88.9 M"),
    ],
)
def test_counts_have_three_digits_and_a_unit(count, text):
    assert abbreviated(count) == text


def test_settings_leave_out_the_type():
    assert settings(layer("x", "Dropout", rate=0.5)) == "rate 0.5"


def test_a_box_says_the_learning_rate_factor_that_was_set_and_counts_as_edited():
    graph = chain("a", "b")
    boxes = {box.id: box for box in draw(graph, (), frozenset(), Options(), factors={"b": 0.1}).boxes}
    assert (boxes["a"].subtitle, boxes["a"].edited) == ("Dense", False)
    assert (boxes["b"].subtitle, boxes["b"].edited) == ("Dense · LR × 0.1", True)
    (block,) = draw(graph, (Block("x", "x", ("a", "b")),), frozenset(), Options(), factors={"b": 0.1}).boxes
    assert block.edited
