"""A recipe on a model it was not made for."""

from __future__ import annotations

from recipe_graphs import branches, classifier

from inspector.recipe.check import check
from inspector.recipe.edits import Freeze, InsertDropout, ReplaceHead, SetDropout, SetMaxNorm
from inspector.recipe.recipe import Data, LearningRate, Recipe, Training
from inspector.recipe.transfer import transfer

OTHER = Recipe(
    edits=(
        Freeze(("conv", "con", "nowhere", "bn")),
        SetDropout("dropp", 0.5),
        InsertDropout("hidden", 0.2),
        SetDropout("hidden_dropout", 0.4),
        SetMaxNorm("flatten", 3.0),
        ReplaceHead(4, "softmax"),
    ),
    data=Data("x.npz"),
    training=Training(learning_rate=LearningRate(0.01, {"conv": 0.1, "hiden": 0.5})),
)


def test_a_recipe_of_the_same_model_fits_whole() -> None:
    recipe = Recipe(edits=OTHER.edits[2:4])
    found = transfer(classifier(), recipe)
    assert found.is_whole
    assert found.recipe == recipe


def test_what_fits_is_told_edit_by_edit_with_the_nearest_names() -> None:
    found = transfer(classifier(), OTHER)
    assert [each.fits for each in found.carried] == ["some", "none", "all", "all", "none", "all", "all", "none"]
    reasons = [each.reason for each in found.carried]
    assert reasons[0] == "2 of 4 layers are not there: con (near to it: conv); nowhere."
    assert reasons[1] == "There is no layer 'dropp' in the model. Near to it: drop."
    assert "'flatten' is a Flatten" in reasons[4]
    assert "Near to it: hidden" in reasons[7]
    assert not found.is_whole


def test_what_fits_is_a_recipe_that_nothing_objects_to() -> None:
    kept = transfer(classifier(), OTHER).recipe
    assert kept.edits == (Freeze(("conv", "bn")), OTHER.edits[2], OTHER.edits[3], OTHER.edits[5])
    assert kept.training.learning_rate == LearningRate(0.01, {"conv": 0.1})
    assert kept.data == OTHER.data
    assert not [note for note in check(classifier(), kept) if note.code in {"edit", "unknown-layer"}]
    assert transfer(classifier(), kept).is_whole


def test_an_edit_of_a_layer_that_only_another_edit_made_goes_with_it() -> None:
    recipe = Recipe(edits=(InsertDropout("away", 0.2), SetDropout("away_dropout", 0.4)))
    assert transfer(branches(), recipe).recipe.edits == ()


def test_a_disabled_edit_stays_as_it_is() -> None:
    recipe = Recipe(edits=(Freeze(("away",), disabled=True),))
    found = transfer(classifier(), recipe)
    assert found.is_whole
    assert found.carried[0].words == "Freeze away (disabled)"
    assert found.recipe == recipe
