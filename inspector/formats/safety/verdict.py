"""Which notes on a file are findings: something in it runs code, or reaches files, when a program loads it."""

from __future__ import annotations

from inspector.formats.safety.meanings import MEANINGS, Meaning, meaning
from inspector.graph.model import ModelGraph, Note

_HELD_BACK = ("outside-model", "vocabulary-file", "unsafe-operation")


def findings(graph: ModelGraph) -> tuple[Note, ...]:
    """The notes of an opened file that a person should trust its author for."""
    return tuple(note for note in graph.notes if note.code in MEANINGS)


def verdict(graph: ModelGraph) -> str:
    """One line on an opened file: how many findings there are."""
    found = len(findings(graph))
    if not found:
        return "Safety: nothing was found in the file that runs code or reaches other files when it is loaded."
    what = "1 finding" if found == 1 else f"{found:,} findings"
    return f"Safety: {what}, see the notes. Load this file in Python only when you trust who made it."


def needing_trust(graph: ModelGraph) -> tuple[Note, ...]:
    """The findings that keep the engine from loading a file until it is trusted: code in it, and files it reaches."""
    return tuple(note for note in findings(graph) if note.code in _HELD_BACK or (note.code == "lambda" and note.detail))


def headline(graph: ModelGraph) -> str:
    """The verdict in a few words, for a place beside the model: ``"2 layers carry code"``, the gravest kind first."""
    subjects: dict[Meaning, set[str]] = {kind: set() for kind in MEANINGS.values()}
    for note in findings(graph):
        subjects[meaning(note)].add(note.layer or note.text)
    counts = [(kind, len(found)) for kind, found in subjects.items() if found]
    if not counts:
        return "Nothing in this file runs code"
    (gravest, number), *others = counts
    more = sum(count for _, count in others)
    return f"{gravest.counted(number)}, {more:,} more" if more else gravest.counted(number)
