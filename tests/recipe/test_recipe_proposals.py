"""What is proposed for a model and data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector.formats import open_model
from inspector.graph.grouping import blocks
from inspector.graph.model import ModelGraph
from inspector.recipe.edits import Edit, Freeze, InsertDropout, ReplaceHead, SetMaxNorm
from inspector.recipe.preview import preview
from inspector.recipe.proposals import Proposal, proposals, with_proposals
from inspector.recipe.recipe import Recipe
from inspector.resources import resource


@pytest.fixture(scope="module")
def sample() -> ModelGraph:
    return open_model(resource("samples/sample.keras"))


def proposed(graph: ModelGraph, samples: int, classes: int, *edits: Edit) -> tuple[Proposal, ...]:
    shown = preview(graph, edits)
    return proposals(shown.graph, blocks(shown.graph), samples, classes, shown.created)


def edits(found: tuple[Proposal, ...]) -> list[Edit]:
    return [edit for each in found for edit in each.edits]


def test_classes_that_do_not_fit_the_output_get_a_head_of_their_own(sample: ModelGraph) -> None:
    assert ReplaceHead(3, "softmax") in edits(proposed(sample, 5000, 3))
    assert ReplaceHead(20, "softmax") in edits(proposed(sample, 5000, 20))
    for few_more in (10, 8):
        assert not any(isinstance(edit, ReplaceHead) for edit in edits(proposed(sample, 5000, few_more)))


def test_the_fewer_samples_the_more_layers_are_kept(sample: ModelGraph) -> None:
    kept = [
        len(next(edit for edit in edits(proposed(sample, samples, 3)) if isinstance(edit, Freeze)).layers)
        for samples in (500, 5000, 50_000)
    ]
    assert kept == sorted(kept, reverse=True)
    assert kept[0] == 12
    assert kept[0] > kept[2] > 0


def test_freezing_ends_with_a_block(sample: ModelGraph) -> None:
    frozen = next(edit for edit in edits(proposed(sample, 5000, 3)) if isinstance(edit, Freeze)).layers
    for block in blocks(sample):
        weighty = {path for path in block.layers if sample.by_path[path].weights}
        assert weighty <= set(frozen) or not weighty & set(frozen)


def test_layers_that_are_kept_get_no_limit(sample: ModelGraph) -> None:
    assert SetMaxNorm("head_dense", 4.0) in edits(proposed(sample, 50_000, 3))
    assert not any(isinstance(edit, SetMaxNorm) for edit in edits(proposed(sample, 500, 3)))


def test_small_steps_are_proposed_only_where_nothing_starts_afresh(sample: ModelGraph) -> None:
    assert [each.learning_rate for each in proposed(sample, 500, 10)][-1] == 1e-4
    assert not any(each.learning_rate for each in proposed(sample, 500, 3))
    assert not any(each.learning_rate for each in proposed(sample, 500, 10, ReplaceHead(10, "softmax")))


def test_what_is_taken_is_not_proposed_again(sample: ModelGraph) -> None:
    found = proposed(sample, 50_000, 3)
    recipe = with_proposals(Recipe(), found)
    assert recipe.edits == tuple(edits(found))
    assert proposed(sample, 50_000, 3, *recipe.edits) == ()


def test_dropout_goes_before_the_head_where_there_is_none() -> None:
    graph = open_model(resource("samples/sample.keras"))
    layers = tuple(
        replace(layer, class_name="ReLU", config={}) if layer.name == "head_dropout" else layer
        for layer in graph.layers
    )
    found = edits(proposed(replace(graph, layers=layers), 500, 10))
    assert InsertDropout("head_dropout", 0.5) in found


def test_nothing_is_proposed_for_several_outputs(sample: ModelGraph) -> None:
    assert proposed(replace(sample, outputs=("predictions", "stem_relu")), 500, 10) == ()
