"""Asks the process with ``tf_keras``, which is started when it is first needed and ended with the ``with`` block."""

from __future__ import annotations

import json
import subprocess
import threading
from types import TracebackType
from typing import Any

from inspector import program

PATIENCE = 300.0
"""Seconds an answer may take."""


class TfKerasError(Exception):
    """``tf_keras`` is not there, or cannot do what it was asked; the text says which, as part of a sentence."""


class TfKeras:
    """Keras 2 in a process of its own: it and Keras 3 do not get along in one.

    with TfKeras() as tf_keras:
        tf_keras.ask({"config": …, "weights": …, "kind": "hdf5", "inputs": …, "outputs": …})
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> TfKeras:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()

    def ask(self, request: dict[str, Any]) -> None:
        """Have a request of `tf_keras_main.main` done; raises TfKerasError."""
        process = self._started()
        assert process.stdin
        assert process.stdout
        late = threading.Timer(PATIENCE, process.kill)
        late.start()
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            line = ""
        finally:
            late.cancel()
        if not line:
            self._process = None
            process.kill()
            process.wait()
            raise TfKerasError("tf_keras ended without an answer")
        answer = json.loads(line)
        if "error" in answer:
            raise TfKerasError(answer["error"])

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                program.command("--tf-keras"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=program.environment(),
                text=True,
                encoding="utf-8",
            )
        return self._process
