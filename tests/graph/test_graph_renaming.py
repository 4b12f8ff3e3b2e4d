"""Renaming rules: parsed with errors in words, applied without losing a name."""

from __future__ import annotations

import time

import pytest
from folding import chain
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector import program
from inspector.graph.leaf_edges import leaf_edges
from inspector.graph.model import Edge, Layer, ModelGraph, Note
from inspector.graph.renaming import NONE, Rule, RuleError, parse_rule, rename, renamed, renamed_paths
from inspector.graph.substitution import SECONDS


def test_the_reference_rule_turns_the_first_underscore_into_a_slash() -> None:
    rule = parse_rule("reference")
    assert rename(["conv1_bn_relu", "relu"], rule) == {"conv1_bn_relu": "conv1/bn_relu", "relu": "relu"}


def test_a_regex_replaces_every_match_and_knows_its_groups() -> None:
    rule = parse_rule(r"regex:(?P<part>bn|conv)_=>\g<part>/")
    assert rename(["conv_bn_1"], rule) == {"conv_bn_1": "conv/bn/1"}


def test_a_replacement_may_hold_a_colon_and_be_empty() -> None:
    assert parse_rule("regex:a:b=>c:d") == Rule("regex", "a:b", "c:d")
    assert rename(["model_conv"], parse_rule("regex:^model_=>")) == {"model_conv": "conv"}


@pytest.mark.parametrize("text", ["none", "scopes", " None "])
def test_rules_that_keep_names_keep_them(text: str) -> None:
    assert rename(["a_b/c", "_x", "y//z"], parse_rule(text)) == {"a_b/c": "a_b/c", "_x": "_x", "y//z": "y//z"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Expected a renaming rule, 'none', 'scopes'"),
        ("scopes:", "found 'scopes:'"),
        ("regex", "found 'regex'"),
        ("regex:abc", "Expected what to replace, =>"),
        ("regex:=>x", "Expected what to replace"),
        ("regex:(=>x", "is no regular expression"),
        ("regex:" + "(" * 5000 + ")" * 5000 + "=>x", "is no regular expression"),
        (r"regex:a=>\1", "does not fit the pattern"),
        (r"regex:a=>\g<nothing>", "does not fit the pattern"),
    ],
)
def test_what_is_no_rule_is_refused_in_words(text: str, says: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse_rule(text)
    assert says in str(caught.value)


def test_two_names_that_become_one_are_told_apart_and_a_name_that_stays_comes_first() -> None:
    rule = parse_rule("regex:^a[0-9]$=>a")
    names = ["a1", "a2", "a", "a__2", "a3"]
    assert rename(names, rule) == {"a1": "a__3", "a2": "a__4", "a": "a", "a__2": "a__2", "a3": "a__5"}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.text("ab_/1", max_size=6), max_size=20), st.sampled_from(["reference", "regex:[_1]=>/", "regex:a=>"])
)
def test_no_name_is_lost_whatever_the_rule(names: list[str], text: str) -> None:
    made = rename(names, parse_rule(text))
    assert set(made) == set(names)
    assert len(set(made.values())) == len(made)


def with_a_nested_model() -> ModelGraph:
    layers = (
        Layer("in_a", "in_a", "InputLayer"),
        Layer(
            "my_net", "my_net", "Functional", "model", inputs=("in_a",), entries=("my_net/x_1",), exits=("my_net/y_1",)
        ),
        Layer("my_net/x_1", "x_1", "InputLayer"),
        Layer("my_net/y_1", "y_1", "Dense", inputs=("my_net/x_1",)),
        Layer("my_net_z", "my_net_z", "Dense", inputs=("my_net",)),
    )
    edges = (Edge("in_a", "my_net"), Edge("my_net/x_1", "my_net/y_1"), Edge("my_net", "my_net_z"))
    note = Note("info", "lambda", "…", "my_net/y_1")
    return ModelGraph("m", "Functional", layers, edges, ("in_a",), ("my_net_z",), notes=(note,))


def test_a_renamed_graph_is_the_same_graph_under_other_names() -> None:
    graph = with_a_nested_model()
    made = renamed(graph, parse_rule("reference"))
    assert [layer.path for layer in made.layers] == ["in/a", "my_net", "my_net/x/1", "my_net/y/1", "my/net_z"]
    assert [layer.parent for layer in made.layers] == ["", "", "my_net", "my_net", ""]
    new = renamed_paths(graph, parse_rule("reference"))
    assert leaf_edges(made) == tuple(Edge(new[edge.source], new[edge.target]) for edge in leaf_edges(graph))
    assert (made.inputs, made.outputs, made.notes[0].layer) == (("in/a",), ("my/net_z",), "my_net/y/1")
    assert [layer.path for layer in made.inside("my_net")] == ["my_net/x/1", "my_net/y/1"]


def test_no_layer_is_renamed_into_a_nested_model() -> None:
    made = renamed(with_a_nested_model(), parse_rule("regex:my_net_=>my_net/"))
    assert [layer.path for layer in made.layers] == ["in_a", "my_net", "my_net/x_1", "my_net/y_1", "my_net_z"]


def test_a_rule_that_changes_nothing_gives_the_graph_itself() -> None:
    graph = chain(["a", "b"])
    assert renamed(graph, NONE) is graph


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("regex:^(a+)+$=>b", "took longer than"),
        ("regex:a=>" + "b" * 1_000_000, "would be longer than"),
    ],
)
def test_a_regex_that_leads_too_far_is_refused_and_never_hangs(text: str, says: str) -> None:
    start = time.monotonic()

    with pytest.raises(RuleError, match=says):
        rename(["a" * 40 + "!", "short"], parse_rule(text))

    assert time.monotonic() - start < SECONDS + 3


def test_one_process_is_started_for_all_names_of_a_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[object] = []
    begin = program.ask
    monkeypatch.setattr(program, "ask", lambda *all, **named: started.append(all) or begin(*all, **named))

    renamed(with_a_nested_model(), parse_rule("regex:_=>/"))

    assert len(started) == 1
