"""Recipes made and checked in the shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_shell_commands import SAMPLE, inspector, refused

from inspector.recipe.codec import load
from inspector.recipe.edits import (
    EndModel,
    Freeze,
    InsertDropout,
    RemoveDropout,
    RenameLayer,
    ReplaceHead,
    SetDropout,
    SetMaxNorm,
    Unfreeze,
)
from inspector.recipe.recipe import Data, LearningRate

pytestmark = pytest.mark.slow


def test_options_become_edits_in_their_order(tmp_path: Path) -> None:
    output = tmp_path / "recipe.json"
    found = inspector(
        *("edit", SAMPLE, "--insert-dropout", "after=head_flatten,rate=0.5", "--input-dropout", 0.2),
        *("--freeze-first", 3, "--unfreeze", "stem_bn", "--dropout", "head_d*=0.4", "--max-norm", "Dense=5"),
        *("--head", "units=14,activation=softmax", "--data", "sample:digits", "--set", "learning_rate.base=0.01"),
        *("-o", output),
    )
    assert found.returncode == 0, found.stderr
    recipe = load(output)

    assert recipe.edits == (
        InsertDropout("head_flatten", 0.5),
        InsertDropout("image", 0.2),
        Freeze(("image", "stem_conv", "stem_bn")),
        Unfreeze(("stem_bn",)),
        SetDropout("head_dropout", 0.4),
        SetMaxNorm("head_dense", 5),
        SetMaxNorm("predictions", 5),
        ReplaceHead(14, "softmax"),
    )
    assert recipe.data == Data("sample:digits")
    assert recipe.training.learning_rate == LearningRate(0.01)
    assert "New head: 14 units, softmax" in found.stdout


def test_a_layer_goes_by_its_new_name_in_later_options(tmp_path: Path) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    inspector("edit", SAMPLE, "--set", "learning_rate.multipliers.head_dense=0.5", "-o", first)
    found = inspector(
        *("edit", SAMPLE, "--recipe", first, "--remove-dropout", "Dropout", "--rename-layer", "head_dense=features"),
        *("--rename-layer", "stem_conv=stem", "--freeze-first", 2, "--end", "features"),
        *("--head", "units=2,activation=softmax,drop_last=0,class_names=odd:even", "-o", second),
    )
    assert found.returncode == 0, found.stderr
    recipe = load(second)

    assert recipe.edits == (
        RemoveDropout("head_dropout"),
        RenameLayer("head_dense", "features"),
        RenameLayer("stem_conv", "stem"),
        Freeze(("image", "stem")),
        EndModel("features"),
        ReplaceHead(2, "softmax", drop_last=0, class_names=("odd", "even")),
    )
    assert recipe.training.learning_rate.multipliers == {"features": 0.5}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--freeze", "stem_konv"), "stem_conv"),
        (("--dropout", "head_dropout=2"), "rate: expected a number below 1, found 2"),
        (("--dropout", "stem=0.2"), "none drops anything"),
        (("--max-norm", "stem_relu=3"), "none has weights"),
        (("--freeze-first", "99"), "1 to 25"),
        (("--head", "units=3"), "activation"),
        (("--remove-dropout", "stem*"), "none only drops"),
        (("--end", "predictions"), "ends at 'predictions' already"),
        (("--rename-layer", "stem_conv=stem_bn"), "a name that is free"),
        (("--head", "unit=3,activation=relu"), "found 'unit'"),
        (("--insert-dropout", "after=predictions,rate=0.5"), "predictions"),
    ],
)
def test_what_cannot_be_made_is_refused_and_nothing_is_written(
    options: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    output = tmp_path / "recipe.json"
    assert said in refused(inspector("edit", SAMPLE, *options, "-o", output))
    assert not output.exists()


def test_a_recipe_is_checked_without_an_engine(tmp_path: Path) -> None:
    recipe = tmp_path / "recipe.json"
    recipe.write_text(json.dumps({"edits": [{"edit": "replace_head", "units": 4, "activation": "softmax"}]}))
    assert inspector("check", SAMPLE, "--recipe", recipe).returncode == 0

    recipe.write_text(json.dumps({"edits": [{"edit": "freeze", "layers": ["nowhere"]}]}))
    found = inspector("check", SAMPLE, "--recipe", recipe)
    assert found.returncode == 1
    assert "error [edit]" in found.stdout


def test_notes_have_codes_and_mends_and_are_json_for_programs(tmp_path: Path) -> None:
    recipe = tmp_path / "recipe.json"
    head = {"edit": "replace_head", "units": 4, "activation": "softmax"}
    recipe.write_text(json.dumps({"edits": [head], "data": {"source": "sample:digits"}}))
    found = inspector("check", SAMPLE, "--recipe", recipe)
    assert found.returncode == 1
    assert "error [head-too-small] predictions: Expected a head of at least 10 units" in found.stdout
    assert "(Set 4 units → 10)" in found.stdout

    asked = inspector("check", SAMPLE, "--recipe", recipe, "--json")
    (note,) = json.loads(asked.stdout)["notes"]
    assert asked.returncode == 1
    assert (note["code"], note["layer"], note["expected"]) == ("head-too-small", "predictions", "10 units")


def test_a_recipe_is_mended_where_there_is_one_way(tmp_path: Path) -> None:
    recipe, output = tmp_path / "recipe.json", tmp_path / "mended.json"
    recipe.write_text(json.dumps({"edits": [{"edit": "freeze", "layers": ["stem_konv", "stem_bn"]}]}))
    assert "--mend together with -o" in refused(inspector("check", SAMPLE, "--recipe", recipe, "--mend"))
    found = inspector("check", SAMPLE, "--recipe", recipe, "--mend", "-o", output)
    assert found.returncode == 0, found.stdout
    assert "mended: Use 'stem_conv'" in found.stdout
    assert load(output).edits == (Freeze(("stem_conv", "stem_bn")),)
    assert "overwrite" in refused(inspector("check", SAMPLE, "--recipe", recipe, "--mend", "-o", output))


def test_data_that_is_not_there_is_told_and_no_error(tmp_path: Path) -> None:
    recipe = tmp_path / "recipe.json"
    recipe.write_text(json.dumps({"data": {"source": str(tmp_path / "gone.npz")}}))
    found = inspector("check", SAMPLE, "--recipe", recipe)
    assert found.returncode == 0
    assert "warning [data-unread]" in found.stdout


def test_proposals_come_with_reasons_and_as_a_recipe_that_fits(tmp_path: Path) -> None:
    output = tmp_path / "recipe.json"
    found = inspector("propose", SAMPLE, "--data", "sample:digits", "-o", output)

    assert "Freeze all 12 layers before the head\n    1,437 samples." in found.stdout
    assert inspector("check", SAMPLE, "--recipe", output).returncode == 0


def test_a_recipe_is_adapted_to_another_model(tmp_path: Path) -> None:
    recipe, output = tmp_path / "recipe.json", tmp_path / "fitting.json"
    edits = [{"edit": "freeze", "layers": ["stem_conv", "stem_con"]}, {"edit": "freeze", "layers": ["predictionz"]}]
    recipe.write_text(json.dumps({"edits": edits}))
    said = inspector("adapt", SAMPLE, "--recipe", recipe)
    assert said.returncode == 1
    assert "fits in part  Freeze stem_conv and 1 more\n" in said.stdout
    assert "does not fit  Freeze predictionz\n" in said.stdout
    assert "Near to it: predictions" in said.stdout
    assert "1 of 2 changes fit this model." in said.stdout

    assert inspector("adapt", SAMPLE, "--recipe", recipe, "-o", output).returncode == 0
    assert load(output).edits == (Freeze(("stem_conv",)),)
    again = inspector("adapt", SAMPLE, "--recipe", output)
    assert (again.returncode, "1 of 1 changes fit" in again.stdout) == (0, True)


def test_the_model_before_and_after_is_told_with_edits_checks_and_adaptations(tmp_path: Path) -> None:
    output = tmp_path / "recipe.json"
    made = inspector("edit", SAMPLE, "--freeze", "stem_conv", "-o", output).stdout
    for said in (made, inspector("check", SAMPLE, "--recipe", output).stdout):
        (line,) = (line for line in said.splitlines() if line.startswith("trainable"))
        assert line.split() == ["trainable", "36,058", "35,914"]
