"""Hypothesis strategies for recipes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import get_args

from hypothesis import strategies as st
from msgspec.structs import replace

from inspector.recipe.edits import (
    ConstraintKind,
    Edit,
    EndModel,
    Freeze,
    InsertDropout,
    RemoveDropout,
    RenameLayer,
    ReplaceHead,
    SetActivation,
    SetConstraint,
    SetDropout,
    SetMaxNorm,
    SetOption,
    SetRegularizer,
    Unfreeze,
    WeightName,
)
from inspector.recipe.heads import ACTIVATIONS, INITIALIZERS
from inspector.recipe.options import all_options
from inspector.recipe.recipe import Data, LearningRate, Optimizer, Recipe, Scale, Training

NAMES = st.text(min_size=1, max_size=12)
_RATES = st.floats(0, 0.999)
_POSITIVE = st.floats(1e-9, 1e6, allow_nan=False)


def edits(paths: Sequence[str] | None = None) -> st.SearchStrategy[Edit]:
    """Any edit, some of them disabled; of these layers where they are given."""
    disabled = st.sampled_from([False, False, True])
    return st.builds(lambda edit, disabled: replace(edit, disabled=disabled), _enabled(paths), disabled)


def _enabled(paths: Sequence[str] | None) -> st.SearchStrategy[Edit]:
    path = NAMES if paths is None else st.sampled_from(paths)
    several = st.lists(path, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Freeze, several),
        st.builds(Unfreeze, several),
        st.builds(SetDropout, path, _RATES, st.booleans()),
        st.builds(InsertDropout, path, _RATES),
        st.builds(RemoveDropout, path),
        st.builds(EndModel, path),
        st.builds(RenameLayer, path, NAMES if paths is None else st.sampled_from((*paths, "other", "another"))),
        st.builds(SetMaxNorm, path, st.none() | _POSITIVE),
        st.builds(
            SetConstraint,
            path,
            st.sampled_from(get_args(WeightName)),
            st.none() | st.sampled_from(get_args(ConstraintKind)),
            st.none() | _POSITIVE,
            st.floats(0, 10),
            st.floats(0, 10),
        ),
        st.builds(
            SetRegularizer,
            path,
            st.sampled_from((*get_args(WeightName), "activity")),
            st.floats(0, 10),
            st.floats(0, 10),
        ),
        st.builds(SetActivation, path, st.sampled_from(ACTIVATIONS)),
        st.builds(
            SetOption,
            path,
            st.sampled_from([option.name for option in all_options()]),
            st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.floats(-1, 1), st.sampled_from(ACTIVATIONS)),
        ),
        st.builds(
            ReplaceHead,
            st.integers(1, 50),
            st.sampled_from(ACTIVATIONS),
            st.none() | st.integers(0, 4),
            st.none() | path,
            st.none() | st.sampled_from(INITIALIZERS),
        ),
    )


def recipes() -> st.SearchStrategy[Recipe]:
    """Any recipe the schema allows."""
    rates = st.builds(LearningRate, _POSITIVE, st.dictionaries(NAMES, st.floats(0, 10), max_size=3))
    training = st.builds(
        Training,
        optimizer=st.sampled_from(get_args(Optimizer)),
        learning_rate=rates,
        epochs=st.integers(1, 10**6),
        batch_size=st.integers(1, 10**6),
        seed=st.integers(0, 2**31 - 1),
        loss=st.sampled_from(["auto", "mean_squared_error", "binary_crossentropy"]),
    )
    data = st.builds(
        Data,
        source=NAMES,
        positive_labels=st.none() | st.lists(st.integers(-5, 99), max_size=4).map(tuple),
        held_out=st.floats(math.ulp(0), 0.999),
        scale=st.sampled_from(get_args(Scale)),
    )
    several = st.lists(edits(), max_size=5).map(tuple)
    return st.builds(Recipe, edits=several, data=st.none() | data, training=training)
