"""An engine job as signals on the window's thread."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, Signal

from inspector.jobs.follow import Follower
from inspector.jobs.messages import Done, Event, Failed, Job

log = logging.getLogger("inspector")

_PATIENCE = 5.0
"""Seconds an engine that was ended may take to be gone."""


class EngineJob(QObject):
    """Runs one job at a time; starting another ends the one before.

    ``events`` carries a tuple of events in order; ``ended`` the last one, Done or Failed, after that.
    """

    events = Signal(object)
    ended = Signal(object)
    _arrived = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ticket = 0
        self._follower: Follower | None = None
        self._leaving: list[Follower] = []
        self._arrived.connect(self._pass_on)

    @property
    def running(self) -> bool:
        """Whether a job was started and has not ended."""
        return self._follower is not None

    def start(self, job: Job) -> None:
        """Start a job in an engine of its own."""
        self.kill()
        self._ticket += 1
        ticket = self._ticket
        self._follower = Follower(job, lambda events: self._arrived.emit(ticket, events))

    def stop(self) -> None:
        """Ask the engine to end in order; ``ended`` follows."""
        if self._follower:
            self._follower.stop()

    def kill(self) -> None:
        """End the engine at once and hear no more of it."""
        if self._follower:
            self._follower.kill()
            self._leaving = [*(one for one in self._leaving if not one.join(0)), self._follower]
            self._follower = None
            self._ticket += 1

    def close(self) -> None:
        """End the engine and wait until no process and no thread is left."""
        self.kill()
        for follower in self._leaving:
            follower.join(_PATIENCE)
        self._leaving.clear()

    def _pass_on(self, ticket: int, events: tuple[Event, ...]) -> None:
        if ticket != self._ticket:
            return
        last = events[-1]
        if isinstance(last, Done | Failed):
            if self._follower:
                self._leaving.append(self._follower)
            self._follower = None
        if isinstance(last, Failed) and last.detail:
            log.error("%s\n%s", last.text, last.detail)
        self.events.emit(events)
        if isinstance(last, Done | Failed):
            self.ended.emit(last)
