"""Graphs in Graphviz' language."""

from __future__ import annotations

import shutil
import subprocess

import pydot
import pytest
from drawing_models import chain, folded_graphs, grid_of_blocks, layer, model
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.drawing.dot import quoted, to_pydot
from inspector.drawing.overlays import Key, Legend, Overlay
from inspector.drawing.palette import LIGHT
from inspector.drawing.picture import Options
from inspector.drawing.ramps import Tint
from inspector.graph.blocks import Block

AWKWARD = [
    'a"b',
    "x:y",
    "ünï→码",
    "node",
    "a\\",
    'a\\"',
    "<b>",
    "-",
    "1.5",
    "digraph",
    "a\nb",
    "x,y;{}[]",
    '"',
    "",
    " ",
]


def parsed(text):
    graphs = pydot.graph_from_dot_data(text)
    assert graphs is not None, text
    return graphs[0]


def all_nodes(graph):
    inner = [node for cluster in graph.get_subgraphs() for node in all_nodes(cluster)]
    return inner + [node.get_name() for node in graph.get_nodes() if node.get_name() not in ("node", "edge")]


def awkward_model():
    graph = chain(*AWKWARD)
    inner = Block('b"\\/c', "in<ner>", tuple(AWKWARD[3:5]))
    return graph, (Block('b"\\', 'lab"el:\\', tuple(AWKWARD[2:7]), (inner,)),)


def test_awkward_names_come_back_from_pydot_as_they_went_in():
    graph, blocks = awkward_model()
    back = parsed(to_pydot(graph, blocks, Options()).to_string())
    assert sorted(all_nodes(back)) == sorted(quoted(name) for name in AWKWARD)
    assert len(back.get_edges()) == len(AWKWARD) - 1


@pytest.mark.skipif(shutil.which("dot") is None, reason="needs Graphviz' dot on the PATH")
def test_graphviz_draws_awkward_names():
    graph, blocks = awkward_model()
    text = to_pydot(graph, blocks, Options()).to_string()
    result = subprocess.run(["dot", "-Tsvg"], input=text.encode(), capture_output=True, timeout=60, check=False)
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.count(b'class="node"') == len(AWKWARD)
    assert result.stdout.count(b'class="cluster"') == 2


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=1, max_size=4, unique=True))
def test_any_name_gives_text_that_pydot_parses(names):
    back = parsed(to_pydot(model(map(layer, names), []), (), Options()).to_string())
    assert sorted(all_nodes(back)) == sorted(map(quoted, names))


@settings(deadline=None)
@given(folded_graphs())
def test_blocks_are_clusters_with_their_layers_inside(case):
    graph, blocks, _opened, options = case
    dot = to_pydot(graph, blocks, options)
    assert sorted(all_nodes(dot)) == sorted(quoted(leaf.path) for leaf in graph.leaves)
    assert len(dot.get_subgraphs()) == len(blocks)


def test_shapes_and_colours_are_on_it():
    graph, blocks = grid_of_blocks()
    with_shapes = to_pydot(graph, blocks, Options(show_shapes=True)).to_string()
    without = to_pydot(graph, blocks, Options(show_shapes=False)).to_string()
    assert with_shapes.count('label="56×56×64"') == 5
    assert "56×56×64" not in without
    assert 'fillcolor="#' in without


def test_a_folded_block_is_one_node_with_a_second_edge():
    graph, blocks = grid_of_blocks()
    text = to_pydot(graph, blocks, Options(), opened=frozenset()).to_string()
    assert "cluster" not in text
    assert text.count("peripheries") == len(blocks)


def test_a_frozen_layer_looks_frozen():
    graph = chain("a", "b")
    node = to_pydot(graph, (), Options(), frozen=frozenset({"b"})).get_node('"b"')[0]
    assert node.get("fillcolor") == quoted(LIGHT.frozen)


def test_a_part_has_only_its_boxes_and_what_joins_them():
    graph, blocks = grid_of_blocks()
    whole = to_pydot(graph, blocks, Options())
    part = to_pydot(graph, blocks, Options(), only={"a", "b", "block:outer/inner"})
    assert sorted(all_nodes(part)) == ['"a"', '"b"']
    assert [(edge.get_source(), edge.get_destination()) for edge in part.get_edges()] == [('"a"', '"b"')]
    assert len(part.get_subgraphs()) == 1
    assert len(part.get_subgraphs()[0].get_subgraphs()) == 0
    assert len(whole.get_subgraphs()[0].get_subgraphs()) == 1
    assert all_nodes(to_pydot(graph, blocks, Options(), only=set())) == []


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_an_overlay_colours_nodes_and_its_legend_is_the_graphs_label():
    graph, blocks = grid_of_blocks()
    legend = Legend("A < B", (Key("#0072b2", "some & others"),), ("#d3ebc4", "#0c2c6a"), "1", "2")
    dot = to_pydot(graph, blocks, Options(), overlay=Overlay({"a": Tint("#123456", "#ffffff")}, legend))
    drawn = subprocess.run(["dot", "-Tsvg"], input=dot.to_string().encode(), capture_output=True, check=True).stdout
    assert drawn.count(b'fill="#123456"') == 1
    for told in (b"A &lt; B", b"some &amp; others", b'fill="#0072b2"', b'fill="#0c2c6a"'):
        assert told in drawn
