"""Whatever edits are made in whatever order: they are refused in words, or the graph that comes of them is sound."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recipe_graphs import branches, classifier, nested, tokens
from recipes_at_random import edits

from inspector.graph.model import ModelGraph
from inspector.graph.order import topological
from inspector.graph.weights import fill
from inspector.recipe.check import check
from inspector.recipe.edits import Edit
from inspector.recipe.plan import EditError
from inspector.recipe.preview import Preview, preview
from inspector.recipe.recipe import Recipe

pytestmark = pytest.mark.slow

GRAPHS = {"classifier": classifier(), "branches": branches(), "nested": nested(), "tokens": tokens()}
MADE = ["head", "head_pool", "head_1", "hidden_dropout", "image_dropout", "pool_dropout", "encoder_dropout"]


def possible(graph: ModelGraph, wanted: list[Edit]) -> Preview:
    """The preview of the edits that can be made."""
    made: list[Edit] = []
    shown = preview(graph, made)
    for edit in wanted:
        with suppress(EditError):
            shown = preview(graph, [*made, edit])
            made.append(edit)
    return shown


def require_sound(shown: Preview) -> None:
    graph = shown.graph
    paths = [layer.path for layer in graph.layers]
    assert len(set(paths)) == len(paths)
    assert {edge.source for edge in graph.edges} | {edge.target for edge in graph.edges} <= set(paths)
    for layer in graph.layers:
        assert graph.predecessors[layer.path] == layer.inputs
        assert {graph.by_path[source].parent for source in layer.inputs} <= {layer.parent}
        assert not layer.parent or layer.parent in graph.by_path
        assert set(layer.entries) | set(layer.exits) <= set(paths)
        assert layer.output_shapes
    order = topological(paths, graph.predecessors)
    places = {path: place for place, path in enumerate(order)}
    assert all(places[edge.source] < places[edge.target] for edge in graph.edges)
    assert set(graph.outputs) <= set(paths)
    assert shown.created <= set(paths)
    assert shown.created <= shown.edited.keys() <= set(paths)
    assert fill(graph) == graph, "a shape or weight that follows is not there"


def require_consistent_plan(original: ModelGraph, shown: Preview) -> None:
    """Doing what the plan says to the original gives the preview's layers."""
    plan = shown.plan
    assert {plan.renamed.get(path, path) for path in original.by_path} == plan.whole.by_path.keys()
    original = plan.original
    assert set(original.by_path) <= set(plan.whole.by_path)
    assert original.outputs == ((plan.end,) if plan.end else plan.whole.outputs)
    removed = {
        layer.path
        for head in plan.heads
        for gone in head.removed
        for layer in original.layers
        if layer.path == gone or layer.path.startswith(gone + "/")
    }
    kept = {layer.path for layer in original.layers} - removed - plan.removed
    added = {each.path for each in plan.insertions} | {new.path for head in plan.heads for new in head.layers}
    assert {layer.path for layer in shown.graph.layers} == kept | added
    assert plan.config.keys() <= kept
    assert len({each.after for each in plan.insertions}) == len(plan.insertions)
    for each in plan.insertions:
        assert shown.graph.predecessors[each.path] == (each.after,)
        assert shown.graph.by_path[each.path].config["rate"] == each.rate
    untouched = kept - plan.config.keys() - {new.path for new in plan.replaced}
    for path in untouched:
        assert shown.graph.by_path[path].config == original.by_path[path].config


@pytest.mark.parametrize("name", GRAPHS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_edits_are_refused_in_words_or_give_a_sound_graph(name: str, data: st.DataObject) -> None:
    graph = GRAPHS[name]
    paths = [layer.path for layer in graph.layers]
    wanted = data.draw(st.lists(edits([*paths, *MADE]), max_size=8))
    shown = possible(graph, wanted)
    require_sound(shown)
    require_consistent_plan(graph, shown)
    notes = check(graph, Recipe(edits=tuple(wanted)))
    assert all(note.text.endswith(".") for note in notes)
