"""How the layout places boxes and lines."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from itertools import pairwise

import pytest
from drawing_models import SHAPE, layer, model
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.drawing.draw import draw
from inspector.drawing.layout.layers import layers
from inspector.drawing.layout.problem import Node
from inspector.drawing.measure import SUBTITLE_PIXELS, text_width
from inspector.drawing.picture import Options, Picture
from inspector.graph.blocks import Block
from inspector.graph.model import Edge, ModelGraph

BOX = Node(120, 40)


def drawn(edges: list[tuple[str, str]]) -> Picture:
    names = dict.fromkeys(name for edge in edges for name in edge)
    return draw(model(map(layer, names), edges), (), frozenset(), Options())


def middle(picture: Picture, name: str) -> float:
    box = next(box for box in picture.boxes if box.id == name)
    return box.x + box.width / 2


def test_the_main_path_is_straight_and_the_skip_goes_round_it():
    picture = drawn(
        [("in", "a"), ("a", "b"), ("b", "add"), ("in", "add"), ("add", "c"), ("c", "add2"), ("add", "add2")]
    )
    assert len({middle(picture, name) for name in ("in", "a", "b", "add", "c", "add2")}) == 1
    skip = next(line for line in picture.lines if (line.source, line.target) == ("in", "add"))
    rightmost = max(box.x + box.width for box in picture.boxes if box.id in "ab")
    assert max(x for x, _ in skip.points) > rightmost


def test_branches_stand_side_by_side_round_the_box_they_come_from():
    picture = drawn([("in", name) for name in "abc"] + [(name, "out") for name in "abc"])
    xs = sorted(middle(picture, name) for name in "abc")
    assert xs[1] == middle(picture, "in") == middle(picture, "out")
    assert len({box.y for box in picture.boxes if box.id in "abc"}) == 1


def test_of_two_branches_the_longer_one_is_straight_also_where_a_skip_passes_both():
    edges = []
    for number in range(3):
        start, a, b, c, side, add = (f"{name}{number}" for name in ("in", "a", "b", "c", "side", "add"))
        edges += [(start, a), (a, b), (b, c), (c, add), (start, side), (side, add), (add, f"in{number + 1}")]
        edges.append((start, f"in{number + 1}"))
    picture = drawn(edges)
    straight = [f"{name}{number}" for number in range(3) for name in ("in", "a", "b", "c", "add")]
    assert len({round(middle(picture, name)) for name in straight}) == 1


def test_a_row_of_modules_with_four_branches_does_not_drift():
    edges = []
    for number in range(8):
        for branch, length in enumerate((3, 2, 2, 1)):
            names = [f"{number}.{branch}.{index}" for index in range(length)]
            edges += pairwise([f"join{number}", *names, f"join{number + 1}"])
    picture = drawn(edges)
    assert max(abs(middle(picture, f"join{number}") - middle(picture, "join0")) for number in range(9)) < 60


def test_many_branches_below_each_other_do_not_make_the_picture_wide():
    edges = []
    for number in range(60):
        edges.append((f"main{number}", f"main{number + 1}"))
        branch = [f"{name}{number}" for name in ("a", "b", "c", "d")]
        edges += [*pairwise(branch), (branch[-1], f"main{number + 1}")]
        edges += [(f"{name}x{number}", f"{name}{number}") for name in ("b", "c")]
    picture = drawn(edges)
    rows = {}
    for box in picture.boxes:
        rows.setdefault(box.y + box.height / 2, []).append(box.width + 28)
    assert picture.width < 3.5 * max(map(sum, rows.values()))
    spine = [middle(picture, f"main{number}") for number in range(10, 61)]
    assert max(spine) - min(spine) < 2


def test_open_blocks_below_each_other_stand_in_line():
    edges = []
    blocks = []
    for number in range(4):
        names = [f"{name}{number}" for name in ("left", "left_again", "right", "add")]
        left, again, right, add = names
        start = f"add{number - 1}" if number else "in"
        edges += [(start, left), (left, again), (again, add), (start, right), (right, add)]
        blocks.append(Block(f"block{number}", "block", tuple(names)))
    layers_ = [layer(name) for name in dict.fromkeys(name for edge in edges for name in edge)]
    opened = frozenset(block.id for block in blocks)
    picture = draw(model(layers_, edges), tuple(blocks), opened, Options())
    assert len({round(box.x) for box in picture.boxes if box.kind == "frame"}) == 1


def test_two_outputs_leave_in_the_order_of_the_boxes_they_go_to():
    layers_ = [layer(name) for name in ("lstm", "left", "right", "left2", "right2")]
    pairs = [
        ("lstm", "right", 0),
        ("lstm", "left", 1),
        ("left", "left2", 0),
        ("right", "right2", 0),
        ("left", "right2", 0),
    ]
    graph = ModelGraph("m", "Functional", tuple(layers_), tuple(Edge(a, b, SHAPE, index) for a, b, index in pairs))
    picture = draw(graph, (), frozenset(), Options())
    starts = {line.target: line.points[0][0] for line in picture.lines if line.source == "lstm"}
    assert (starts["left"] < starts["right"]) == (middle(picture, "left") < middle(picture, "right"))
    assert starts["left"] != starts["right"]


def test_a_line_keeps_clear_of_a_label_wider_than_its_box():
    wide = (None, 1024, 1024, 1024, 1024)
    graph = model([layer("in"), layer("a"), layer("out")], [("in", "a"), ("a", "out"), ("in", "out")], wide)
    picture = draw(graph, (), frozenset(), Options())
    labelled, skip = (line for line in picture.lines if line.target == "out")
    label_end = labelled.label_at[0] + text_width(labelled.label, SUBTITLE_PIXELS)
    passing = [x for x, y in skip.points if y > labelled.points[0][1]]
    assert label_end > middle(picture, "a") + 60
    assert passing[0] > label_end or passing[0] < middle(picture, "a") - 60


def test_what_no_input_reaches_stands_right_above_what_takes_it():
    edges = [(0, 1), (1, 2), (2, 3), (4, 5), (5, 3)]
    assert layers([BOX] * 6, edges) == [0, 1, 2, 3, 1, 2]


def test_a_box_at_the_end_of_a_short_branch_stays_near_the_fork():
    edges = [(0, 1), (1, 2), (2, 3), (3, 4), (0, 5), (0, 6)]
    number = layers([BOX] * 7, edges)
    assert (number[5], number[6]) == (1, 1)


def test_pinned_nodes_have_the_first_and_last_layer_to_themselves():
    nodes = [Node(0, 0, pin="top"), BOX, BOX, BOX, Node(0, 0, pin="bottom"), Node(0, 0, pin="bottom")]
    number = layers(nodes, [(0, 2), (1, 2), (2, 3), (1, 4), (3, 5)])
    assert number[0] == 0 < min(number[1:4])
    assert number[4] == number[5] > max(number[1:4])


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)), max_size=40))
def test_no_other_layers_make_the_links_shorter(ends):
    pairs = [(min(pair), max(pair)) for pair in ends if pair[0] != pair[1]]
    count = max((max(pair) for pair in pairs), default=0) + 1
    number = layers([BOX] * count, pairs)
    assert all(number[target] > number[source] for source, target in pairs)
    assert sum(number[target] - number[source] for source, target in pairs) == least_total(count, pairs)


def least_total(count: int, pairs: list[tuple[int, int]]) -> int:
    """The same by linear programming, through networkx' minimum-cost flow: the dual problem."""
    networkx = pytest.importorskip("networkx")
    graph = networkx.DiGraph()
    graph.add_nodes_from(range(count), demand=0)
    for source, target in pairs:
        graph.add_edge(source, target, weight=-1)
        graph.nodes[source]["demand"] -= 1
        graph.nodes[target]["demand"] += 1
    return -networkx.min_cost_flow_cost(graph)


