"""Blocks that follow each other and are built alike are one block, which opens to them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import networkx
import pytest
from folding import all_blocks, check_tree, folded

from inspector.graph.blocks import Block
from inspector.graph.grouping import blocks
from inspector.graph.groups.runs import with_runs
from inspector.graph.model import Edge, Layer, ModelGraph


def stack(count: int, *, own: Sequence[int] = ()) -> ModelGraph:
    """An encoder of so many layers, some of them of another width."""
    layers = [Layer("tokens", "tokens", "InputLayer"), Layer("embedding", "embedding", "Embedding")]
    edges = [("tokens", "embedding")]
    last = "embedding"
    for number in range(count):
        units = 7 if number in own else 8
        parts = [
            ("attention", "MultiHeadAttention"),
            ("norm", "LayerNormalization"),
            ("dense", "Dense"),
            ("add", "Add"),
        ]
        first = last
        for part, class_name in parts:
            name = f"encoder_{number}_{part}"
            layers.append(Layer(name, name, class_name, config={"name": name, "units": units}))
            edges.append((last, name))
            last = name
        edges.append((first, last))
    layers += [Layer("pool", "pool", "GlobalAveragePooling1D"), Layer("classes", "classes", "Dense")]
    edges += [(last, "pool"), ("pool", "classes")]
    return ModelGraph("m", "Functional", tuple(layers), tuple(Edge(*pair) for pair in edges))


def made(graph: ModelGraph, count: int, *, ahead: bool = False) -> tuple[Block, ...]:
    """A block for each encoder layer, with the embedding in the first one if that is wanted."""
    names = [tuple(leaf.path for leaf in graph.leaves if leaf.path.startswith(f"encoder_{n}_")) for n in range(count)]
    if ahead:
        names[0] = ("embedding", *names[0])
    return tuple(Block(f"encoder_{n}", f"encoder_{n}", each) for n, each in enumerate(names))


def labels(found: Sequence[Block]) -> list[str]:
    return [block.label for block in found]


def test_a_run_is_one_block_that_opens_to_its_members() -> None:
    graph = stack(12)
    (run,) = with_runs(graph, made(graph, 12))
    assert (run.label, run.repeats) == ("encoder_0–11 ×12", True)
    assert run.children == made(graph, 12)
    assert run.layers == tuple(path for child in run.children for path in child.layers)


def test_what_stands_ahead_of_the_first_comes_out_of_it() -> None:
    graph = stack(4)
    (run,) = with_runs(graph, made(graph, 4, ahead=True))
    assert run.children == made(graph, 4)


def test_one_that_is_built_otherwise_ends_a_run() -> None:
    graph = stack(8, own=[3])
    assert labels(with_runs(graph, made(graph, 8))) == ["encoder_0–2 ×3", "encoder_3", "encoder_4–7 ×4"]
    two = stack(5, own=[2])
    assert with_runs(two, made(two, 5)) == made(two, 5)


def test_a_run_that_leaves_and_comes_back_stays_as_it_is() -> None:
    """A layer between the first and the last of the run would close a circle with it."""
    graph = stack(3)
    path = Layer("aside", "aside", "Dropout")
    edges = (*graph.edges, Edge("encoder_0_add", "aside"), Edge("aside", "encoder_2_attention"))
    order = (*graph.layers[:6], path, *graph.layers[6:])
    graph = replace(graph, layers=order, edges=edges)
    assert with_runs(graph, made(graph, 3)) == made(graph, 3)


def test_all_of_a_block_is_no_run_in_it() -> None:
    graph = stack(3)
    inner = made(graph, 3)
    whole = Block("all", "all", tuple(path for each in inner for path in each.layers), inner)
    assert with_runs(graph, (whole,)) == (whole,)


def test_shapes_that_differ_make_no_run() -> None:
    graph = stack(3)
    layers = tuple(
        replace(each, output_shapes=((None, number),)) if each.class_name == "Dense" else each
        for number, each in enumerate(graph.layers)
    )
    graph = replace(graph, layers=layers)
    assert with_runs(graph, made(graph, 3)) == made(graph, 3)


@pytest.mark.parametrize("count", [4, 12, 24])
def test_an_encoder_is_seen_as_what_is_round_one_box(count: int) -> None:
    graph = stack(count)
    found = blocks(graph)
    assert labels(found) == [f"encoder_0–{count - 1} ×{count}"]
    check_tree(graph, found)


@pytest.mark.parametrize("seed", range(40))
def test_runs_of_any_graph_fold_without_circles(seed: int) -> None:
    chance = random.Random(seed)
    count = chance.randint(4, 12)
    graph = stack(count, own=chance.sample(range(count), chance.randint(0, 2)))
    order = [leaf.path for leaf in graph.leaves]
    skips = [sorted(chance.sample(range(2, len(order)), 2)) for _ in range(chance.randint(0, 3))]
    extra = tuple(Edge(order[low], order[high]) for low, high in skips)
    graph = replace(graph, edges=(*graph.edges, *extra))
    found = with_runs(graph, made(graph, count))
    ids = [block.id for block in all_blocks(found)]
    assert len(set(ids)) == len(ids)
    for _ in range(4):
        closed = {each for each in ids if chance.random() < 0.6}
        assert networkx.is_directed_acyclic_graph(folded(graph, found, closed))
