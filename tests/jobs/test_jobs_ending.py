"""The words for an engine's end."""

from __future__ import annotations

import signal

import pytest

from inspector.jobs.ending import sentence


@pytest.mark.parametrize(
    ("returncode", "words"),
    [
        (-signal.SIGKILL, "was killed, often because memory ran out"),
        (-signal.SIGSEGV, "segmentation fault"),
        (-signal.SIGABRT, "crashed in native code (abort)"),
        (-signal.SIGTERM, "ended by another program"),
        (-signal.SIGHUP, "was ended by SIGHUP"),
        (-63, "was ended by signal 63"),
        (3, "exit code 3"),
        (0, "ended without an answer"),
    ],
)
def test_every_way_to_end_has_a_sentence(returncode: int, words: str) -> None:
    said = sentence(returncode)
    assert words in said
    assert said.startswith("The engine process ")
    assert said.endswith(".")
