"""A process that opens files one after another, and is started again when one of them ends it."""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import time
import traceback
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType

PATIENCE = 60.0
MEMORY = 4 << 30
HDF5 = (".h5", ".hdf5")


class Opener:
    """Opens files in a process of its own: ``open`` says what came of it, and what it took.

    That is seconds of processors, helpers included, so that a busy machine makes no file a slow one; and megabytes.
    """

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._start()

    def __enter__(self) -> Opener:
        return self

    def __exit__(self, _kind: type | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self._process.kill()
        self._process.join()

    def open(self, path: Path) -> tuple[str, float, float]:
        begin = time.monotonic()
        self._connection.send(str(path))
        if self._connection.poll(PATIENCE):
            try:
                said, seconds, megabytes = self._connection.recv()
                if megabytes > 400:  # the peak of a process never falls
                    self._restart()
                return said, seconds, megabytes
            except EOFError:
                pass
        self._restart()
        return f"died or hung after {time.monotonic() - begin:.0f} seconds", time.monotonic() - begin, 0.0

    def _start(self) -> None:
        self._connection, theirs = self._context.Pipe()
        self._process = self._context.Process(target=_serve, args=(theirs,), daemon=False)
        self._process.start()
        theirs.close()

    def _restart(self) -> None:
        self._process.kill()
        self._process.join()
        self._start()


def _serve(connection: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    while True:
        try:
            path = connection.recv()
        except EOFError:
            return
        begin = sum(os.times()[:4])
        said = _opened(path)
        connection.send((said, sum(os.times()[:4]) - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def open_as_operations(path: str) -> None:
    """Read what a SavedModel or graph is made of, too."""
    from inspector.formats import open_model
    from inspector.graph.operations import View

    open_model(path, View(operations=True))


def _opened(path: str) -> str:
    from inspector.drawing.document import document
    from inspector.drawing.text import summary
    from inspector.formats import FormatError, open_model
    from inspector.graph.grouping import blocks

    try:
        if not path.endswith(HDF5):
            open_as_operations(path)
        graph = open_model(path)
        json.dumps(document(graph, blocks(graph))).encode()
        summary(graph).encode()
    except FormatError as refusal:
        return f"refused: {refusal}"
    except BaseException:
        return traceback.format_exc()
    return f"opened {len(graph.layers)} layers"
