"""Figures of arrays are NumPy's own, whatever the type, the size and the values that are no numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from inspector.tensors import blocks
from inspector.tensors.figures import figures
from inspector.tensors.movement import Movement, movement


@given(arrays(np.float32, array_shapes(max_dims=3), elements=st.floats(-1e6, 1e6, width=32)))
def test_figures_are_those_of_numpy(values: np.ndarray) -> None:
    found, exact = figures(values), values.astype(np.float64)
    assert found.count == found.finite == sum(found.bins) == values.size
    assert (found.minimum, found.maximum) == (exact.min(), exact.max())
    assert found.mean == pytest.approx(exact.mean(), abs=1e-6)
    assert found.deviation == pytest.approx(exact.std(), abs=1e-6)
    assert found.norm == pytest.approx(np.linalg.norm(exact))
    assert found.zeros == (values == 0).sum()


def test_what_is_no_number_or_infinite_is_counted_and_not_in_the_other_figures() -> None:
    found = figures(np.array([1.0, np.nan, -np.inf, 3.0, np.inf, 0.0]))
    assert (found.nans, found.infinities, found.zeros, found.finite) == (1, 2, 1, 3)
    assert (found.minimum, found.maximum, found.mean) == (0.0, 3.0, pytest.approx(4 / 3))
    assert sum(found.bins) == 3


@pytest.mark.parametrize("values", [np.full(3, np.nan), np.zeros((0, 4))])
def test_an_array_without_a_finite_value_has_counts_only(values: np.ndarray) -> None:
    found = figures(values)
    assert found.finite == 0
    assert found.bins == ()
    assert found.zero_share == 0.0


@pytest.mark.parametrize("dtype", ["float16", "int8", "uint8", "bool", "complex64"])
def test_every_type_of_number_has_figures(dtype: str) -> None:
    found = figures(np.array([[0, 1], [1, 1]], dtype))
    assert (found.zeros, found.minimum, found.maximum, found.norm) == (1, 0.0, 1.0, pytest.approx(3**0.5))


def test_equal_values_are_one_bar() -> None:
    assert figures(np.full((2, 3), 0.5, np.float32)).bins == (6,)


def test_float16_does_not_overflow() -> None:
    assert figures(np.full(1000, 60_000, np.float16)).mean == pytest.approx(60_000, rel=1e-3)


def test_a_large_array_is_looked_at_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(1).normal(size=(30, 7))
    whole = figures(values)
    monkeypatch.setattr(blocks, "_VALUES", 16)
    piecewise = figures(values)
    assert piecewise.bins == whole.bins
    assert piecewise.deviation == pytest.approx(whole.deviation)


def test_the_movement_is_the_norm_of_the_change_over_the_norm_before() -> None:
    moved = movement(np.array([3.0, 4.0]), np.array([3.0, 5.0]))
    assert moved.relative == pytest.approx(1 / 5)


def test_movements_of_several_weights_add_up_as_if_they_were_one() -> None:
    before, after = np.arange(6.0), np.array([0.0, 2.0, 2.0, 5.0, 4.0, 5.0])
    parts = movement(before[:2], after[:2]) + movement(before[2:], after[2:])
    assert parts.relative == pytest.approx(movement(before, after).relative)


def test_what_did_not_move_is_at_zero_and_what_came_of_zeros_infinitely_far() -> None:
    assert movement(np.ones(3), np.ones(3)).relative == 0.0
    assert movement(np.zeros(3), np.zeros(3)).relative == 0.0
    assert movement(np.zeros(3), np.ones(3)).relative == float("inf")
    assert Movement().relative == 0.0
