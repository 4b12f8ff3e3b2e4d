"""Every check has its example, is told as the registry says, and is gone after its mend."""

from __future__ import annotations

import re
import time

import pytest
from check_examples import EXAMPLES, Example, body, example, logits, mobile_net, rates, scaled
from checks_page import PAGE, finding_of, page
from recipe_graphs import classifier, conv, dense, entry, layer, model, nested, tokens

from inspector.graph.model import Layer
from inspector.recipe.check import Finding, check
from inspector.recipe.checks.mending import mended
from inspector.recipe.checks.registry import CHECKS
from inspector.recipe.checks.subject import KnownData
from inspector.recipe.codec import decode, encode
from inspector.recipe.edits import (
    Freeze,
    InsertDropout,
    ReplaceHead,
    SetActivation,
    SetDropout,
    SetRegularizer,
    Unfreeze,
)
from inspector.recipe.preview import preview
from inspector.recipe.recipe import Data, Recipe

LEVELS = {check.code: check.levels for check in CHECKS}
MENDS = [(code, place) for code in EXAMPLES for place, _ in enumerate(finding_of(code).mends)]


def found(shown: Example) -> tuple[Finding, ...]:
    return check(shown.graph, shown.recipe, shown.data)


def codes(shown: Example) -> set[str]:
    return {each.code for each in found(shown)}


# ------------------------------------------------------------------ all of them


def test_every_check_has_a_code_of_its_own_and_an_example() -> None:
    assert len(LEVELS) == len(CHECKS)
    assert list(EXAMPLES) == [check.code for check in CHECKS]


def test_the_page_of_the_checks_is_what_the_program_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python tests/recipe/checks_page.py"


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_finding_says_what_was_expected_and_found_and_about_which_layer(code: str) -> None:
    shown = EXAMPLES[code]
    for finding in found(shown):
        assert finding.level in LEVELS[finding.code]
        assert finding.expected
        assert finding.found
        assert re.search(r"[.!]$", finding.text), finding.text
        there = {"", *shown.graph.by_path, *preview_paths(shown)}
        assert finding.layer in there or finding.code == "edit"


def preview_paths(shown: Example) -> set[str]:
    refused = {each.layer for each in found(shown) if each.code == "edit"}
    return set() if refused else set(preview(shown.graph, shown.recipe.edits).graph.by_path)


@pytest.mark.parametrize(("code", "place"), MENDS)
def test_a_mend_removes_what_it_mends_and_brings_no_error(code: str, place: int) -> None:
    shown = EXAMPLES[code]
    before = found(shown)
    finding = next(each for each in before if each.code == code)
    after = finding.mends[place].changed(shown.recipe)
    assert after != shown.recipe
    assert decode(encode(after)) == after
    left = check(shown.graph, after, shown.data)
    assert (code, finding.layer) not in {(each.code, each.layer) for each in left}
    was = {each.code for each in before if each.level == "error"}
    assert {each.code for each in left if each.level == "error"} <= was


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_mend_of_what_is_no_longer_there_changes_nothing_wrongly(code: str) -> None:
    for mend in finding_of(code).mends:
        again = mend.changed(mend.changed(EXAMPLES[code].recipe))
        assert again == mend.changed(EXAMPLES[code].recipe)


# ------------------------------------------------------------------ edits


def mends(shown: Example, code: str) -> list[str]:
    return [mend.label for each in found(shown) if each.code == code for mend in each.mends]


def test_names_that_are_not_there_are_mended_by_the_nearest() -> None:
    shown = example(classifier(), Freeze(("conf", "bn")))
    assert mends(shown, "edit") == ["Use 'conv'"]
    (mend,) = found(shown)[0].mends
    assert mend.changed(shown.recipe).edits == (Freeze(("conv", "bn")),)


def test_names_that_nothing_is_near_to_are_left_out_or_the_edit_is_taken_away() -> None:
    assert mends(example(classifier(), Freeze(("xyz", "conv", "bn"))), "edit") == ["Leave out 1 that are not there"]
    assert mends(example(classifier(), SetDropout("xyz", 0.3)), "edit") == ["Take this edit away"]


def test_dropout_behind_an_output_is_put_before_the_head() -> None:
    shown = example(classifier(), InsertDropout("predictions", 0.4))
    assert mends(shown, "edit") == ["Put it before the head, after 'drop'"]


def test_dropout_of_whole_numbers_is_put_behind_the_embedding() -> None:
    assert mends(example(tokens(), InsertDropout("words", 0.2)), "edit") == ["Put it after 'embed'"]


def test_dropout_of_a_layer_that_drops_nothing_is_inserted_after_it() -> None:
    shown = example(classifier(), SetDropout("pool", 0.4))
    (mend,) = found(shown)[0].mends
    assert mend.changed(shown.recipe).edits == (InsertDropout("pool", 0.4),)


