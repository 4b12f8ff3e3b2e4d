"""Work off the window's thread, of which only the newest answer counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, Signal

_THREADS = 3
"""Enough for a newcomer to start while an overtaken piece of work is still ending."""


class Latest(QObject):
    """Runs functions on threads of its own and tells the result of the one submitted last.

    ``done`` carries what the function returned, ``failed`` the exception it raised. Results of work that was
    overtaken or cancelled are dropped.
    """

    done = Signal(object)
    failed = Signal(object)
    _ended = Signal(int, bool, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(_THREADS)
        self._ticket = 0
        self._running = False
        self._ended.connect(self._tell)

    @property
    def running(self) -> bool:
        """Whether an answer is still to come."""
        return self._running

    def submit(self, work: Callable[[], Any]) -> None:
        """Start ``work``; whatever was submitted before no longer counts."""
        self._ticket += 1
        self._running = True
        self._pool.clear()
        ticket = self._ticket

        def run() -> None:
            try:
                result = work()
            except Exception as error:
                self._ended.emit(ticket, False, error)
            else:
                self._ended.emit(ticket, True, result)

        self._pool.start(run)

    def cancel(self) -> None:
        """Forget what is running; its answer will not be told."""
        self._ticket += 1
        self._running = False
        self._pool.clear()

    def finish(self) -> None:
        """Cancel, and wait until no thread is left."""
        self.cancel()
        self._pool.waitForDone()

    def _tell(self, ticket: int, well: bool, answer: object) -> None:
        if ticket != self._ticket:
            return
        self._running = False
        (self.done if well else self.failed).emit(answer)
