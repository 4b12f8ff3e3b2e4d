"""The order of layers: each after what it takes from, whatever the file's order."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from inspector.graph.order import topological


@given(st.permutations(list("abcdefgh")), st.sets(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh"))))
def test_every_path_comes_once_and_after_what_it_takes_from(paths: list[str], pairs: set[tuple[str, str]]) -> None:
    sources = {path: sorted(source for source, target in pairs if target == path and source < path) for path in paths}
    ordered = topological(paths, sources)
    assert sorted(ordered) == sorted(paths)
    assert all(ordered.index(source) < ordered.index(path) for path in paths for source in sources[path])


def test_one_branch_is_finished_before_the_next_begins() -> None:
    sources = {"a1": ["in"], "b1": ["in"], "a2": ["a1"], "b2": ["b1"], "join": ["a2", "b2"]}
    assert topological(["in", "a1", "b1", "a2", "b2", "join"], sources) == ("in", "a1", "a2", "b1", "b2", "join")


def test_a_circle_is_entered_at_the_layer_that_is_listed_first() -> None:
    sources = {"shared": ["in", "after"], "after": ["shared"]}
    assert topological(["in", "shared", "after"], sources) == ("in", "shared", "after")


def test_a_chain_of_thirty_thousand_layers_is_ordered() -> None:
    paths = [str(number) for number in range(30_000)]
    sources = {path: [before] for before, path in itertools.pairwise(paths)}
    assert topological(paths[::-1], sources) == tuple(paths)
