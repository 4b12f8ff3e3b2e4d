"""The engine's way to the window: a pipe nothing else can write to."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import IO

from inspector.jobs.messages import Batch, Event, Log, encode

_DELAY = 0.05
"""Seconds a batch event may wait for others to be written with it."""


def take_stdout() -> int:
    """A file descriptor of our own for what was stdout; from now on prints of any library go to stderr."""
    sys.stdout.flush()
    own = os.dup(1)
    os.dup2(2, 1)
    return own


class Channel:
    """Writes events, one JSON line each: batch events together after a short while, all others at once.

    When nobody reads any more, the engine has no reason to live and ends.

    Args:
        descriptor: the pipe.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = threading.Lock()
        self._pending: list[bytes] = []
        self._waiting = threading.Event()
        self._copy: IO[bytes] | None = None
        self._flusher: threading.Thread | None = None

    def send(self, event: Event) -> None:
        """Put an event on its way; the order is kept."""
        with self._lock:
            self._pending.append(encode(event))
            if isinstance(event, Batch):
                self._begin_flushing()
            else:
                self._flush()
        self._waiting.set()

    def copy_to(self, path: Path) -> None:
        """Append what is sent from now on to a file, too; where it cannot be written it is said once and left.

        Raises:
            OSError: the file cannot be made.
        """
        with self._lock:
            self._copy = path.open("ab", buffering=0)

    def _begin_flushing(self) -> None:
        if self._flusher is None:
            self._flusher = threading.Thread(target=self._flush_late, name="channel", daemon=True)
            self._flusher.start()

    def _flush_late(self) -> None:
        while self._waiting.wait():
            threading.Event().wait(_DELAY)
            self._waiting.clear()
            with self._lock:
                self._flush()

    def _flush(self) -> None:
        lines = b"".join(self._pending)
        self._pending.clear()
        # the record first: whoever reads the last event may end this process at once
        if self._copy:
            try:
                self._copy.write(lines)
            except OSError as error:
                self._copy = None
                lines = encode(Log(f"The record of events ends here: {error.strerror}.", "warning")) + lines
        self._write(lines)

    def _write(self, lines: bytes) -> None:
        data = memoryview(lines)
        try:
            while data:
                data = data[os.write(self._descriptor, data) :]
        except BrokenPipeError:
            os._exit(1)
