"""Edits as lines that a person reads, and the layers they are about."""

from __future__ import annotations

from recipe_graphs import classifier, nested

from inspector.recipe.changes import changes, layers_of
from inspector.recipe.edits import Edit, Freeze, InsertDropout, ReplaceHead, SetDropout, SetMaxNorm
from inspector.recipe.fitting import fit

GRAPH = classifier()


def test_equal_edits_of_several_layers_are_one_line() -> None:
    edits = (
        SetMaxNorm("hidden", 5.0),
        SetDropout("drop", 0.5),
        SetMaxNorm("predictions", 5.0),
        SetMaxNorm("conv", 3.0),
    )
    lines = changes(edits, {})
    assert [(line.words, line.places) for line in lines] == [
        ("Max-norm 5 on hidden, predictions", (0, 2)),
        ("Dropout of drop: 0.5", (1,)),
        ("Max-norm 3 on conv", (3,)),
    ]
    assert [part.words for part in lines[0].parts] == ["Max-norm 5 on hidden", "Max-norm 5 on predictions"]


def test_many_layers_are_named_in_part() -> None:
    edits = tuple(SetMaxNorm(f"dense_{number}", 5.0) for number in range(5))
    assert changes(edits, {})[0].words == "Max-norm 5 on dense_0, dense_1 and 3 more"


def test_a_line_knows_which_of_its_edits_are_disabled_and_keeps_its_key() -> None:
    before = changes((Freeze(("a",)), Freeze(("b",))), {})
    after = changes((Freeze(("a",)), Freeze(("b",), disabled=True), Freeze(("c",))), {})
    assert [line.disabled for line in (*before, *after)] == [frozenset(), frozenset({1})]
    assert before[0].key == after[0].key
    assert after[0].words == "Freeze a and 2 more"


def test_an_edit_that_no_longer_fits_is_a_line_of_its_own_with_the_reason() -> None:
    edits: tuple[Edit, ...] = (
        InsertDropout("hidden", 0.2, disabled=True),
        SetDropout("hidden_dropout", 0.5),
        SetDropout("drop", 0.5),
    )
    fitted = fit(GRAPH, edits)
    lines = changes(edits, fitted.misfits)
    assert [bool(line.reason) for line in lines] == [False, True, False]
    assert lines[1].reason.startswith("There is no layer 'hidden_dropout' in the model.")
    assert "drop" in fitted.preview.edited


def test_every_edit_that_cannot_be_made_is_passed_over() -> None:
    fitted = fit(classifier(), [Freeze(("a",)), SetDropout("conv", 0.5), Freeze(("conv",)), Freeze(("z",))])
    assert fitted.misfits.keys() == {0, 1, 3}
    assert fitted.preview.frozen == {"conv"}


def test_a_change_is_about_what_it_creates_or_names() -> None:
    edits: tuple[Edit, ...] = (
        InsertDropout("hidden", 0.2),
        Freeze(("conv", "gone")),
        ReplaceHead(3, "softmax", drop_last=1),
        InsertDropout("conv", 0.2, disabled=True),
    )
    fitted = fit(GRAPH, edits)
    assert [layers_of(GRAPH, fitted, edits, [place]) for place in range(4)] == [
        ("hidden_dropout",),
        ("conv",),
        ("head",),
        ("conv",),
    ]
    assert layers_of(GRAPH, fitted, edits, [0, 2]) == ("hidden_dropout", "head")


def test_a_nested_model_stands_for_its_layers() -> None:
    edits = (Freeze(("encoder",)),)
    assert layers_of(nested(), fit(nested(), edits), edits, [0]) == (
        "encoder/inner_image",
        "encoder/conv",
        "encoder/drop",
        "encoder/last",
    )
