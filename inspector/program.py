"""How this program starts itself again, for a process that does one thing: from source, installed, or frozen."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import IO

_PIECE = 1 << 20
_PLACE = Path(__file__).resolve().parents[1]


def command(switch: str) -> list[str]:
    """The words of the command that starts this program with a switch of ``inspector.__main__``."""
    if getattr(sys, "frozen", False):
        return [sys.executable, switch]
    # -P: a folder that a model lies in must not be a place Python imports from
    return [sys.executable, "-P", "-m", "inspector", switch]


def environment() -> dict[str, str]:
    """The environment for it: the package is found there even where it is not installed."""
    places = [str(_PLACE), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a process said on stdout, cut off one byte after the most it may say, and its exit code."""

    said: bytes
    code: int


def ask(
    words: Sequence[str],
    seconds: float,
    most_bytes: int,
    given: bytes = b"",
    variables: Mapping[str, str] | None = None,
) -> Answer:
    """Start this program again for one answer, and leave no process behind.

    Args:
        words: the switch, and the arguments after it.
        seconds: how long it may take.
        most_bytes: the most it may say: one byte more is read, so that too much can be told from enough.
        given: what it reads from stdin; it must read all of it before it says anything.
        variables: what is added to its environment.

    Raises:
        TimeoutError: it took longer, and was stopped.
    """
    switch, *arguments = words
    process = subprocess.Popen(
        [*command(switch), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**environment(), **(variables or {})},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    assert process.stdin is not None
    assert process.stdout is not None
    late = Timer(seconds, process.kill)
    late.start()
    try:
        with contextlib.suppress(OSError):  # it ended early: its answer or its code says why
            process.stdin.write(given)
            process.stdin.close()
        said = _up_to(process.stdout, most_bytes + 1)
    finally:
        in_time = late.is_alive()
        late.cancel()
        process.kill()
        process.stdout.close()
        code = process.wait()
    if not in_time:
        raise TimeoutError
    return Answer(said, code)


def _up_to(pipe: IO[bytes], most: int) -> bytes:
    """What a pipe gives, piece by piece: asked for at once, memory for the most it may be would be taken."""
    said = bytearray()
    while len(said) < most and (piece := pipe.read(min(_PIECE, most - len(said)))):
        said += piece
    return bytes(said)
