"""A person's regular expression on many names, in a process of its own: Python's matcher may take for ever."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from inspector import program

SECONDS = 3.0
"""How long all the names together may take."""

MOST_CHARACTERS = 10_000_000
"""How long all the new names together may be."""

_ANSWER_BYTES = 12 * MOST_CHARACTERS  # a character outside of plain text is two escapes of six bytes in JSON


class SubstitutionError(ValueError):
    """A pattern or replacement that is not one, or leads too far: a sentence for a person."""


def compiled(pattern: str, replacement: str) -> re.Pattern[str]:
    """The pattern, ready for use; raises SubstitutionError where it or the replacement is not one of Python's."""
    try:
        made = re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        raise SubstitutionError(f"The pattern {pattern!r} is no regular expression: {error}.") from error
    try:
        made.sub(replacement, "")
    except (re.error, IndexError) as error:
        raise SubstitutionError(
            f"The replacement {replacement!r} does not fit the pattern {pattern!r}: {error}."
        ) from error
    return made


def substituted(pattern: str, replacement: str, names: Iterable[str]) -> dict[str, str]:
    """Every name, and what it is with every match of the pattern replaced.

    Raises:
        SubstitutionError: pattern or replacement is no regular expression, it takes longer than ``SECONDS``, or the
            names become longer than ``MOST_CHARACTERS`` together.
    """
    listed = list(dict.fromkeys(names))
    try:
        answer = program.ask(
            ["--regex-helper"],
            SECONDS,
            _ANSWER_BYTES,
            given=json.dumps({"pattern": pattern, "replacement": replacement, "names": listed}).encode(),
        )
    except TimeoutError as error:
        raise SubstitutionError(
            f"Replacing {pattern!r} took longer than {SECONDS:g} seconds and was stopped: use a simpler pattern, "
            "without a repetition inside a repetition."
        ) from error
    try:
        said = json.loads(answer.said)
    except ValueError as error:
        raise SubstitutionError(
            f"Replacing {pattern!r} stopped without an answer (code {answer.code}): use a simpler pattern."
        ) from error
    if isinstance(said, str):
        raise SubstitutionError(said)
    return dict(zip(listed, said, strict=True))


def main() -> int:
    """The process: reads ``{"pattern", "replacement", "names"}`` from stdin, answers a list of names or a sentence."""
    # a program without a console has no sys.stdin and sys.stdout, yet it has the pipes it was given
    with open(0, "rb", closefd=False) as pipe:
        asked = json.load(pipe)
    answer: list[str] | str
    try:
        answer = _replaced(asked["pattern"], asked["replacement"], asked["names"])
    except SubstitutionError as error:
        answer = str(error)
    except MemoryError:
        answer = _too_long()
    with open(1, "wb", closefd=False) as pipe:
        pipe.write(json.dumps(answer).encode())
    return 0


def _replaced(pattern: str, replacement: str, names: Iterable[str]) -> list[str]:
    find = compiled(pattern, replacement)
    made, room = [], MOST_CHARACTERS
    for name in names:
        made.append(find.sub(replacement, name))
        room -= len(made[-1])
        if room < 0:
            raise SubstitutionError(_too_long())
    return made


def _too_long() -> str:
    return f"The new names would be longer than {MOST_CHARACTERS:,} characters together: use a shorter replacement."
