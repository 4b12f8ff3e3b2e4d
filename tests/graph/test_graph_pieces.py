"""Pieces of a level: labels are kept together as far as no circle closes."""

from __future__ import annotations

from itertools import pairwise

import networkx
from folding import graph_of
from hypothesis import given
from hypothesis import strategies as st

from inspector.graph.groups.acyclic import Pieces, partition
from inspector.graph.groups.level import Level, level_of
from inspector.graph.model import Layer


@st.composite
def labelled_levels(draw: st.DrawFn) -> tuple[Level, list[str]]:
    count = draw(st.integers(2, 14))
    names = [str(number) for number in range(count)]
    pairs = [(source, target) for target in names for source in names[: int(target)]]
    edges = draw(st.sets(st.sampled_from(pairs), max_size=2 * count))
    graph = graph_of(dict.fromkeys(names, "Dense"), sorted(edges))
    return level_of(graph, graph.layers), draw(st.lists(st.sampled_from("abcd"), min_size=count, max_size=count))


def pieces_of(level: Level, labels: list[str]) -> list[int]:
    pieces = partition(level.predecessors, labels, most=len(level))
    assert pieces is not None
    return pieces


def quotient(level: Level, pieces: list[int]) -> networkx.DiGraph:
    made = networkx.DiGraph()
    made.add_nodes_from(pieces)
    lines = ((pieces[number], pieces[other]) for number, others in enumerate(level.successors) for other in others)
    made.add_edges_from((one, other) for one, other in lines if one != other)
    return made


@given(labelled_levels())
def test_pieces_of_any_labels_make_no_circle_and_mix_no_labels(case: tuple[Level, list[str]]) -> None:
    level, labels = case
    pieces = pieces_of(level, labels)
    assert networkx.is_directed_acyclic_graph(quotient(level, pieces))
    assert len(set(zip(pieces, labels, strict=True))) == len(set(pieces))


@given(labelled_levels(), st.data())
def test_merging_where_it_is_allowed_makes_no_circle(case: tuple[Level, list[str]], data: st.DataObject) -> None:
    level, labels = case
    pieces = Pieces(level, pieces_of(level, labels))
    for _ in range(3):
        listed = sorted(pieces.members)
        gone, kept = data.draw(st.sampled_from(listed)), data.draw(st.sampled_from(listed))
        if gone != kept and pieces.can_merge(gone, kept):
            pieces.merge(gone, kept)
    piece_of = {number: piece for piece, members in pieces.members.items() for number in members}
    assert sorted(piece_of) == list(range(len(level)))
    found = quotient(level, [piece_of[number] for number in range(len(level))])
    assert networkx.is_directed_acyclic_graph(found)
    assert set(found.edges) == {(one, other) for one, others in pieces.successors.items() for other in others}


def pieces_by_layer(labels: dict[str, str], edges: list[tuple[str, str]]) -> dict[str, int]:
    graph = graph_of(dict.fromkeys(labels, "Dense"), edges)
    level = level_of(graph, graph.layers)
    pieces = pieces_of(level, [labels[layer.path] for layer in level.layers])
    return {layer.path: piece for layer, piece in zip(level.layers, pieces, strict=True)}


def test_a_label_is_split_where_something_else_lies_between() -> None:
    edges = [("first", "between"), ("between", "last"), ("first", "last")]
    piece = pieces_by_layer({"first": "a", "between": "b", "last": "a"}, edges)
    assert piece["first"] != piece["last"]


def test_a_label_is_kept_together_where_nothing_else_lies_between() -> None:
    edges = [("first", "second"), ("first", "other"), ("second", "last"), ("first", "last")]
    piece = pieces_by_layer({"first": "a", "second": "a", "other": "b", "last": "a"}, edges)
    assert piece["first"] == piece["second"] == piece["last"]


def test_what_leads_to_a_piece_later_also_leads_to_what_came_of_it_before() -> None:
    names = ["early", "of early", "late", "joins early", "would join late"]
    takes_from = ((), (0,), (), (2,), (1,))
    gives_to = ((1,), (4,), (3,), (), ())
    level = Level(tuple(Layer(name, name, "Dense") for name in names), takes_from, gives_to)
    pieces = pieces_of(level, ["b", "c", "a", "b", "a"])
    assert pieces[0] == pieces[3]
    assert pieces[2] != pieces[4]


def test_labels_that_fall_into_too_many_pieces_are_given_up() -> None:
    names = [str(number) for number in range(6)]
    graph = graph_of(dict.fromkeys(names, "Dense"), pairwise(names))
    level = level_of(graph, graph.layers)
    assert partition(level.predecessors, list("ababab"), most=6) == [0, 1, 2, 3, 4, 5]
    assert partition(level.predecessors, list("ababab"), most=5) is None
