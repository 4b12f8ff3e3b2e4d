"""A training that is long enough to be interrupted, and what is left of processes."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from inspector.jobs.messages import Epoch, Event, Train
from inspector.jobs.process import Engine
from inspector.recipe.recipe import Data, Recipe, Training


def training(model: Path, run: Path, epochs: int = 10_000) -> Train:
    recipe = Recipe(data=Data("sample:digits"), training=Training(epochs=epochs))
    return Train(model=str(model), recipe=recipe, run=str(run))


def events_from_first_epoch(engine: Engine, then: Callable[[], None]) -> tuple[list[Event], float]:
    """All events, with ``then`` called after the first epoch, and the seconds from there to the end."""
    events: list[Event] = []
    start = 0.0
    for event in engine:
        events.append(event)
        if isinstance(event, Epoch) and not start:
            start = time.monotonic()
            then()
    return events, time.monotonic() - start


def wait_until(condition: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def gone(pid: int) -> bool:
    """Whether there is no such process, not even as a zombie."""
    return not psutil.pid_exists(pid)


def open_files() -> int:
    gc.collect()
    return len(os.listdir("/proc/self/fd"))
