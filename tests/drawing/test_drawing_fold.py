"""What is visible when blocks are open or closed."""

from __future__ import annotations

from drawing_models import SHAPE, grid_of_blocks, layer, model

from inspector.drawing.draw import draw
from inspector.drawing.fold import fold
from inspector.drawing.measure import SUBTITLE_PIXELS
from inspector.drawing.picture import BEHIND, Options
from inspector.drawing.stems import flow_label
from inspector.graph.blocks import Block
from inspector.graph.model import Edge, Layer, ModelGraph

BLOCK = (Block("x", "x", ("a", "b")),)


def pairs(folded):
    return [(flow.source, flow.target) for flow in folded.flows]


def test_a_closed_block_is_one_box_and_its_inner_edges_are_hidden():
    graph, blocks = grid_of_blocks()
    folded = fold(graph, blocks, frozenset())
    assert [item.id for item in folded.walk()] == ["stem", "a", "block:outer", "out"]
    assert pairs(folded) == [("stem", "a"), ("a", "block:outer"), ("block:outer", "out")]


def test_an_open_block_shows_its_children_closed():
    graph, blocks = grid_of_blocks()
    folded = fold(graph, blocks, frozenset({"outer"}))
    assert [item.id for item in folded.walk()] == ["stem", "a", "block:outer", "block:outer/inner", "c", "out"]
    assert ("a", "c") in pairs(folded)
    assert ("block:outer/inner", "c") in pairs(folded)


def test_an_open_block_inside_a_closed_one_stays_hidden():
    graph, blocks = grid_of_blocks()
    assert fold(graph, blocks, frozenset({"outer/inner"})) == fold(graph, blocks, frozenset())


def test_one_tensor_taken_twice_keeps_its_shape_and_two_tensors_are_counted():
    graph = model([layer(name) for name in "abcd"], [("a", "c"), ("a", "d"), ("b", "d")])
    one = fold(graph, (Block("x", "x", ("c", "d")),), frozenset())
    assert {flow.source: flow_label(flow, shapes=True) for flow in one.flows} == {"a": "56×56×64", "b": "56×56×64"}
    two = fold(graph, (Block("x", "x", ("a", "b")), Block("y", "y", ("c", "d"))), frozenset())
    assert [flow_label(flow, shapes=True) for flow in two.flows] == ["2 tensors"]


def test_a_line_says_how_often_a_layer_takes_its_tensor():
    graph = model([layer(name) for name in "abcd"], [("a", "b"), ("b", "c"), ("b", "c"), ("b", "d")])
    open_ = draw(graph, (), frozenset(), Options())
    assert {(line.source, line.target): line.label for line in open_.lines} == {
        ("a", "b"): "56×56×64",
        ("b", "c"): "56×56×64 ×2",
        ("b", "d"): "56×56×64",
    }
    plain = draw(graph, (), frozenset(), Options(show_shapes=False))
    assert [line.label for line in plain.lines] == ["", "×2", ""]


def test_labels_stand_clear_of_the_second_edge_of_a_folded_block():
    picture = draw(model([layer("a"), layer("b"), layer("c")], [("a", "b"), ("b", "c")]), BLOCK, frozenset(), Options())
    block = next(box for box in picture.boxes if box.kind == "block")
    label = next(line for line in picture.lines if line.source == block.id)
    assert label.label_at[1] - SUBTITLE_PIXELS / 2 > block.y + block.height + BEHIND


def test_edges_go_through_nested_models_to_the_layers_inside():
    layers = (
        layer("image"),
        Layer("body", "body", "Functional", "model", entries=("body/in",), exits=("body/out",)),
        layer("body/in", "InputLayer"),
        layer("body/out"),
        layer("head"),
    )
    edges = (Edge("image", "body", SHAPE), Edge("body/in", "body/out", SHAPE), Edge("body", "head", SHAPE))
    graph = ModelGraph("m", "Functional", layers, edges)
    assert pairs(fold(graph, (), frozenset())) == [("image", "body/in"), ("body/in", "body/out"), ("body/out", "head")]


def test_a_layer_applied_to_its_own_output_has_no_line_to_itself():
    graph = model([layer("cell"), layer("out")], [("cell", "cell"), ("cell", "out")])
    assert [(line.source, line.target) for line in draw(graph, (), frozenset(), Options()).lines] == [("cell", "out")]


def test_a_shared_layer_that_feeds_itself_gets_a_line_back_up():
    graph = model([layer("enc"), layer("relu"), layer("out")], [("enc", "relu"), ("relu", "enc"), ("relu", "out")])
    picture = draw(graph, (), frozenset(), Options())
    upward = [line for line in picture.lines if line.points[0][1] > line.points[-1][1]]
    assert [(line.source, line.target) for line in upward] == [("relu", "enc")]
