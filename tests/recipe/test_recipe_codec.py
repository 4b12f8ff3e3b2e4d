"""Recipes as JSON: what is written is read again, and what is wrong is named."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from recipes_at_random import recipes

from inspector.recipe.codec import RecipeError, assign, decode, encode, load
from inspector.recipe.edits import Freeze, ReplaceHead
from inspector.recipe.recipe import Recipe


@given(recipes())
def test_a_recipe_is_read_as_it_was_written(recipe: Recipe) -> None:
    assert decode(encode(recipe)) == recipe


def test_an_edit_says_only_what_is_not_the_default() -> None:
    edits = json.loads(encode(Recipe(edits=(ReplaceHead(2, "softmax"), Freeze(("a",), disabled=True)))))["edits"]
    assert edits == [
        {"edit": "replace_head", "units": 2, "activation": "softmax"},
        {"edit": "freeze", "layers": ["a"], "disabled": True},
    ]


def test_the_text_is_indented_and_ends_with_a_newline() -> None:
    text = encode(Recipe())
    assert text.startswith(b'{\n  "version": 1,\n')
    assert text.endswith(b"}\n")


def test_an_empty_object_is_the_recipe_that_does_nothing() -> None:
    assert decode(b"{}") == Recipe()


def test_a_byte_order_mark_does_no_harm() -> None:
    assert decode(b"\xef\xbb\xbf{}") == Recipe()


def edit(**fields: Any) -> dict[str, Any]:
    return {"edits": [{"edit": "freeze", "layers": ["a"]}, fields]}


WRONG: list[tuple[Any, str]] = [
    ([], "the recipe: expected an object, found []"),
    ({"version": 2}, "version: expected 1, found 2: this program reads version 1"),
    ({"edit": []}, "edit: there is no such field. The fields are: version, edits, data, training."),
    (edit(layer="a"), "edits[1].edit: expected this field, found none"),
    (edit(edit="cut"), "edits[1].edit: expected one of freeze, unfreeze, set_dropout"),
    (edit(edit="freeze", layers=[]), "edits[1].layers: expected a list that is not empty, found []"),
    (edit(edit="freeze", layers=[""]), "edits[1].layers[0]: expected a text that is not empty"),
    (edit(edit="freeze", layers="a"), 'edits[1].layers: expected a list, found "a"'),
    (edit(edit="set_dropout", layer="a", rate=1.5), "edits[1].rate: expected a number below 1, found 1.5: a rate is"),
    (edit(edit="set_dropout", layer="a", rate=-1), "edits[1].rate: expected a number of at least 0, found -1"),
    (edit(edit="set_dropout", layer="a"), "edits[1].rate: expected this field, found none. The fields of set_dropout"),
    (edit(edit="set_max_norm", layer="a", value=0), "edits[1].value: expected a number above 0, found 0"),
    (edit(edit="set_max_norm", layer="a", value="5"), 'edits[1].value: expected a number or null, found "5"'),
    (edit(edit="replace_head", units=0, activation="x"), "edits[1].units: expected a whole number of at least 1"),
    (edit(edit="replace_head", units=2, activation="x", layer="a"), "edits[1].layer: there is no such field."),
    ({"training": {"optimiser": "adam"}}, "training.optimiser: there is no such field. The fields are: optimizer,"),
    ({"training": {"optimizer": "ada"}}, "training.optimizer: expected one of adadelta, adagrad, adam"),
    ({"training": {"epochs": 2.5}}, "training.epochs: expected a whole number, found 2.5"),
    ({"training": {"seed": 2**31}}, "training.seed: expected a whole number of at most 2147483647"),
    ({"training": {"learning_rate": 0.1}}, "training.learning_rate: expected an object, found 0.1"),
    (
        {"training": {"learning_rate": {"multipliers": {"a": 1, "b": -1}}}},
        "training.learning_rate.multipliers.b: expected a number of at least 0, found -1",
    ),
    ({"training": {"learning_rate": {"multipliers": {"": 1}}}}, "training.learning_rate.multipliers: the names in it"),
    ({"data": {"source": "a", "held_out": 1}}, "data.held_out: expected a number below 1, found 1"),
    ({"data": {"source": "a", "scale": "x"}}, 'data.scale: expected one of -1..1, 0..1, 0..255, auto, none, found "x"'),
    ({"data": 3}, "data: expected an object or null, found 3"),
]


@pytest.mark.parametrize(("raw", "words"), WRONG, ids=[words[:50] for _, words in WRONG])
def test_a_wrong_field_is_named_with_what_was_expected_and_found(raw: Any, words: str) -> None:
    with pytest.raises(RecipeError) as refused:
        decode(json.dumps(raw).encode())
    assert words in str(refused.value)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    "text", [b"", b"{", b"recipe", b"\xff\xfe", b'{"version": 1', b"[" * 200_000, b'{"version": 1e999}']
)
def test_what_is_no_json_is_refused_in_words(text: bytes) -> None:
    with pytest.raises(RecipeError, match=r"Expected a recipe, a JSON object, found a text that is no JSON"):
        decode(text)


def assert_is_recipe_or_refused(raw: Any) -> None:
    sentence = "."
    try:
        decode(json.dumps(raw).encode())
    except RecipeError as error:
        sentence = str(error)
    assert sentence.endswith(".")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["version", "edits", "data", "training", "edit", "layers", "rate", "source", "learning_rate"]
                ),
                inner,
                max_size=4,
            )
        ),
    )
)
def test_any_json_is_a_recipe_or_refused_in_words(raw: Any) -> None:
    assert_is_recipe_or_refused(raw)


@given(recipes(), st.data())
def test_one_wrong_value_in_a_recipe_is_refused_in_words(recipe: Recipe, data: st.DataObject) -> None:
    raw = msgspec.to_builtins(recipe)
    target = raw
    while isinstance(target, dict | list) and target:
        key = data.draw(st.sampled_from(list(target) if isinstance(target, dict) else list(range(len(target)))))
        if not isinstance(target[key], dict | list) or not target[key]:
            target[key] = data.draw(st.sampled_from([None, "x", -1, 1.5, [], {}]))
            break
        target = target[key]
    assert_is_recipe_or_refused(raw)


def test_a_file_that_cannot_be_read_or_is_wrong_is_named(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"version": 3}')
    with pytest.raises(RecipeError, match=r"wrong\.json: version: expected 1, found 3"):
        load(wrong)
    with pytest.raises(RecipeError, match=r"missing\.json cannot be read: No such file"):
        load(tmp_path / "missing.json")
    with pytest.raises(RecipeError, match="cannot be read"):
        load(tmp_path)


def test_a_huge_file_is_refused_before_it_is_read_whole(tmp_path: Path) -> None:
    huge = tmp_path / "huge.json"
    with huge.open("wb") as file:
        file.truncate(2**29)
    tracemalloc.start()
    with pytest.raises(RecipeError, match="of at most 16 MB, found a larger file"):
        load(huge)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2**26


def test_what_encode_wrote_loads(tmp_path: Path) -> None:
    recipe = assign(Recipe(), "epochs", "7")
    path = tmp_path / "recipe.json"
    path.write_bytes(encode(recipe))
    assert load(path) == recipe


# ------------------------------------------------------------------ --set


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("optimizer", "sgd", lambda t: t.optimizer == "sgd"),
        ("optimizer", '"sgd"', lambda t: t.optimizer == "sgd"),
        ("epochs", "3", lambda t: t.epochs == 3),
        ("batch_size", "64", lambda t: t.batch_size == 64),
        ("seed", "9", lambda t: t.seed == 9),
        ("loss", "mean_squared_error", lambda t: t.loss == "mean_squared_error"),
        ("learning_rate.base", "1e-2", lambda t: t.learning_rate.base == 0.01),
        ("learning_rate.multipliers.inner/conv.1", "0", lambda t: t.learning_rate.multipliers == {"inner/conv.1": 0}),
    ],
)
def test_any_training_setting_can_be_assigned(name: str, value: str, found: Any) -> None:
    assert found(assign(Recipe(), name, value).training)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        (
            "epoch",
            "3",
            "epoch: there is no such training setting. Perhaps epochs is meant. The settings are: optimizer,",
        ),
        ("learning_rate", "3", "Perhaps learning_rate.base is meant"),
        ("learning_rate.multipliers.", "3", "learning_rate.multipliers.PATH"),
        ("epochs", "many", 'epochs: expected a whole number, found "many".'),
        ("epochs", "0", "epochs: expected a whole number of at least 1, found 0."),
        ("optimizer", "adm", "optimizer: expected one of adadelta"),
        ("learning_rate.base", "-1", "learning_rate.base: expected a number above 0, found -1."),
        ("learning_rate.base", "NaN", 'learning_rate.base: expected a number, found "NaN".'),
        ("learning_rate.base", "1e999", 'learning_rate.base: expected a number, found "1e999".'),
        (
            "learning_rate.multipliers.a",
            "-1",
            "learning_rate.multipliers.a: expected a number of at least 0, found -1.",
        ),
    ],
)
def test_what_cannot_be_assigned_is_named(name: str, value: str, words: str) -> None:
    with pytest.raises(RecipeError) as refused:
        assign(Recipe(), name, value)
    assert words in str(refused.value)
