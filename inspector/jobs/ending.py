"""How an engine process that did not say goodbye came to its end, in words."""

from __future__ import annotations

import signal

_CAUSES = {
    "SIGKILL": "was killed, often because memory ran out: close other programs or choose a smaller batch size",
    "SIGSEGV": "crashed in native code (segmentation fault)",
    "SIGABRT": "crashed in native code (abort)",
    "SIGBUS": "crashed in native code (bus error), often because a file was cut short while it was read",
    "SIGILL": "crashed on an instruction this processor does not have",
    "SIGFPE": "crashed in native code (arithmetic error)",
    "SIGTERM": "was ended by another program",
    "SIGINT": "was interrupted",
}


def sentence(returncode: int) -> str:
    """What to tell a person about an engine that ended without an answer.

    Args:
        returncode: as subprocess gives it; negative for a signal.
    """
    return f"The engine process {_cause(returncode)}. Start again to go on."


def _cause(returncode: int) -> str:
    if returncode >= 0:
        return f"ended without an answer (exit code {returncode})"
    try:
        name = signal.Signals(-returncode).name
    except ValueError:
        name = f"signal {-returncode}"
    return _CAUSES.get(name, f"was ended by {name}")
