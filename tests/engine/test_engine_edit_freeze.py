"""Freezing: what is frozen stays as it is, whatever is around it, also after saving."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest
from zoo import ZOO, inputs_for, randomised, weights_of, with_edits, written

from inspector.engine.freeze import set_trainable, trainable_paths
from inspector.engine.load import load
from inspector.engine.save import save
from inspector.engine.walk import leaves
from inspector.formats import open_model
from inspector.recipe.edits import Freeze

pytestmark = pytest.mark.engine


def moved_by_training(model: keras.Model) -> set[str]:
    """Paths of the layers of which any weight moves in two steps."""
    before = weights_of(model)
    model.compile("sgd", "sparse_categorical_crossentropy", run_eagerly=True)
    for seed in (1, 2):
        model.train_on_batch(inputs_for(model, seed=seed), np.arange(4) % 5)
    return {path.split("#")[0] for path, value in weights_of(model).items() if value != before[path]}


def test_a_frozen_batch_norm_keeps_its_statistics() -> None:
    model = randomised(ZOO["sequential"]())
    set_trainable(model, frozenset({"norm"}))
    assert moved_by_training(model) == {"first", "head"}


def test_layers_of_nested_models_are_frozen_one_by_one() -> None:
    model = randomised(ZOO["twins"]())
    set_trainable(model, frozenset({"inner/norm", "head"}))
    assert moved_by_training(model) == {"inner/core/first"}


def test_a_layer_trains_again_under_a_model_that_was_frozen_as_a_whole(tmp_path: Path) -> None:
    model = randomised(ZOO["nested"]())
    model.get_layer("inner").trainable = False
    set_trainable(model, frozenset(leaves(model)) - {"inner/second"})
    save(model, tmp_path / "m.keras")
    assert moved_by_training(model) == {"inner/second"}
    assert trainable_paths(load(tmp_path / "m.keras")) == {"inner/second"}
    assert len(model.get_layer("inner").trainable_variables) == 2
    assert trainable_paths(keras.saving.load_model(tmp_path / "m.keras")) == {"inner/second"}


@pytest.mark.parametrize(
    ("model", "layer"), [("transformer", "attention"), ("recurrent", "both_ways"), ("nested", "chain/third")]
)
def test_a_frozen_layer_made_of_layers_is_still_frozen_in_the_saved_file(
    model: str, layer: str, tmp_path: Path
) -> None:
    edited = with_edits(written(ZOO[model](), tmp_path / "m.keras"), Freeze((layer,)))
    save(edited, tmp_path / "edited.keras")
    again = load(tmp_path / "edited.keras")
    assert not open_model(tmp_path / "edited.keras").by_path[layer].trainable
    for one in (edited, again):
        moved = moved_by_training(one)
        assert moved
        assert layer not in moved


def test_a_frozen_attention_trains_when_it_is_unfrozen(tmp_path: Path) -> None:
    edited = with_edits(written(ZOO["transformer"](), tmp_path / "m.keras"), Freeze(("attention",)))
    save(edited, tmp_path / "edited.keras")
    again = with_edits(tmp_path / "edited.keras")
    assert "attention" not in moved_by_training(again)
    set_trainable(again, frozenset())
    assert "attention" in moved_by_training(again)