def test_a_disabled_edit_is_no_reason_for_anything() -> None:
    head = ReplaceHead(4, "softmax", disabled=True)
    shown = example(classifier(), head, SetDropout("no", 0.9, disabled=True), known=KnownData(classes=10))
    assert found(shown) == ()


# ------------------------------------------------------------------ single checks


def test_a_new_head_is_mended_where_it_stands() -> None:
    shown = example(classifier(), ReplaceHead(4, "softmax"), known=KnownData(classes=10))
    (mend,) = found(shown)[0].mends
    assert mend.label == "Set 4 units → 10"
    assert mend.changed(shown.recipe).edits == (ReplaceHead(10, "softmax"),)


def test_the_head_of_the_file_is_mended_by_a_new_one_and_says_so() -> None:
    shown = example(classifier(), known=KnownData(classes=12))
    assert mends(shown, "head-too-small") == ["Set 10 units → 12 (a new head)"]


def test_an_activation_of_the_file_is_exchanged_and_the_weights_are_kept() -> None:
    graph = model(entry("pixels", (None, 6)), dense("head", "pixels", 10, "sigmoid"))
    shown = example(graph)
    (mend,) = found(shown)[0].mends
    assert mend.changed(shown.recipe).edits == (SetActivation("head", "softmax"),)
    behind = model(
        entry("pixels", (None, 6)), dense("head", "pixels", 10), layer("act", "Activation", "head", activation="relu")
    )
    shown = example(behind, loss="sparse_categorical_crossentropy")
    (mend,) = found(shown)[0].mends
    assert mend.changed(shown.recipe).edits == (SetActivation("act", "softmax"),)


def test_an_activation_that_was_set_on_a_new_head_is_set_again() -> None:
    shown = example(classifier(), ReplaceHead(10, "softmax"), SetActivation("predictions", "sigmoid"))
    (mend,) = found(shown)[0].mends
    assert mend.changed(shown.recipe).edits == (ReplaceHead(10, "softmax"), SetActivation("predictions", "softmax"))


def test_a_penalty_on_what_a_frozen_layer_gives_does_something() -> None:
    assert codes(example(classifier(), SetRegularizer("hidden", "activity", l2=0.01), Freeze(("hidden",)))) == set()


def test_labels_that_count_as_1_must_be_some_of_the_data_s() -> None:
    for positive, is_told in (((0, 2), False), ((12,), True), ((0, 1, 2, 3), True)):
        data = Data("digits.npz", positive_labels=positive)
        shown = example(classifier(), ReplaceHead(1, "sigmoid"), data=data, known=KnownData(classes=4))
        assert ("positive-labels" in codes(shown)) is is_told, positive


def test_everything_frozen_is_mended_at_the_head_or_everywhere() -> None:
    assert mends(EXAMPLES["nothing-trains"], "nothing-trains") == ["Unfreeze 'predictions'", "Unfreeze all 4 layers"]


def test_a_frozen_graph_cannot_be_unfrozen() -> None:
    graph = body("Graph")
    shown = example(graph, Freeze(tuple(each.path for each in graph.leaves)))
    assert mends(shown, "nothing-trains") == []


@pytest.mark.parametrize(("size", "samples", "is_told"), [(8, None, False), (7, None, True), (32, 5, True)])
def test_batch_norm_wants_some_samples_in_a_batch(size: int, samples: int | None, is_told: bool) -> None:
    shown = example(classifier(), batch_size=size, known=KnownData(samples=samples))
    assert ("batch-norm-tiny-batch" in codes(shown)) is is_told


def test_a_frozen_batch_norm_takes_no_statistics() -> None:
    assert "batch-norm-tiny-batch" not in codes(example(classifier(), Freeze(("conv", "bn")), batch_size=1))


def test_a_rate_for_a_frozen_nested_model_is_told_once() -> None:
    shown = example(nested(), Freeze(("encoder",)), learning_rate=rates(encoder=0.1))
    assert [each.layer for each in found(shown) if each.code == "rate-frozen"] == ["encoder"]
    assert "rate-frozen" not in codes(example(nested(), Unfreeze(("encoder",)), learning_rate=rates(encoder=0.1)))


@pytest.mark.parametrize(("optimizer", "base", "level"), [("adam", 0.01, None), ("adam", 0.05, "warning")])
def test_a_rate_ten_times_the_usual_one_is_told(optimizer: str, base: float, level: str | None) -> None:
    shown = example(classifier(), optimizer=optimizer, learning_rate=rates(base))
    assert {each.code: each.level for each in found(shown)} == ({"rate-high": level} if level else {})


