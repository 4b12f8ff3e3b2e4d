"""What edits do to a graph, and what the engine is told of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from recipe_graphs import branches, classifier, conv, dense, entry, layer, model, nested, tail, tokens

from inspector.graph.facts import parameters
from inspector.graph.model import ModelGraph
from inspector.recipe.configs import innermost
from inspector.recipe.dropouts import dropout_rate
from inspector.recipe.edits import Freeze, InsertDropout, ReplaceHead, SetDropout, SetMaxNorm, Unfreeze
from inspector.recipe.heads import find_head
from inspector.recipe.max_norms import max_norm_value
from inspector.recipe.plan import EditError, Insertion, plan
from inspector.recipe.preview import preview


def order(graph: ModelGraph) -> list[str]:
    return [each.path for each in graph.layers]


def sources(graph: ModelGraph, path: str) -> tuple[str, ...]:
    assert graph.by_path[path].inputs == graph.predecessors[path]
    return graph.predecessors[path]


# ------------------------------------------------------------------ freezing


def test_no_edits_leave_the_graph_as_it_is() -> None:
    graph = classifier()
    shown = preview(graph, ())
    assert shown.graph == graph
    assert not shown.frozen
    assert not shown.edited
    assert not shown.created


def test_the_same_question_has_the_same_answer_and_another_graph_another() -> None:
    graph, edits = classifier(), (SetDropout("drop", 0.5),)
    assert preview(graph, list(edits)) is preview(graph, edits)
    other = replace(graph, name="other")
    assert preview(other, edits).graph.name == "other"


def test_freezing_is_of_leaves_and_the_last_word_counts() -> None:
    shown = preview(nested(), [Freeze(("encoder", "head")), Unfreeze(("encoder/last",))])
    assert shown.frozen == {"encoder/inner_image", "encoder/conv", "encoder/drop", "head"}
    assert shown.graph.by_path["encoder"].trainable
    assert not shown.graph.by_path["head"].trainable


def test_a_nested_model_of_frozen_layers_only_is_frozen() -> None:
    assert not preview(nested(), [Freeze(("encoder",))]).graph.by_path["encoder"].trainable


def test_a_disabled_edit_is_not_made_and_keeps_its_place() -> None:
    edits = [SetDropout("nowhere", 0.5, disabled=True), Freeze(("hidden",)), SetDropout("drop", 0.9, disabled=True)]
    shown = preview(classifier(), edits)
    assert shown.frozen == {"hidden"}
    assert not shown.edited
    with pytest.raises(EditError) as refused:
        plan(classifier(), [*edits, Freeze(("nowhere",))])
    assert refused.value.index == 3


def test_layers_frozen_in_the_file_can_be_unfrozen() -> None:
    graph = classifier()
    frozen = replace(graph, layers=tuple(replace(each, trainable=False) for each in graph.layers))
    assert preview(frozen, ()).frozen == set(order(graph))
    assert "hidden" not in preview(frozen, [Unfreeze(("hidden",))]).frozen


# ------------------------------------------------------------------ dropout


def test_the_rate_of_a_dropout_is_set_and_told() -> None:
    made = plan(classifier(), [SetDropout("drop", 0.4), SetDropout("drop", 0.5)])
    assert made.config == {"drop": {"rate": 0.5}}
    assert made.edited == {"drop": "dropout 0.5 (was 0.4)"}


def test_recurrent_layers_drop_by_another_field_and_wrappers_hand_it_inwards() -> None:
    assert plan(tokens(), [SetDropout("lstm", 0.2)]).config == {"lstm": {"dropout": 0.2}}
    inner = {"module": "keras.layers", "class_name": "GRU", "config": {"units": 4, "dropout": 0.1}}
    both = layer("both", "Bidirectional", "x", layer=inner, backward_layer=inner, merge_mode="concat")
    shown = preview(model(entry("x", (None, 5, 3)), both), [SetDropout("both", 0.25)])
    config = shown.graph.by_path["both"].config
    assert config["layer"]["config"]["dropout"] == config["backward_layer"]["config"]["dropout"] == 0.25
    assert "dropout" not in config


def test_the_rate_of_a_keras_1_dropout_is_found() -> None:
    assert dropout_rate(layer("old", "Dropout", "x", p=0.35)) == 0.35


def test_an_inserted_dropout_stands_before_all_that_take_the_tensor() -> None:
    shown = preview(branches(), [InsertDropout("sum", 0.5)])
    assert sources(shown.graph, "sum_dropout") == ("sum",)
    assert sources(shown.graph, "features") == sources(shown.graph, "size") == ("sum_dropout",)
    assert shown.graph.by_path["sum_dropout"].output_shapes == ((None, 8),)
    assert shown.plan.insertions == (Insertion("sum", "sum_dropout", "sum_dropout", 0.5),)
    assert shown.created == {"sum_dropout"}
    assert order(shown.graph).index("sum_dropout") == order(shown.graph).index("sum") + 1


def test_dropout_on_the_input_is_put_behind_the_input_layer() -> None:
    shown = preview(classifier(), [InsertDropout("image", 0.2)])
    assert sources(shown.graph, "conv") == ("image_dropout",)
    assert shown.graph.inputs == ("image",)


def test_two_dropouts_behind_one_layer_stand_behind_each_other_with_free_names() -> None:
    made = plan(classifier(), [InsertDropout("hidden", 0.1), InsertDropout("hidden", 0.2)])
    assert made.insertions == (
        Insertion("hidden", "hidden_dropout_1", "hidden_dropout_1", 0.2),
        Insertion("hidden_dropout_1", "hidden_dropout", "hidden_dropout", 0.1),
    )


def test_dropout_is_put_into_a_nested_model_and_behind_one() -> None:
    shown = preview(nested(), [InsertDropout("encoder/conv", 0.2), InsertDropout("encoder", 0.3)])
    assert sources(shown.graph, "encoder/drop") == ("encoder/conv_dropout",)
    assert sources(shown.graph, "pool") == ("encoder_dropout",)
    assert order(shown.graph).index("encoder_dropout") == order(shown.graph).index("encoder/last") + 1
    assert shown.graph.by_path["encoder_dropout"].output_shape == (None, 8, 8, 6)


def test_a_later_edit_sees_what_an_earlier_one_made() -> None:
    made = plan(classifier(), [InsertDropout("conv", 0.2), SetDropout("conv_dropout", 0.4), Freeze(("conv_dropout",))])
    assert [insertion.rate for insertion in made.insertions] == [0.4]
    assert made.config == {}
    assert made.frozen == {"conv_dropout"}
    assert made.edited == {"conv_dropout": "new dropout 0.4"}


# ------------------------------------------------------------------ max-norm


def test_max_norm_is_written_as_keras_writes_it_and_taken_away_again() -> None:
    shown = preview(classifier(), [SetMaxNorm("conv", 4)])
    assert shown.plan.config["conv"]["kernel_constraint"] == {
        "module": "keras.constraints",
        "class_name": "MaxNorm",
        "config": {"max_value": 4, "axis": [0, 1, 2]},
        "registered_name": None,
    }
    assert max_norm_value(shown.graph.by_path["conv"]) == 4
    assert shown.edited == {"conv": "max-norm 4"}
    without = preview(shown.graph, [SetMaxNorm("conv", None)])
    assert max_norm_value(without.graph.by_path["conv"]) is None
    assert without.plan.config == {"conv": {"kernel_constraint": None}}


# ------------------------------------------------------------------ the head made again


def test_the_head_is_made_again_under_its_name() -> None:
    shown = preview(classifier(), [ReplaceHead(14, "softmax")])
    assert shown.plan.config == {"predictions": {"units": 14, "activation": "softmax"}}
    assert shown.created == {"predictions"}
    (head,) = shown.plan.heads
    assert (head.output, head.rebuilt, head.removed, head.layers) == ("predictions", "predictions", (), ())
    assert shown.graph.by_path["predictions"].output_shape == (None, 14)
    assert parameters(shown.graph, "predictions") == 16 * 14 + 14
    assert shown.edited == {"predictions": "new head: 14 units, softmax"}


def test_a_new_head_trains_even_where_the_old_one_was_frozen() -> None:
    assert "predictions" not in plan(classifier(), [Freeze(("predictions",)), ReplaceHead(14, "softmax")]).frozen
    assert "predictions" in plan(classifier(), [ReplaceHead(14, "softmax"), Freeze(("predictions",))]).frozen


def test_an_activation_behind_the_head_takes_the_new_activation() -> None:
    graph = tail(layer("act", "Activation", "head", activation="softmax"))
    made = plan(graph, [ReplaceHead(4, "sigmoid")])
    assert made.config == {"head": {"units": 4, "activation": "linear"}, "act": {"activation": "sigmoid"}}
    assert find_head(made.graph, "act").activation == "sigmoid"


def test_a_softmax_layer_behind_the_head_stays_or_becomes_an_activation() -> None:
    graph = tail(layer("soft", "Softmax", "head"))
    assert plan(graph, [ReplaceHead(4, "softmax")]).replaced == ()
    (new,) = plan(graph, [ReplaceHead(4, "tanh")]).replaced
    assert (new.path, new.class_name, new.config["activation"]) == ("soft", "Activation", "tanh")


@pytest.mark.parametrize("target", [[1, 10], {"class_name": "__tuple__", "items": [10]}, [-1]])
def test_a_reshape_behind_the_head_gets_the_new_units(target: object) -> None:
    graph = tail(layer("shape", "Reshape", "head", target_shape=target))
    shape = preview(graph, [ReplaceHead(4, "softmax")]).graph.by_path["shape"].output_shape
    assert shape is not None
    assert (shape[0], shape[-1]) == (None, 4)


def test_a_pooled_convolution_is_a_head() -> None:
    graph = model(
        entry(),
        conv("features", "image", 4),
        conv("scores", "features", 10, kernel_size=[1, 1]),
        layer("pool", "GlobalAveragePooling2D", "scores", data_format="channels_last", keepdims=False),
        layer("act", "Activation", "pool", activation="softmax"),
    )
    shown = preview(graph, [ReplaceHead(14, "softmax")])
    assert shown.plan.config["scores"]["filters"] == 14
    assert shown.graph.by_path["act"].output_shape == (None, 14)


def test_a_dense_at_every_step_is_a_head() -> None:
    inner = {"module": "keras.layers", "class_name": "Dense", "config": {"units": 3, "activation": "softmax"}}
    graph = model(entry("steps", (None, 7, 5)), layer("each", "TimeDistributed", "steps", layer=inner))
    shown = preview(graph, [ReplaceHead(6, "sigmoid")])
    _, config = innermost(shown.graph.by_path["each"])
    assert (config["units"], config["activation"]) == (6, "sigmoid")
    assert shown.graph.by_path["each"].output_shape == (None, 7, 6)


def test_the_output_that_is_named_gets_the_head() -> None:
    shown = preview(branches(), [ReplaceHead(7, "softmax", output="kind")])
    assert [head.output for head in shown.plan.heads] == ["kind"]
    assert shown.graph.by_path["kind"].output_shape == (None, 7)
    assert shown.graph.by_path["size"].output_shape == (None, 1)


def test_max_norm_and_units_of_a_new_head_are_told_together() -> None:
    made = plan(classifier(), [ReplaceHead(14, "softmax"), SetMaxNorm("predictions", 3)])
    assert made.config["predictions"].keys() == {"units", "activation", "kernel_constraint"}
    assert made.edited["predictions"] == "new head: 14 units, softmax, max-norm 3"


# ------------------------------------------------------------------ the end taken off


def test_dropped_layers_give_way_to_a_dense() -> None:
    shown = preview(classifier(), [ReplaceHead(5, "softmax", drop_last=3)])
    (head,) = shown.plan.heads
    assert head.removed == ("predictions", "drop", "hidden")
    assert head.attach == "flatten"
    assert [(new.name, new.class_name) for new in head.layers] == [("head", "Dense")]
    assert shown.graph.outputs == ("head",)
    assert shown.graph.by_path["head"].output_shape == (None, 5)
    assert "hidden" not in shown.graph.by_path


def test_on_an_image_a_pooling_layer_comes_first() -> None:
    (head,) = plan(classifier(), [ReplaceHead(5, "softmax", drop_last=4)]).heads
    assert head.attach == "pool"
    assert [new.class_name for new in head.layers] == ["GlobalAveragePooling2D", "Dense"]
    assert head.layers[0].config["data_format"] == "channels_last"


def test_pooling_follows_the_channels_of_the_layers_before() -> None:
    first = {"data_format": "channels_first"}
    graph = model(entry("image", (None, 3, 8, 8)), conv("conv", "image", 4, **first), layer("act", "ReLU", "conv"))
    shown = preview(graph, [ReplaceHead(5, "softmax", drop_last=1)])
    assert shown.graph.by_path["head_pool"].output_shape == (None, 4)


def test_a_head_can_be_put_on_top() -> None:
    shown = preview(classifier(), [ReplaceHead(2, "softmax", drop_last=0)])
    assert sources(shown.graph, "head") == ("predictions",)
    assert shown.plan.heads[0].removed == ()


def test_a_whole_nested_model_can_be_dropped_with_all_in_it() -> None:
    graph = nested()
    top = [each for each in graph.layers if each.path not in {"pool", "head"}]
    ends_inside = model(*top, outputs=("encoder",))
    shown = preview(ends_inside, [ReplaceHead(2, "softmax", drop_last=1)])
    assert order(shown.graph) == ["image", "head_pool", "head"]
    assert shown.plan.heads[0].removed == ("encoder",)


def test_a_head_made_twice_is_the_last_one() -> None:
    edits = [ReplaceHead(5, "softmax", drop_last=3), ReplaceHead(6, "sigmoid"), ReplaceHead(7, "tanh", drop_last=1)]
    made = plan(classifier(), edits)
    (head,) = made.heads
    (new,) = head.layers
    assert (new.path, new.config["units"], new.config["activation"]) == ("head_1", 7, "tanh")
    assert head.attach == "flatten"
    assert head.removed == ("predictions", "drop", "hidden")
    assert made.created == {"head_1"}


def test_on_top_of_a_head_that_is_made_again_only_the_new_layer_is_put_on() -> None:
    made = plan(classifier(), [ReplaceHead(14, "relu"), ReplaceHead(3, "softmax", drop_last=0)])
    (head,) = made.heads
    assert (head.attach, [new.path for new in head.layers]) == ("predictions", ["head"])
    assert made.config == {"predictions": {"units": 14, "activation": "relu"}}
    assert made.created == {"predictions", "head"}


def test_an_exchanged_activation_that_is_exchanged_again_is_told_once() -> None:
    graph = tail(layer("soft", "Softmax", "head"))
    made = plan(graph, [ReplaceHead(4, "tanh"), ReplaceHead(5, "sigmoid")])
    assert [new.config["activation"] for new in made.replaced] == ["sigmoid"]
    assert made.config.keys() == {"head"}


def test_dropouts_around_a_new_head_keep_their_places() -> None:
    edits = [
        ReplaceHead(5, "softmax", drop_last=4),
        InsertDropout("pool", 0.1),
        InsertDropout("head_pool", 0.5),
        SetMaxNorm("head", 3),
    ]
    made = plan(classifier(), edits)
    (head,) = made.heads
    assert head.attach == "pool_dropout"
    assert [new.path for new in head.layers] == ["head_pool", "head"]
    assert "kernel_constraint" in head.layers[1].config
    assert [(each.after, each.path) for each in made.insertions] == [
        ("pool", "pool_dropout"),
        ("head_pool", "head_pool_dropout"),
    ]


def test_a_dropout_that_was_dropped_with_the_head_is_no_insertion() -> None:
    made = plan(classifier(), [InsertDropout("hidden", 0.4), ReplaceHead(5, "softmax", drop_last=4)])
    assert made.insertions == ()
    assert made.edited == {"head": "new head: 5 units, softmax"}


def test_names_of_dropped_layers_are_not_used_again() -> None:
    graph = model(entry("pixels", (None, 6)), dense("hidden", "pixels", 4), dense("head", "hidden", 3))
    made = plan(graph, [ReplaceHead(5, "softmax"), ReplaceHead(6, "softmax", drop_last=1)])
    assert [new.path for new in made.heads[0].layers] == ["head_1"]
    assert made.heads[0].removed == ("head",)
    assert made.config == {}


def test_an_output_is_still_known_by_its_first_name() -> None:
    made = plan(branches(), [ReplaceHead(4, "softmax", 1, "kind"), ReplaceHead(5, "softmax", None, "kind")])
    assert made.graph.outputs == ("head", "size")
    assert made.graph.by_path[made.heads[0].layers[-1].path].config["units"] == 5


def test_a_layer_that_others_were_taken_out_behind_says_so() -> None:
    shown = preview(classifier(), [SetMaxNorm("hidden", 3.0), ReplaceHead(3, "softmax", drop_last=2)])
    assert shown.edited["hidden"] == "max-norm 3, drop, predictions taken out behind it"
    assert preview(classifier(), [ReplaceHead(3, "softmax", drop_last=4)]).edited["pool"] == (
        "flatten and 3 more taken out behind it"
    )