def test_two_orders_that_need_no_crossing_are_found():
    edges = [("in", "a"), ("in", "b"), ("in", "c"), ("c", "x"), ("a", "y"), ("b", "z"), ("a", "x"), ("c", "z")]
    picture = drawn(edges)
    assert crossings(picture) == 0


def crossings(picture: Picture) -> int:
    """Pairs of lines between the same two rows whose ends are in opposite order."""
    found = 0
    for first in picture.lines:
        for second in picture.lines:
            rows = first.points[0][1] == second.points[0][1] and first.points[-1][1] == second.points[-1][1]
            if rows and first.points[0][0] < second.points[0][0] and first.points[-1][0] > second.points[-1][0]:
                found += 1
    return found


@pytest.mark.slow
def test_the_picture_does_not_depend_on_the_hash_seed():
    program = (
        "from drawing_models import grid_of_blocks\n"
        "from inspector.drawing.draw import draw\n"
        "from inspector.drawing.picture import Options\n"
        "graph, blocks = grid_of_blocks()\n"
        "print(draw(graph, blocks, frozenset({'outer', 'outer/inner'}), Options(), frozen=frozenset('abc')))\n"
    )
    path = os.pathsep.join(sys.path)
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_a_thousand_layers_are_drawn():
    chooser = random.Random(1)
    names = [f"layer_{index}" for index in range(1000)]
    edges = list(pairwise(names))
    edges += [(names[index], names[index + chooser.randint(2, 9)]) for index in range(0, 980, 4)]
    picture = drawn(edges)
    assert len(picture.boxes) == 1000
