"""Follows an engine from a background thread and passes its events on at a pace a window can keep."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from inspector.jobs.messages import Event, Job
from inspector.jobs.process import Engine

Listener = Callable[[tuple[Event, ...]], None]

_PAUSE = 1 / 30


class Follower:
    """Runs a job from start to end without making the caller wait.

    Args:
        job: what the engine does.
        on_events: called on a background thread, at most 30 times a second, with all events since the last call, in
            order; none is left out. The last event of the last call is ``Done`` or ``Failed``.
    """

    def __init__(self, job: Job, on_events: Listener) -> None:
        self._on_events = on_events
        self._engine = Engine(job)
        self._news = threading.Condition()
        self._events: list[Event] = []
        self._ended = False
        self._reader = threading.Thread(target=self._read, name="engine-reader", daemon=True)
        self._caller = threading.Thread(target=self._call, name="engine-caller", daemon=True)
        self._reader.start()
        self._caller.start()

    def stop(self) -> None:
        """Ask the engine to end in order; the events go on until it has."""
        self._engine.stop()

    def kill(self) -> None:
        """End the engine at once; a ``Failed`` follows."""
        self._engine.kill()

    def join(self, timeout: float | None = None) -> bool:
        """Wait for the engine to be gone and the last call to be made; whether that is so after ``timeout`` seconds."""
        self._caller.join(timeout)
        return not self._caller.is_alive()

    def _read(self) -> None:
        try:
            with self._engine:
                for event in self._engine:
                    with self._news:
                        self._events.append(event)
                        self._news.notify()
        finally:
            with self._news:
                self._ended = True
                self._news.notify()

    def _call(self) -> None:
        try:
            while events := self._take():
                self._on_events(events)
                time.sleep(_PAUSE)
        finally:
            self._engine.kill()
            self._reader.join()

    def _take(self) -> tuple[Event, ...]:
        """All events there are, once there is one; empty after the last."""
        with self._news:
            self._news.wait_for(lambda: self._events or self._ended)
            events, self._events = tuple(self._events), []
        return events
