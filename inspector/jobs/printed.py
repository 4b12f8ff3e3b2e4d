"""What a process prints, as much of it as says how it ended."""

from __future__ import annotations

from collections import deque

_LAST = 40
_AFTER_MARK = 20
_MARKS = ("Fatal Python error", "Current thread")
"""Where Python's dump of a crash says what happened, and where; between and behind them are stacks of all threads."""


class Printed:
    """Takes lines one by one; ``text`` is the last of them, and of a crash also its cause and its stack."""

    def __init__(self) -> None:
        self._crash: list[str] = []
        self._last: deque[str] = deque(maxlen=_LAST)
        self._marks = list(_MARKS)
        self._wanted = 0

    def add(self, line: str) -> None:
        """One more line."""
        if mark := next((mark for mark in self._marks if line.startswith(mark)), None):
            self._marks.remove(mark)
            self._wanted = _AFTER_MARK
        elif not line:
            self._wanted = 0
        if self._wanted:
            self._wanted -= 1
            self._crash.append(line)
        else:
            self._last.append(line)

    def text(self) -> str:
        """What is worth a look, line by line."""
        return "\n".join([*self._crash, *self._last])
