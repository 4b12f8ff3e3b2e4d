"""What is held out for validation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.engine.data.split import hold_out
from inspector.engine.errors import EngineError

pytestmark = pytest.mark.engine


def test_each_class_is_held_out_in_its_proportion() -> None:
    labels = np.repeat([0, 1, 2], [700, 200, 100])
    np.random.default_rng(1).shuffle(labels)
    kept, held = hold_out(labels, 0.1, seed=3)
    assert list(np.bincount(labels[held])) == [70, 20, 10]
    assert list(np.bincount(labels[kept])) == [630, 180, 90]


def test_the_seed_decides_what_is_held_out() -> None:
    labels = np.arange(200) % 4
    first, again, other = (hold_out(labels, 0.2, seed)[1] for seed in (1, 1, 2))
    assert list(first) == list(again)
    assert list(first) != list(other)


@settings(deadline=None)
@given(
    labels=st.lists(st.integers(0, 6), min_size=2, max_size=80).map(np.array),
    fraction=st.floats(0.01, 0.99),
    seed=st.integers(0, 10),
)
def test_every_sample_is_on_one_side_and_no_class_is_lost_to_training(
    labels: np.ndarray, fraction: float, seed: int
) -> None:
    kept, held = hold_out(labels, fraction, seed)
    assert sorted([*kept, *held]) == list(range(len(labels)))
    assert len(held) >= 1
    assert len(kept) >= 1
    if len(np.unique(labels)) < len(labels):
        assert set(labels[kept]) == set(labels)
    wanted = max(1, round(len(labels) * fraction))
    assert len(held) <= wanted


def test_a_single_sample_cannot_be_split() -> None:
    with pytest.raises(EngineError, match="at least 2 samples"):
        hold_out(np.array([1]), 0.1, seed=0)
