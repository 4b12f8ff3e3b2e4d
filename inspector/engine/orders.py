"""What the window tells the engine: the job, later "stop"; and that it is gone."""

from __future__ import annotations

import os
import threading

import msgspec

from inspector.engine.errors import EngineError
from inspector.jobs.messages import Job, decode_job
from inspector.jobs.process import STOP


class Orders:
    """Reads stdin: the job when it is asked for, the rest from a thread once `listen` was called.

    ``stop`` is set when the window asks for it. When stdin closes the window has ended, and so does the engine.
    """

    def __init__(self) -> None:
        # unbuffered, and a descriptor of its own, so that nothing else that reads stdin takes our lines
        self._lines = os.fdopen(os.dup(0), "rb", buffering=0)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        self.stop = threading.Event()

    def job(self) -> Job:
        """The job, which is the first line.

        Raises:
            EngineError: the line is no job.
        """
        line = self._lines.readline()
        if not line:
            os._exit(1)
        try:
            return decode_job(line)
        except msgspec.DecodeError as error:
            raise EngineError(f"The engine was given something that is no job: {error}.") from error

    def listen(self) -> None:
        """Begin to heed what comes after the job."""
        threading.Thread(target=self._listen, name="orders", daemon=True).start()

    def _listen(self) -> None:
        for line in self._lines:
            if line == STOP:
                self.stop.set()
        os._exit(1)