def test_pretrained_layers_of_a_known_architecture_learn_slowly() -> None:
    assert "rate-high" in codes(example(mobile_net()))
    assert "rate-high" not in codes(example(mobile_net(), learning_rate=rates(1e-4)))
    new_head = ReplaceHead(5, "softmax", 1)
    assert "rate-high" not in codes(example(mobile_net(), new_head))  # the others learn at a tenth then


def test_dropout_that_an_attention_layer_usually_has_is_not_low() -> None:
    attention = layer("mha", "MultiHeadAttention", "image", dropout=0.3, num_heads=2, key_dim=4)
    graph = model(entry(), attention, layer("flatten", "Flatten", "mha"), dense("head", "flatten", 10, "softmax"))
    assert codes(example(graph, SetDropout("mha", 0.1))) == set()
    assert codes(example(graph, SetDropout("mha", 0.02))) == {"dropout-low"}


# ------------------------------------------------------------------ preprocessing


@pytest.mark.parametrize(
    ("scale", "most", "code"),
    [
        ("auto", 255.0, None),
        ("0..255", None, None),
        ("0..1", None, "preprocessing-doubled"),
        ("-1..1", 255.0, "preprocessing-doubled"),
        ("none", 1.0, "preprocessing-doubled"),
        ("none", 255.0, None),
    ],
)
def test_a_model_that_rescales_wants_pixels(scale: str, most: float | None, code: str | None) -> None:
    shown = example(scaled(), data=Data("x", scale=scale), known=KnownData(most=most))  # type: ignore[arg-type]
    assert codes(shown) == ({code} if code else set())


@pytest.mark.parametrize(
    ("scale", "most", "is_told"),
    [
        ("auto", 255.0, False),
        ("0..255", None, True),
        ("none", 255.0, True),
        ("none", 1.0, False),
        ("none", None, False),
        ("none", 5000.0, False),  # no pixels
        ("-1..1", 255.0, False),
    ],
)
def test_a_model_that_does_not_rescale_wants_small_values(scale: str, most: float | None, is_told: bool) -> None:
    shown = example(classifier(), data=Data("x", scale=scale), known=KnownData(most=most))  # type: ignore[arg-type]
    assert codes(shown) == ({"preprocessing-missing"} if is_told else set())


def test_two_rescalings_are_told_though_one_is_in_a_nested_model() -> None:
    again = layer("again", "Rescaling", "rescaling", scale=1 / 127.5, offset=-1.0)
    shown = example(scaled(again))
    assert [(each.code, each.layer) for each in found(shown)] == [("preprocessing-doubled", "again")]
    shift = layer("again", "Rescaling", "rescaling", scale=2.0, offset=-1.0)
    assert found(example(scaled(shift))) == ()


def test_a_known_architecture_wants_the_range_it_was_trained_on() -> None:
    shown = example(mobile_net(), known=KnownData(most=255.0))
    assert mends(shown, "preprocessing-missing") == ["Set values to −1 to 1"]
    asked = example(mobile_net(), data=Data("x", scale="-1..1"))
    assert "preprocessing-missing" not in codes(asked)


# ------------------------------------------------------------------ mending all, and speed


def test_everything_with_one_way_out_is_mended_and_choices_are_left() -> None:
    shown = example(
        classifier(),
        ReplaceHead(1, "softmax"),
        SetDropout("drop", 0.9),
        SetDropout("dorp", 0.9),
        Freeze(("conv", "bn")),
        known=KnownData(classes=10),
        learning_rate=rates(conv=0.5),
    )
    recipe, done = mended(shown.graph, shown.recipe, shown.data)
    assert "predictions: Set softmax → sigmoid" in done
    assert [each.level for each in check(shown.graph, recipe, shown.data) if each.level == "error"] == []
    assert [each.code for each in check(shown.graph, recipe, shown.data)] == ["rate-frozen"]
    assert mended(shown.graph, recipe, shown.data) == (recipe, ())


def test_a_thousand_layers_are_checked_in_a_few_milliseconds() -> None:
    chain: list[Layer] = [entry()]
    for number in range(500):
        chain += [
            conv(f"conv_{number}", chain[-1].path, 4),
            layer(f"bn_{number}", "BatchNormalization", f"conv_{number}", axis=-1),
        ]
    graph = model(*chain, layer("flatten", "Flatten", "bn_499"), dense("head", "flatten", 10, "softmax"))
    recipe = Recipe(edits=(Freeze(tuple(f"conv_{number}" for number in range(400))),), data=Data("x"))
    preview(graph, recipe.edits)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        check(graph, recipe)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.1  # 8 ms on an idle machine


def test_logits_are_no_second_activation() -> None:
    assert codes(example(logits())) == set()
