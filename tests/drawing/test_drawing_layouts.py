"""What is laid out again when a block opens or closes, and how a layout is given up."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from drawing_models import layer, model

from inspector.drawing.draw import draw
from inspector.drawing.layout import layouts as kept
from inspector.drawing.layout.layouts import Layouts
from inspector.drawing.layout.problem import Link, Node, Placement
from inspector.drawing.layout.stopping import StoppedError
from inspector.drawing.picture import Options
from inspector.graph.blocks import Block
from inspector.graph.model import ModelGraph

OPTIONS = Options()
SIZES = {"one": 3, "two": 4, "three": 5}
"""Layers of each of three blocks one below the other; all but the first layer of each are a block inside it."""


@pytest.fixture
def laid_out(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Numbers of nodes of everything that is really laid out from now on."""
    counts: list[int] = []
    really = kept.arrange

    def counting(nodes: Sequence[Node], links: Sequence[Link], *rest: object) -> Placement:
        counts.append(len(nodes))
        return really(nodes, links, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(kept, "arrange", counting)
    return counts


def three_blocks() -> tuple[ModelGraph, tuple[Block, ...]]:
    names = {block: [f"{block}_{number}" for number in range(count)] for block, count in SIZES.items()}
    order = ["in", *(name for members in names.values() for name in members), "out"]
    graph = model(map(layer, order), pairwise(order))
    blocks = tuple(
        Block(name, name, tuple(members), (Block(f"{name}/inner", "inner", tuple(members[1:])),))
        for name, members in names.items()
    )
    return graph, blocks


def test_opening_a_block_lays_out_that_block_and_what_is_round_it_and_nothing_else(laid_out: list[int]):
    graph, blocks = three_blocks()
    before = frozenset({"one", "two", "two/inner", "three"})
    memory = Layouts()
    draw(graph, blocks, before, OPTIONS, layouts=memory)
    laid_out.clear()
    opened = draw(graph, blocks, before | {"three/inner"}, OPTIONS, layouts=memory)
    inner, three, whole = 4 + 2, 2 + 2, 2 + 3  # with the ports through which a line enters and leaves
    assert laid_out == [inner, three, whole]
    assert opened == draw(graph, blocks, before | {"three/inner"}, OPTIONS)


def test_closing_the_block_again_lays_nothing_out(laid_out: list[int]):
    graph, blocks = three_blocks()
    memory = Layouts()
    first = draw(graph, blocks, frozenset({"one"}), OPTIONS, layouts=memory)
    draw(graph, blocks, frozenset({"one", "two"}), OPTIONS, layouts=memory)
    laid_out.clear()
    assert draw(graph, blocks, frozenset({"one"}), OPTIONS, layouts=memory) == first
    assert laid_out == []


def test_blocks_that_look_alike_are_laid_out_once(laid_out: list[int]):
    names = [f"layer_{number}" for number in range(8)]
    blocks = tuple(Block(f"b{start}", "block", tuple(names[start : start + 2])) for start in range(0, 8, 2))
    draw(model(map(layer, names), pairwise(names)), blocks, frozenset(block.id for block in blocks), OPTIONS)
    first, middle, last, whole = 2 + 1, 2 + 2, 2 + 1, 4  # the first and the last block have one port only
    assert sorted(laid_out) == sorted([first, middle, last, whole])


def test_a_layout_can_be_given_up_between_any_two_of_its_stages():
    names = [f"layer_{number}" for number in range(40)]
    edges = [*pairwise(names), *((names[i], names[(i * 7 + 9) % 40]) for i in range(12))]
    graph = model(map(layer, names), ((a, b) for a, b in edges if names.index(a) < names.index(b)))
    calls = 0

    def stop_at(limit: int):
        def check() -> None:
            nonlocal calls
            calls += 1
            if calls > limit:
                raise StoppedError

        return check

    draw(graph, (), frozenset(), OPTIONS, check=stop_at(10**9))
    stages, memory = calls, Layouts()
    assert stages >= 5
    for limit in range(stages):
        calls = 0
        with pytest.raises(StoppedError):
            draw(graph, (), frozenset(), OPTIONS, layouts=memory, check=stop_at(limit))
    assert draw(graph, (), frozenset(), OPTIONS, layouts=memory) == draw(graph, (), frozenset(), OPTIONS)
