"""Following an engine without waiting for it."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import psutil
import pytest
from running import open_files, training, wait_until

from inspector.jobs.follow import Follower
from inspector.jobs.messages import Batch, Done, Epoch, Event, Failed, Probe, Started

pytestmark = pytest.mark.engine


class Diary:
    """What a follower called back with, and when."""

    def __init__(self) -> None:
        self.calls: list[tuple[Event, ...]] = []
        self.times: list[float] = []

    def __call__(self, events: tuple[Event, ...]) -> None:
        self.times.append(time.monotonic())
        self.calls.append(events)

    @property
    def events(self) -> list[Event]:
        return [event for call in self.calls for event in call]

    def saw(self, kind: type[Event]) -> bool:
        return any(isinstance(event, kind) for event in self.events)


def test_every_event_arrives_in_order_at_most_thirty_times_a_second(model: Path, tmp_path: Path) -> None:
    before = open_files()
    diary = Diary()
    follower = Follower(training(model, tmp_path / "run", epochs=2), diary)
    assert follower.join(120)
    started = next(event for event in diary.events if isinstance(event, Started))
    steps = [event.step for event in diary.events if isinstance(event, Batch)]
    assert steps == list(range(1, 2 * started.steps_per_epoch + 1))
    assert [event.epoch for event in diary.events if isinstance(event, Epoch)] == [1, 2]
    assert isinstance(diary.calls[-1][-1], Done)
    gaps = [later - earlier for earlier, later in zip(diary.times, diary.times[1:], strict=False)]
    assert min(gaps) >= 1 / 30
    assert open_files() == before
    assert not psutil.Process().children()


def test_stopping_lets_the_training_end_in_order(model: Path, tmp_path: Path) -> None:
    diary = Diary()
    follower = Follower(training(model, tmp_path / "run"), diary)
    assert wait_until(lambda: diary.saw(Batch), 60)
    assert not follower.join(0)
    follower.stop()
    assert follower.join(30)
    last = diary.events[-1]
    assert isinstance(last, Done)
    assert last.stopped


def test_killing_ends_at_once_with_a_failure() -> None:
    diary = Diary()
    follower = Follower(Probe(), diary)
    assert wait_until(lambda: bool(diary.calls))
    follower.kill()
    assert follower.join(3)
    assert isinstance(diary.events[-1], Failed)
    assert not psutil.Process().children()


def test_a_listener_that_fails_does_not_leave_an_engine_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    raised: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: raised.append(args.exc_value))

    def listener(_: tuple[Event, ...]) -> None:
        raise RuntimeError("the window has a bug")

    follower = Follower(Probe(), listener)
    assert follower.join(30)
    assert [str(error) for error in raised] == ["the window has a bug"]
    assert not psutil.Process().children()
