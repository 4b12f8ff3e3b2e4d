"""Graphs cut where everything passes through one box: laid out in parts, the whole is as good as in one piece."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.drawing.layout import layouts as kept
from inspector.drawing.layout.layouts import Layouts
from inspector.drawing.layout.problem import Link, Node, Placement
from inspector.drawing.layout.sections import sections

DIAMOND = ((0, 1), (0, 2), (1, 3), (2, 3))


def diamonds(count: int) -> tuple[list[Node], list[Link]]:
    """Boxes that branch and come together again, over and over."""
    nodes = [Node(120.0, 40.0, 0.0, 60.0, (14.0,)) for _ in range(3 * count + 1)]
    return nodes, [Link(3 * i + a, 3 * i + b, 0) for i in range(count) for a, b in DIAMOND]


def test_a_graph_is_cut_where_branches_leave_a_box_that_all_pass_through():
    _, links = diamonds(3)
    assert [section.nodes for section in sections(10, links)] == [(0, 1, 2, 3), (3, 4, 5, 6), (6, 7, 8, 9)]


@pytest.mark.parametrize(
    "more", [(0, 6), (9, 6), (10, 4), (2, 10)], ids=["a link passes it", "a cycle", "another input", "another output"]
)
def test_a_graph_is_not_cut_at_a_box_that_something_is_beside(more: tuple[int, int]):
    _, links = diamonds(3)
    count = max(10, *(end + 1 for end in more))
    cut = {section.nodes[-1] for section in sections(count, [*links, Link(*more)])[:-1]}
    assert 3 not in cut


def test_sections_that_are_alike_are_laid_out_once(monkeypatch: pytest.MonkeyPatch):
    counts: list[int] = []
    really = kept.arrange

    def counting(nodes: tuple[Node, ...], links: tuple[Link, ...], *rest: object) -> Placement:
        counts.append(len(nodes))
        return really(nodes, links, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(kept, "arrange", counting)
    placement = Layouts().arrange(*diamonds(20))
    assert counts == [4]
    assert {x for x, _ in placement.centres[::3]} == {placement.centres[0][0]}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([60.0, 120.0, 300.0]), min_size=13, max_size=13), st.booleans())
def test_boxes_of_all_sections_keep_clear_and_lines_join_them(widths: list[float], pinned: bool):
    plain, links = diamonds(4)
    nodes = [node._replace(width=width, reach=width / 2) for node, width in zip(plain, widths, strict=True)]
    if pinned:
        nodes[0], nodes[-1] = Node(0.0, 0.0, pin="top"), Node(0.0, 0.0, pin="bottom")
    laid = Layouts().arrange(nodes, links)
    for (one, (x, y)), (other, (u, v)) in combinations(zip(nodes, laid.centres, strict=True), 2):
        assert abs(x - u) >= (one.width + other.width) / 2 or abs(y - v) >= (one.height + other.height) / 2
    for link, route in zip(links, laid.routes, strict=True):
        (x, y), (u, v) = laid.centres[link.source], laid.centres[link.target]
        assert route[0][1] == pytest.approx(y + nodes[link.source].height / 2)
        assert route[-1][1] == pytest.approx(v - nodes[link.target].height / 2)
        assert abs(route[0][0] - x) <= nodes[link.source].width / 2 + 0.01
        assert abs(route[-1][0] - u) <= nodes[link.target].width / 2 + 0.01
    for node, (x, y) in zip(nodes, laid.centres, strict=True):
        assert node.width / 2 - 0.01 <= x <= laid.width - node.width / 2 + 0.01
        assert node.height / 2 - 0.01 <= y <= laid.height - node.height / 2 + 0.01
    if pinned:
        assert laid.centres[-1][0] == pytest.approx(laid.centres[0][0])
