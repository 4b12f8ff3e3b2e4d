"""Blocks: found by names and structure, readable, and folding without circles."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from itertools import pairwise

import networkx
from folding import all_blocks, boxes, chain, check_tree, folded, graph_of
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.graph.blocks import Block
from inspector.graph.grouping import blocks, scope_blocks
from inspector.graph.model import Edge, Layer, ModelGraph
from inspector.graph.renaming import parse_rule, renamed

CLASSES = ["Conv2D", "BatchNormalization", "Activation", "Add", "Concatenate", "Dense", "MaxPooling2D"]
STEMS = ["conv", "block1_conv", "block2_bn", "a_1_x", "b_2_x", "stage_0_block_1", "activation"]


@st.composite
def random_graphs(draw: st.DrawFn) -> ModelGraph:
    """Acyclic graphs of up to 60 layers with names that may or may not say something, listed in any order."""
    count = draw(st.integers(13, 60))
    seed = random.Random(draw(st.integers(0, 2**32)))
    names = [f"{seed.choice(STEMS)}_{number}" for number in range(count)]
    edges = [
        (names[source], names[target])
        for target in range(1, count)
        for source in {seed.randrange(max(0, target - 8), target) for _ in range(seed.choice((1, 1, 1, 2, 3)))}
    ]
    layers = {name: seed.choice(CLASSES) for name in names}
    shapes = {
        name: (None, 2 ** (4 - index * 4 // count), 2 ** (4 - index * 4 // count), 8)
        for index, name in enumerate(names)
    }
    listed = list(layers.items())
    seed.shuffle(listed)
    return graph_of(dict(listed), edges, shapes)


@settings(deadline=None)
@given(random_graphs(), st.data())
def test_folding_any_blocks_of_any_graph_leaves_no_circle(graph: ModelGraph, data: st.DataObject) -> None:
    found = blocks(graph)
    check_tree(graph, found)
    ids = [block.id for block in all_blocks(found)]
    closed = data.draw(st.sets(st.sampled_from(ids))) if ids else set()
    for shut in (closed, {block.id for block in found}, set(ids)):
        assert networkx.is_directed_acyclic_graph(folded(graph, found, shut))


@settings(max_examples=100, deadline=None)
@given(random_graphs(), st.sampled_from(["reference", "regex:_=>/", "regex:[0-9]+=>/"]), st.data())
def test_folding_any_blocks_made_of_scopes_leaves_no_circle(graph: ModelGraph, rule: str, data: st.DataObject) -> None:
    named = renamed(graph, parse_rule(rule))
    found = scope_blocks(named)
    check_tree(named, found)
    ids = [block.id for block in all_blocks(found)]
    closed = data.draw(st.sets(st.sampled_from(ids))) if ids else set()
    for shut in (closed, {block.id for block in found}, set(ids)):
        assert networkx.is_directed_acyclic_graph(folded(named, found, shut))


def labels(found: tuple[Block, ...]) -> list[str]:
    return [block.label for block in found]


def residual(prefix: str, source: str) -> tuple[dict[str, str], list[tuple[str, str]], str]:
    """A residual block: two convolutions beside a skip."""
    names = [f"{prefix}_{step}" for step in ("1_conv", "1_bn", "1_relu", "2_conv", "2_bn", "add", "out")]
    classes = ["Conv2D", "BatchNormalization", "Activation", "Conv2D", "BatchNormalization", "Add", "Activation"]
    edges = [(source, names[0]), (source, names[5]), *itertools.pairwise(names)]
    return dict(zip(names, classes, strict=True)), edges, names[-1]


def residual_network(stages: int = 3, per_stage: int = 3, name: str = "conv{}_block{}") -> ModelGraph:
    layers, edges = {"input": "InputLayer", "conv1_conv": "Conv2D", "conv1_bn": "BatchNormalization"}, []
    edges += [("input", "conv1_conv"), ("conv1_conv", "conv1_bn")]
    last = "conv1_bn"
    for stage in range(2, stages + 2):
        for number in range(1, per_stage + 1):
            more, lines, last = residual(name.format(stage, number), last)
            layers |= more
            edges += lines
    layers |= {"avg_pool": "GlobalAveragePooling2D", "predictions": "Dense"}
    edges += [(last, "avg_pool"), ("avg_pool", "predictions")]
    return graph_of(layers, edges)


def test_names_with_a_hierarchy_become_blocks_in_blocks() -> None:
    found = blocks(residual_network())
    assert labels(found) == ["conv1", "conv2 ×3", "conv3 ×3", "conv4 ×3"]
    conv2 = found[1]
    assert labels(conv2.children) == ["block1", "block2", "block3"]
    assert [block.id for block in conv2.children] == ["conv2/block1", "conv2/block2", "conv2/block3"]
    assert conv2.children[0].layers[0] == "conv2_block1_1_conv"
    assert len(conv2.children[0].layers) == 7


def test_a_letter_behind_a_number_is_a_level_of_its_own() -> None:
    found = blocks(_lettered())
    assert labels(found) == ["stem", "block1 ×3", "block2 ×3", "block3 ×3"]
    assert labels(found[1].children) == ["a", "b", "c"]


def _lettered() -> ModelGraph:
    layers, edges, last = {"input": "InputLayer", "stem_conv": "Conv2D", "stem_bn": "BatchNormalization"}, [], "stem_bn"
    edges += [("input", "stem_conv"), ("stem_conv", "stem_bn")]
    for stage in "123":
        for letter in "abc":
            more, lines, last = residual(f"block{stage}{letter}", last)
            layers |= more
            edges += lines
    return graph_of(layers, edges)


def test_repeated_structure_is_found_where_names_say_nothing() -> None:
    graph = _renumbered(residual_network())
    found = blocks(graph)
    assert 4 <= boxes(graph, found) <= 30
    assert max(len(each.layers) for block in found for each in block.walk() if not each.repeats) <= 30
    assert not any(label.isdigit() for label in labels(found))


def _renumbered(graph: ModelGraph) -> ModelGraph:
    """The same graph with the names Keras would make up."""
    new = {layer.path: f"{layer.class_name.lower()}_{number}" for number, layer in enumerate(graph.layers)}
    return graph_of(
        {new[layer.path]: layer.class_name for layer in graph.layers},
        [(new[edge.source], new[edge.target]) for edge in graph.edges],
    )


def test_layers_without_telling_names_are_grouped_by_the_size_of_their_images() -> None:
    names, shapes = ["input_1"], {"input_1": (None, 64, 64, 3)}
    layers = {"input_1": "InputLayer"}
    for stage, size in enumerate((64, 32, 16, 8)):
        for step, class_name in enumerate(("Conv2D", "BatchNormalization", "Conv2D", "Activation")):
            name = f"{class_name.lower()}_{4 * stage + step}"
            names.append(name)
            layers[name] = class_name
            shapes[name] = (None, size, size, 8)
    graph = graph_of(layers, itertools.pairwise(names), shapes)
    assert labels(blocks(graph)) == ["64×64", "32×32", "16×16", "8×8"]


def test_a_model_with_two_inputs_is_grouped_by_the_tower_of_each() -> None:
    layers: dict[str, str] = {}
    edges: list[tuple[str, str]] = []
    for tower in ("text", "image"):
        names = [tower, *(f"dense_{tower}{step}" for step in range(8))]
        layers |= {tower: "InputLayer"} | dict.fromkeys(names[1:], "Dense")
        edges += itertools.pairwise(names)
    new = {name: f"dense_{index}" if name.startswith("dense") else name for index, name in enumerate(layers)}
    layers = {new[name]: class_name for name, class_name in layers.items()} | {"joined": "Concatenate", "out": "Dense"}
    edges = [(new[source], new[target]) for source, target in edges]
    edges += [("dense_8", "joined"), ("dense_17", "joined"), ("joined", "out")]
    found = blocks(graph_of(layers, edges))
    assert labels(found) == ["text", "image"]
    assert found[0].layers == tuple(f"dense_{number}" for number in range(1, 9))


def test_a_small_model_has_no_blocks() -> None:
    assert blocks(chain([f"block{number // 4}_dense{number}" for number in range(12)])) == ()


def test_inputs_and_the_head_stand_alone() -> None:
    graph = residual_network()
    inside = {path for block in blocks(graph) for path in block.layers}
    assert not inside & {"input", "avg_pool", "predictions"}


def test_a_block_whose_name_is_taken_by_a_layer_gets_another_id() -> None:
    names = [f"conv{number}{step}" for number in range(1, 6) for step in ("", "_bn", "_relu")]
    found = blocks(chain(names, "Conv2D"))
    assert labels(found) == ["conv1", "conv2", "conv3", "conv4", "conv5"]
    assert found[0].id == "conv1 (block)"


def with_nested_model() -> ModelGraph:
    """A backbone with residual blocks between an input and a head."""
    backbone = residual_network()
    inner = [
        replace(layer, path=f"backbone/{layer.path}", inputs=tuple(f"backbone/{path}" for path in layer.inputs))
        for layer in backbone.layers
    ]
    inner_edges = [Edge(f"backbone/{edge.source}", f"backbone/{edge.target}") for edge in backbone.edges]
    model = Layer(
        "backbone",
        "backbone",
        "Functional",
        kind="model",
        inputs=("photo",),
        entries=("backbone/input",),
        exits=("backbone/predictions",),
    )
    outer = [Layer("photo", "photo", "InputLayer"), model, *inner, Layer("head", "head", "Dense", inputs=("backbone",))]
    return ModelGraph(
        "outer", "Functional", tuple(outer), (Edge("photo", "backbone"), *inner_edges, Edge("backbone", "head"))
    )


def test_a_nested_model_is_a_block_with_its_own_blocks_inside() -> None:
    graph = with_nested_model()
    (backbone,) = blocks(graph)
    assert (backbone.id, backbone.label, backbone.model) == ("backbone", "backbone", "backbone")
    assert len(backbone.layers) == len(graph.leaves) - 2
    assert labels(backbone.children) == ["conv1", "conv2 ×3", "conv3 ×3", "conv4 ×3"]
    assert backbone.children[1].id == "backbone/conv2"
    check_tree(graph, (backbone,))


def test_a_shared_layer_that_closes_a_circle_does_not_stop_the_grouping() -> None:
    graph = residual_network()
    circular = replace(graph, edges=(*graph.edges, Edge("conv4_block3_out", "conv2_block1_1_conv")))
    assert labels(blocks(circular)) == labels(blocks(graph))


def dense_chain(units: int) -> ModelGraph:
    """Input, then dense layers, each with batch normalization and activation, all with made up names."""
    classes = ["InputLayer", *["Dense", "BatchNormalization", "Activation"] * units]
    names = [f"{class_name.lower()}_{number}" for number, class_name in enumerate(classes)]
    return graph_of(dict(zip(names, classes, strict=True)), pairwise(names))


def test_a_long_plain_chain_is_cut_before_every_layer_that_learns_features() -> None:
    found = blocks(dense_chain(9))
    assert labels(found)[:2] == ["dense_1", "dense_4"]
    assert found[0].layers == ("dense_1", "batchnormalization_2", "activation_3")


def test_a_very_long_chain_is_cut_into_a_few_stretches() -> None:
    graph = dense_chain(60)
    found = blocks(graph)
    assert boxes(graph, found) <= 20
    assert labels(found)[0] == "dense_1 – activation_12"


def test_a_scope_is_a_block_and_scopes_inside_it_are_blocks_in_it() -> None:
    found = scope_blocks(chain(["in", "net/a", "net/a/x", "net/b/c/y", "net/b/c/z", "net/b/w", "out"]))
    assert [block.id for block in all_blocks(found)] == ["net", "net/a (block)", "net/b", "net/b/c"]
    assert found[0].children[0].layers == ("net/a", "net/a/x")


def test_scopes_with_nothing_else_in_them_are_one_block() -> None:
    found = scope_blocks(chain(["in", "net/deep/a", "net/deep/b", "out"]))
    assert labels(found) == ["net/deep"]
    assert found[0].children == ()


def test_a_scope_that_would_close_a_circle_is_two_blocks() -> None:
    found = scope_blocks(chain(["a/1", "a/2", "b", "a/3", "a/4"]))
    assert [(block.label, block.layers) for block in found] == [("a", ("a/1", "a/2")), ("a (2)", ("a/3", "a/4"))]


def test_the_reference_rule_makes_blocks_of_what_comes_before_the_first_underscore() -> None:
    found = scope_blocks(renamed(residual_network(), parse_rule("reference")))
    assert labels(found) == ["conv1", "conv2", "conv3", "conv4"]
    assert found[1].layers[0] == "conv2/block1_1_conv"
