"""Edits of a model whose layers were only recovered from TensorFlow's operations."""

from __future__ import annotations

from dataclasses import replace

import pytest
from recipe_graphs import classifier

from inspector.graph.model import ModelGraph
from inspector.recipe.check import check
from inspector.recipe.edits import Edit, Freeze, InsertDropout, ReplaceHead, SetDropout, SetMaxNorm, Unfreeze
from inspector.recipe.plan import EditError, plan
from inspector.recipe.preview import preview
from inspector.recipe.rates import rates
from inspector.recipe.recipe import Recipe, Training


def recovered(class_name: str = "SavedModel") -> ModelGraph:
    return replace(classifier(class_name), format=f"TensorFlow {class_name}")


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        (InsertDropout("bn", 0.3), "Dropout"),
        (InsertDropout("image", 0.2), "Dropout"),
        (SetDropout("drop", 0.5), "Dropout"),
        (SetMaxNorm("conv", 3.0), "Max-norm"),
    ],
)
def test_dropout_and_max_norm_inside_a_body_are_refused_with_the_reason(edit: Edit, what: str) -> None:
    with pytest.raises(EditError, match=rf"^{what} cannot be set at .* operations of TensorFlow"):
        plan(recovered(), [edit])
    (note,) = (note for note in check(recovered(), Recipe(edits=(edit,))) if note.level == "error")
    assert note.code == "edit"
    assert "operations of TensorFlow" in note.text


def test_a_new_head_takes_the_place_of_the_old_one_and_what_is_behind_it() -> None:
    planned = plan(recovered(), [ReplaceHead(units=3, activation="softmax")])
    (head,) = planned.heads
    assert head.removed == ("predictions",)
    assert [layer.class_name for layer in head.layers] == ["Dense"]
    assert not head.rebuilt
    assert planned.graph.by_path[planned.graph.outputs[0]].output_shape == (None, 3)


def test_around_a_new_head_dropout_and_max_norm_are_set_as_anywhere() -> None:
    head = ReplaceHead(units=3, activation="softmax", drop_last=2)
    planned = plan(
        recovered(), [head, InsertDropout("hidden", 0.4), SetMaxNorm("head", 2.0), SetDropout("hidden_dropout", 0.1)]
    )
    assert [insertion.rate for insertion in planned.insertions] == [0.1]
    assert planned.heads[0].attach == "hidden_dropout"
    assert planned.heads[0].layers[-1].config["kernel_constraint"]["config"]["max_value"] == 2.0


def test_a_new_head_can_be_given_again() -> None:
    edits = [ReplaceHead(units=3, activation="softmax"), ReplaceHead(units=7, activation="sigmoid")]
    planned = plan(recovered(), edits)
    assert planned.heads[0].layers[-1].config["units"] == 7
    assert planned.heads[0].removed == ("predictions",)


def test_layers_of_a_body_freeze_and_learn_at_their_own_rate() -> None:
    shown = preview(recovered(), [ReplaceHead(units=3, activation="softmax"), Freeze(("conv",))])
    assert shown.frozen == {"conv"}
    assert {"bn", "hidden", "head"} <= rates(shown, Training()).keys()


def test_constants_of_a_frozen_graph_cannot_be_unfrozen() -> None:
    with pytest.raises(EditError, match="constants"):
        plan(recovered("Graph"), [Unfreeze(("conv",))])


def test_it_is_told_how_a_body_is_trained_and_what_has_no_values_is_not() -> None:
    notes = {note.code: note for note in check(recovered(), Recipe())}
    assert notes["body"].level == "info"
    assert "batch normalisation in it keeps its statistics" in notes["body"].text
    assert "constants" in {note.code: note for note in check(recovered("Graph"), Recipe())}["body"].text
    assert "body-without-values" in {
        note.code for note in check(recovered("MetaGraph"), Recipe()) if note.level == "error"
    }
    assert not {note.code for note in check(classifier(), Recipe())} & {"body", "body-without-values"}
