"""One engine process for one job: started, followed, stopped, and gone when it is closed."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from types import TracebackType
from typing import IO

import msgspec

from inspector import program
from inspector.jobs import ending
from inspector.jobs.messages import Done, Event, Failed, Job, decode_event, encode
from inspector.jobs.printed import Printed

STOP = b"stop\n"
"""The one line the engine understands after its job."""

_PATIENCE = 5.0
"""Seconds an engine that has closed its events may take to be gone."""


class Engine:
    """Runs one job in a process of its own; iterate over it for its events.

    The events end with ``Done`` or ``Failed``, always: an engine that crashes, is killed or cannot be started becomes a
    ``Failed`` with a sentence, and what it printed last as ``detail``. Leaving the ``with`` block ends the process.
    ``stop`` and ``kill`` may be called from any thread, at any time.

        with Engine(Train(model="model.keras", recipe=recipe, run="run")) as engine:
            for event in engine:
                print(event)
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._printed = Printed()
        self._listener: threading.Thread | None = None
        self._stopping = False
        self._killed = False

    @property
    def pid(self) -> int | None:
        """The process, ``None`` before it is started."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process and hand it the job; does nothing the second time.

        Raises:
            OSError: the system cannot start a process.
        """
        with self._lock:
            if self._process or self._killed:
                return
            self._process = subprocess.Popen(
                program.command("--engine"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=program.environment(),
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            self._listener = threading.Thread(target=self._listen, args=(self._process.stderr,), daemon=True)
            self._listener.start()
            self._write(encode(self._job))
            if self._stopping:
                self._write(STOP)

    def stop(self) -> None:
        """Ask the engine to end in order: training ends within one step and leaves its files."""
        with self._lock:
            if self._process and not self._stopping:
                self._write(STOP)
            self._stopping = True

    def kill(self) -> None:
        """End the process, and all it started, at once."""
        with self._lock:
            self._killed = True
            self._end_process()

    def __iter__(self) -> Iterator[Event]:
        try:
            self.start()
        except OSError as error:
            yield Failed(f"The engine process cannot be started: {error.strerror or error}.")
            return
        for event in self._events():
            yield event
            if isinstance(event, Done | Failed):
                return
        yield self._failure()

    def close(self) -> None:
        """End the process if it is still there and give back everything it took."""
        with self._lock:
            if self._process is None:
                return
            self._end_process()
        self._process.wait()
        if self._listener:
            self._listener.join(_PATIENCE)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream:
                with contextlib.suppress(OSError):  # a line the engine did not live to read
                    stream.close()

    def __enter__(self) -> Engine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _events(self) -> Iterator[Event]:
        if self._process is None:
            return
        assert self._process.stdout
        for line in self._process.stdout:
            try:
                yield decode_event(line)
            except msgspec.DecodeError:  # half a line of an engine that died while writing
                self._printed.add(line.decode("utf-8", "replace").rstrip())

    def _failure(self) -> Failed:
        if self._killed:
            return Failed("The engine was ended at once, as asked. What was already saved is still there.")
        assert self._process
        try:
            returncode = self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            return Failed(
                "The engine process stopped answering and was ended. Start again to go on.", self._printed.text()
            )
        if self._listener:
            self._listener.join(_PATIENCE)
        return Failed(ending.sentence(returncode), self._printed.text())

    def _listen(self, stream: IO[bytes]) -> None:
        for line in stream:
            self._printed.add(line.decode("utf-8", "replace").rstrip())

    def _write(self, line: bytes) -> None:
        assert self._process
        assert self._process.stdin
        with contextlib.suppress(OSError):  # the engine is gone: its events say so
            self._process.stdin.write(line)
            self._process.stdin.flush()

    def _end_process(self) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        if sys.platform == "win32":
            self._process.kill()
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
