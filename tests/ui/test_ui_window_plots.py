"""Curves stay small however long they get, and say the truth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from inspector.jobs.messages import Batch, Epoch, Started
from inspector.ui.training.buckets import CAPACITY, Buckets
from inspector.ui.training.progress import Progress


def test_a_short_curve_is_drawn_value_by_value() -> None:
    curve = Buckets()
    curve.extend([3.0, 1.0, 2.0])

    x, y = curve.vertices()

    assert x.tolist() == [0, 1, 2]
    assert y.tolist() == [3, 1, 2]


def test_a_million_values_become_at_most_4096_vertices_and_no_spike_is_lost() -> None:
    values = np.random.default_rng(0).normal(size=200_000)
    values[123_456] = 50.0
    values[7] = -60.0
    curve = Buckets()
    curve.extend(values)

    x, y = curve.vertices()

    assert len(x) == len(y) <= 2 * CAPACITY
    assert len(curve) == 200_000
    assert np.nanmax(y) == 50.0
    assert np.nanmin(y) == -60.0
    assert abs(x[int(np.nanargmax(y))] - 123_456) < 200_000 / CAPACITY * 2
    assert np.all(np.diff(x) >= 0)


def test_what_is_not_finite_leaves_a_gap_and_keeps_its_place() -> None:
    curve = Buckets()
    curve.extend([1.0, math.nan, math.inf, 4.0])

    x, y = curve.vertices()

    assert x.tolist() == [0, 1, 2, 3]
    assert np.isnan(y).tolist() == [False, True, True, False]


def test_the_progress_counts_steps_speed_and_time_left() -> None:
    progress = Progress(batch_size=32).after(Started(10, 100, 3200, 320, ("accuracy",)))
    for step in range(1, 251):
        progress = progress.after(Batch(1 + (step - 1) // 100, step, {"loss": 1.0}, step * 0.1))

    assert progress.fraction == 0.25
    assert progress.epoch == 3
    assert progress.speed == pytest.approx(320, rel=0.05)
    assert progress.seconds_left == pytest.approx(75)
    assert progress.words() == "epoch 3 of 10 · 320 samples/s · 1 min 15 s left"


def test_the_last_epoch_is_not_followed_by_another() -> None:
    progress = Progress().after(Started(1, 4, 4, 1)).after(Batch(1, 4, {}, 1.0)).after(Epoch(1, {}, 1.2, True))

    assert progress.epoch == 1
    assert progress.fraction == 1.0


@pytest.mark.window
def test_a_plot_draws_batches_and_epochs_where_they_belong(qtbot: QtBot) -> None:
    from inspector.ui.training.plot import Plot

    plot = Plot("Loss")
    qtbot.addWidget(plot)
    plot.clear("Loss", steps_per_epoch=10)
    plot.add_batches(float(20 - step) for step in range(20))
    plot.add_epoch(15.0, 14.0)
    plot.add_epoch(5.0, math.nan)
    plot.redraw()

    batches, train, validation = plot._item.listDataItems()
    assert batches.getData()[0][-1] == 2.0
    assert train.getData()[0].tolist() == [1.0, 2.0]
    assert train.getData()[1].tolist() == [15.0, 5.0]
    assert validation.getData()[1][0] == 14.0
    assert "TRAIN 5.000" in plot.heading.figure()
