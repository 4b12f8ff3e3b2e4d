"""Dropouts taken out, models ended at a layer, layers renamed: what comes of the graph, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from recipe_graphs import branches, classifier, dense, entry, layer, model, nested

from inspector.graph.model import ModelGraph
from inspector.recipe.edits import (
    Edit,
    EndModel,
    Freeze,
    InsertDropout,
    RemoveDropout,
    RenameLayer,
    ReplaceHead,
    SetDropout,
    SetMaxNorm,
)
from inspector.recipe.following import following
from inspector.recipe.head_edits import class_names
from inspector.recipe.plan import EditError, plan
from inspector.recipe.preview import preview
from inspector.recipe.rates import rates
from inspector.recipe.recipe import LearningRate, Recipe, Training
from inspector.recipe.words import words


def test_what_took_the_tensor_of_a_removed_dropout_takes_that_of_the_layer_before() -> None:
    shown = preview(classifier(), [RemoveDropout("drop")])

    assert "drop" not in shown.graph.by_path
    assert shown.graph.by_path["predictions"].inputs == ("hidden",)
    assert shown.plan.removed == {"drop"}
    assert shown.edited == {"hidden": "drop taken out behind it"}


def test_removing_a_dropout_that_was_put_in_leaves_nothing_to_do() -> None:
    planned = plan(classifier(), [InsertDropout("hidden", 0.2), RemoveDropout("hidden_dropout")])

    assert planned.graph == plan(classifier(), []).graph
    assert [*planned.insertions, *planned.removed, *planned.created, *planned.edited] == []


def test_a_dropout_inside_a_nested_model_can_be_removed() -> None:
    shown = preview(nested(), [RemoveDropout("encoder/drop")])

    assert shown.graph.by_path["encoder/last"].inputs == ("encoder/conv",)


def test_the_layer_before_a_removed_last_dropout_becomes_the_output() -> None:
    graph = model(entry(shape=(None, 4)), dense("one", "image", 3), layer("drop", "Dropout", "one", rate=0.2))

    assert preview(graph, [RemoveDropout("drop")]).graph.outputs == ("one",)


def test_a_model_that_ends_at_a_layer_keeps_what_that_needs() -> None:
    shown = preview(branches(), [EndModel("features")])

    assert shown.graph.outputs == ("features",)
    assert shown.plan.end == "features"
    assert {"kind", "size"} & shown.graph.by_path.keys() == set()
    assert shown.edited["features"] == "the model ends here, kind taken out behind it"


def test_an_input_that_nothing_needs_any_more_goes_and_is_told() -> None:
    graph = model(
        entry("left", (None, 4)),
        entry("right", (None, 4)),
        dense("one", "left", 3),
        dense("other", "right", 3),
        layer("both", "Add", "one", "other"),
    )
    shown = preview(graph, [EndModel("one")])

    assert shown.graph.inputs == ("left",)
    assert shown.edited["one"].startswith("the model ends here, without the input right")


def test_a_new_head_can_be_put_on_the_new_end() -> None:
    shown = preview(classifier(), [EndModel("pool"), ReplaceHead(3, "softmax", drop_last=0)])

    (head,) = shown.plan.heads
    assert (head.attach, [new.class_name for new in head.layers]) == ("pool", ["GlobalAveragePooling2D", "Dense"])
    assert shown.graph.outputs == ("head",)


def test_of_two_outputs_the_one_with_a_new_head_can_be_kept() -> None:
    planned = plan(branches(), [ReplaceHead(4, "softmax", output="kind"), EndModel("kind")])

    assert planned.graph.outputs == planned.original.outputs == ("kind",)
    assert [head.rebuilt for head in planned.heads] == ["kind"]


def test_a_renamed_layer_goes_by_its_new_name() -> None:
    edits = [RenameLayer("hidden", "features"), SetMaxNorm("features", 2.0), Freeze(("features",))]
    shown = preview(classifier(), edits)

    assert shown.graph.by_path["drop"].inputs == ("features",)
    assert shown.graph.by_path["features"].config["name"] == "features"
    assert shown.plan.renamed == {"hidden": "features"}
    assert shown.plan.config.keys() == {"features"}
    assert shown.edited == {"features": "was hidden, max-norm 2"}
    assert "features" in shown.frozen
    assert shown.in_file("features") == "hidden"


def test_what_is_inside_a_renamed_model_goes_by_its_name() -> None:
    edits = [RenameLayer("encoder/conv", "first"), RenameLayer("encoder", "body"), SetDropout("body/drop", 0.4)]
    shown = preview(nested(), edits)

    assert shown.plan.renamed["encoder/conv"] == "body/first"
    assert shown.graph.by_path["body/drop"].inputs == ("body/first",)
    assert (shown.graph.by_path["body"].entries, shown.graph.by_path["body"].exits) == (
        ("body/inner_image",),
        ("body/last",),
    )
    assert shown.edited["body/first"] == "was conv"


def test_a_layer_can_have_its_old_name_again() -> None:
    planned = plan(classifier(), [RenameLayer("hidden", "other"), RenameLayer("other", "hidden")])

    assert planned.renamed == {}
    assert planned.edited == {}
    assert planned.graph == classifier()


def test_multipliers_follow_the_names_of_layers_there_and_back() -> None:
    graph = nested()
    training = Training(learning_rate=LearningRate(0.1, {"encoder/conv": 0.5, "pool": 2.0}))
    plain = Recipe(training=training)
    renamed = following(graph, plain, Recipe(edits=(RenameLayer("encoder", "body"),), training=training))

    assert renamed.training.learning_rate.multipliers == {"body/conv": 0.5, "pool": 2.0}
    assert rates(preview(graph, renamed.edits), renamed.training)["body/conv"] == pytest.approx(0.05)
    assert following(graph, renamed, Recipe(training=renamed.training)) == plain


def test_multipliers_follow_the_name_of_a_new_head() -> None:
    head = ReplaceHead(3, "softmax", drop_last=1)
    before = Recipe(edits=(head,), training=Training(learning_rate=LearningRate(0.1, {"head": 0.5})))
    after = following(
        classifier(), before, Recipe(edits=(head, RenameLayer("head", "animals")), training=before.training)
    )

    assert after.training.learning_rate.multipliers == {"animals": 0.5}
    assert [new.name for new in plan(classifier(), after.edits).heads[0].layers] == ["animals"]


def test_the_names_of_classes_are_those_of_the_last_head_that_is_made() -> None:
    edits = (
        ReplaceHead(3, "softmax", class_names=("cat", "dog")),
        ReplaceHead(2, "softmax", class_names=("no",), disabled=True),
    )

    assert class_names(edits) == ("cat", "dog")


@pytest.mark.parametrize(
    ("graph", "edits", "said"),
    [
        (classifier(), [RemoveDropout("hidden")], "is a Dense, which does more than drop, so it cannot be removed."),
        (
            model(entry(shape=(None, 4)), layer("drop", "Dropout", "image", rate=0.2)),
            [RemoveDropout("drop")],
            "makes an output of the model and is all that does",
        ),
        (
            model(
                entry("left", (None, 4)),
                entry("right", (None, 4)),
                layer("drop", "Dropout", "left", "right", rate=0.2),
                dense("one", "drop", 3),
            ),
            [RemoveDropout("drop")],
            "is shared: the model calls it 2 times",
        ),
        (classifier(), [EndModel("predictions")], "ends at 'predictions' already"),
        (classifier(), [EndModel("image")], "is an input"),
        (nested(), [EndModel("encoder/conv")], "is inside the nested model 'encoder'"),
        (classifier(), [InsertDropout("hidden", 0.2), EndModel("hidden_dropout")], "end at 'hidden'"),
        (classifier(), [EndModel("hidden"), SetDropout("drop", 0.2)], "is gone"),
        (classifier(), [RenameLayer("hidden", "conv")], "Expected a name that is free, found 'conv'"),
        (classifier(), [RenameLayer("hidden", "a/b")], "Expected a name of Latin letters"),
        (classifier(), [RenameLayer("hidden", "größe")], "Expected a name of Latin letters"),
        (classifier(), [RenameLayer("hidden", "hidden")], "is called 'hidden' already"),
        (classifier(), [RenameLayer("image", "pixels")], "is an input"),
        (classifier(), [RenameLayer("hidden", "a"), RenameLayer("conv", "hidden")], "found 'hidden'"),
        (classifier(), [RenameLayer("hidden", "a"), Freeze(("hidden",))], "has another name now: 'a'"),
        (replace(classifier(), class_name="Own"), [RenameLayer("hidden", "a")], "a class with code of its own"),
        (classifier(), [ReplaceHead(1, "sigmoid", class_names=("a", "b"))], "at most 1 class name"),
        (classifier(), [ReplaceHead(2, "softmax", class_names=("a", "a"))], "found 'a' twice"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(graph: ModelGraph, edits: list[Edit], said: str) -> None:
    with pytest.raises(EditError, match=".*".join(said.split("*"))):
        plan(graph, edits)


def test_a_dropout_stays_where_another_behind_it_would_take_more() -> None:
    graph = model(
        entry("pixels", (None, 6)),
        dense("one", "pixels", 4),
        layer("drop", "Dropout", "one", rate=0.2),
        layer("sum", "Add", "drop", "one"),
    )
    with pytest.raises(EditError, match="remove 'drop_dropout' first"):
        plan(graph, [InsertDropout("drop", 0.1), RemoveDropout("drop")])


def test_the_edits_are_told_in_a_line() -> None:
    assert [words(edit) for edit in (RemoveDropout("drop"), EndModel("pool"), RenameLayer("a/b", "c"))] == [
        "Remove drop",
        "End the model at pool",
        "Rename a/b to c",
    ]
