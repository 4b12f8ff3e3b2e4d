"""Undo, redo, and what steps are called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from recipes_at_random import recipes

from inspector.recipe.edits import Edit, Freeze, InsertDropout, ReplaceHead, SetDropout, SetMaxNorm, Unfreeze
from inspector.recipe.history import History
from inspector.recipe.recipe import Data, Recipe, Training
from inspector.recipe.words import step_words, words

FEW = [Recipe(), Recipe(edits=(Freeze(("a",)),)), Recipe(edits=(Freeze(("a",)), SetDropout("b", 0.5)))]


@given(st.lists(recipes(), max_size=4))
def test_undoing_all_and_redoing_all_comes_back(steps: list[Recipe]) -> None:
    start = History(Recipe())
    history = start
    for step in steps:
        history = history.do(step)
    back = history
    while back.can_undo:
        back = back.undo()
    assert back.now == start.now
    while back.can_redo:
        back = back.redo()
    assert back == history


@given(st.lists(st.sampled_from(["undo", "redo", *FEW]), max_size=12))
def test_a_history_behaves_as_a_list_with_a_place_in_it(steps: list[str | Recipe]) -> None:
    history, line, place = History(FEW[0]), [FEW[0]], 0
    for step in steps:
        if step == "undo":
            history, place = history.undo(), max(0, place - 1)
        elif step == "redo":
            history, place = history.redo(), min(len(line) - 1, place + 1)
        elif isinstance(step, Recipe):
            history = history.do(step)
            if step != line[place]:
                line = [*line[: place + 1], step]
                place += 1
        assert history.now == line[place]
        assert history.can_undo == (place > 0)
        assert history.can_redo == (place < len(line) - 1)


def test_the_steps_are_told_in_words() -> None:
    history = History(FEW[0]).do(FEW[1]).do(FEW[2])
    assert history.undo_words == "Dropout of b: 0.5"
    assert history.redo_words == ""
    assert history.undo().redo_words == "Dropout of b: 0.5"
    assert history.undo().undo_words == "Freeze a"
    assert History(FEW[0]).undo_words == ""


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (Recipe(), "Take back 2 edits"),
        (FEW[1], "Take back: Dropout of b: 0.5"),
        (replace(FEW[2], edits=tuple(reversed(FEW[2].edits))), "Order of the edits"),
        (replace(FEW[2], edits=(Freeze(("c",)), Freeze(("d",)))), "2 edits"),
        (replace(FEW[2], edits=(FEW[1].edits[0], SetDropout("b", 0.5, disabled=True))), "Disable: Dropout of b: 0.5"),
        (replace(FEW[2], data=Data(source="x.npz")), "Data"),
        (replace(FEW[2], training=Training(epochs=9)), "Training settings"),
    ],
)
def test_a_step_is_told_by_what_it_changes(after: Recipe, told: str) -> None:
    assert step_words(FEW[2], after) == told


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (Freeze(("conv1",)), "Freeze conv1"),
        (Freeze(("conv1", "b", "c", "d")), "Freeze conv1 and 3 more"),
        (Unfreeze(("conv1", "b")), "Unfreeze conv1 and 1 more"),
        (SetDropout("drop", 0.25), "Dropout of drop: 0.25"),
        (InsertDropout("image", 0.2), "New dropout after image: 0.2"),
        (SetMaxNorm("dense", 5.0), "Max-norm 5 on dense"),
        (SetMaxNorm("dense", None), "No max-norm on dense"),
        (ReplaceHead(14, "softmax"), "New head: 14 units, softmax"),
        (ReplaceHead(1, "sigmoid", 1), "New head: 1 unit, sigmoid, in place of the last layer"),
        (ReplaceHead(3, "softmax", 2, "kind"), "New head of kind: 3 units, softmax, in place of the last 2 layers"),
        (ReplaceHead(3, "softmax", 0), "New head: 3 units, softmax, on top"),
    ],
)
def test_every_edit_is_told_in_one_line(edit: Edit, told: str) -> None:
    assert words(edit) == told
