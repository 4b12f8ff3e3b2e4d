"""Curves stay small however long they get, and say the truth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.jobs.messages import Batch, Epoch, Started
from inspector.jobs.messages import Progress as Doing
from inspector.ui.training.axis import tick_step, tick_words
from inspector.ui.training.buckets import CAPACITY, Buckets
from inspector.ui.training.moving_mean import MovingMean
from inspector.ui.training.progress import Progress
from inspector.ui.window import Window


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


def test_what_the_engine_does_besides_training_is_told_until_it_trains_again() -> None:
    progress = Progress().after(Doing("Loading the model"))
    assert progress.words() == "Loading the model…"
    progress = progress.after(Started(2, 4, 4, 1))
    assert progress.words() == "Preparing the first step…"
    progress = progress.after(Batch(1, 1, {}, 9.0)).after(Batch(1, 2, {}, 10.0))
    assert progress.words() == "epoch 1 of 2 · 1.0 samples/s · 30 s left"
    assert progress.after(Doing("Saving the last model")).words() == "Saving the last model…"


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

    batches, means, train, validation = plot._item.listDataItems()
    assert batches.getData()[0][-1] == 2.0
    assert means.getData()[0][-1] == 2.0
    assert means.getData()[1][-1] > 1.0
    assert train.getData()[0].tolist() == [1.0, 2.0]
    assert train.getData()[1].tolist() == [15.0, 5.0]
    assert validation.getData()[1][0] == 14.0
    assert "train&nbsp;<b>5.000</b>" in plot.legend.text()


@pytest.mark.window
def test_a_smaller_last_batch_stands_out_in_no_curve(qtbot: QtBot) -> None:
    from inspector.ui.training.plot import Plot

    plot = Plot("Loss")
    qtbot.addWidget(plot)
    plot.clear("Loss", steps_per_epoch=5, last_batch=1 / 32)
    plot.add_batches([1.0, 1.0, 1.0, 1.0, 9.0] * 4)
    plot.redraw()

    batches, means, *_ = plot._item.listDataItems()
    assert np.nanmax(batches.getData()[1]) == 1.0
    assert np.nanmax(means.getData()[1]) < 1.1
    assert plot.points() == (20, 0)


def test_the_moving_mean_follows_by_weight_and_leaves_out_what_is_no_number() -> None:
    mean = MovingMean(10)
    assert math.isnan(mean.add(math.nan))
    assert mean.add(4.0) == pytest.approx(4.0)
    assert mean.add(6.0) == pytest.approx(5.05, abs=0.01)
    assert mean.add(math.inf) == pytest.approx(5.05, abs=0.01)
    for _ in range(100):
        mean.add(2.0)
    assert mean.value == pytest.approx(2.0, abs=0.01)


@pytest.mark.window
def test_the_mouse_reads_the_figures_of_an_epoch(qtbot: QtBot) -> None:
    from inspector.ui.training.plot import Plot

    plot = Plot("Loss")
    qtbot.addWidget(plot)
    plot.resize(400, 250)
    plot.show()
    plot.clear("Loss", steps_per_epoch=2)
    for epoch in range(1, 5):
        plot.add_batches([1.0, 1.0])
        plot.add_epoch(1 / epoch, 2 / epoch)
    plot.redraw()
    qtbot.wait(50)

    box = plot._item.getViewBox()
    plot._canvas.scene().sigMouseMoved.emit(box.mapViewToScene(QPointF(2.2, 1.0)))
    assert "0.500" in plot.legend.text()
    assert "1.000" in plot.legend.text()
    assert plot.heading.title() == "LOSS · EPOCH 2"

    qtbot.mouseMove(plot, QPoint(1, 1))
    QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))
    assert "0.250" in plot.legend.text()
    assert plot.heading.title() == "LOSS"


def test_every_tick_of_an_axis_has_a_number() -> None:
    assert [tick_step(least) for least in (0.03, 0.2, 0.21, 3.0, 70.0)] == pytest.approx([0.05, 0.2, 0.5, 5.0, 100.0])
    assert tick_words(0.0, 0.5) == "0"
    assert tick_words(2.5, 0.5) == "2.5"
    assert tick_words(3.0, 1.0) == "3"
    assert tick_words(1_200_000.0, 200_000.0) == "1.2e6"
    assert tick_words(1.8e-6, 2e-7) == "1.8e-6"
    assert tick_words(2.30255, 5e-5) == "2.30255"


@pytest.mark.window
@pytest.mark.parametrize("value", [1.5, 2e-7, 3e8, 0.0])
def test_one_epoch_already_has_a_scale(qtbot: QtBot, value: float) -> None:
    from inspector.ui.training.plot import Plot

    plot = Plot("Loss")
    qtbot.addWidget(plot)
    plot.clear("Loss", steps_per_epoch=1)
    plot.add_batches([value])
    plot.add_epoch(value, value * 1.2)
    plot.redraw()
    plot.resize(200, 250)
    plot.grab()

    axis = plot._item.getAxis("left")
    ((spacing, ticks),) = axis.tickValues(*axis.range, 150)
    assert len(ticks) >= 2
    assert all(axis.tickStrings(ticks, 1, spacing))


@pytest.mark.window
def test_both_plots_are_equally_wide_and_name_their_curves_however_narrow(opened: Window) -> None:
    opened.strip.add_plots()
    loss, measure = opened.strip.loss, opened.strip.measure
    measure.clear("A metric with a long name")
    for width in (1440, 1024):
        opened.resize(width, 700)
        for plot in (loss, measure):
            plot.add_epoch(0.123, 0.456)
            plot.redraw()
        QApplication.processEvents()

        assert abs(loss.width() - measure.width()) <= 1
        for plot in (loss, measure):
            assert "val&nbsp;<b>0.456</b>" in plot.legend.text()
            assert plot.legend.sizeHint().width() <= plot.legend.width()
            assert plot.rect().contains(plot.legend.geometry())
    loss.add_epoch(-1.234e-11, -1.234e-11)
    loss.redraw()
    QApplication.processEvents()
    assert loss.legend.text().count("-1.23e-11") == 2
    assert loss.legend.sizeHint().width() <= loss.legend.width()
