"""Which notes on a file are findings: something in it runs code, or reaches files, when a program loads it."""

from __future__ import annotations

from inspector.graph.model import ModelGraph, Note

_FINDINGS = frozenset({
    "lambda", "outside-model", "pickled-module", "unsafe-operation", "unsafe-reference", "unsafe-unknown",
    "vocabulary-file", "custom-class", "custom-function", "subclassed-model",
})  # fmt: skip


def findings(graph: ModelGraph) -> tuple[Note, ...]:
    """The notes of an opened file that a person should trust its author for."""
    return tuple(note for note in graph.notes if note.code in _FINDINGS)


def verdict(graph: ModelGraph) -> str:
    """One line on an opened file: how many findings there are."""
    found = len(findings(graph))
    if not found:
        return "Safety: nothing was found in the file that runs code or reaches other files when it is loaded."
    what = "1 finding" if found == 1 else f"{found:,} findings"
    return f"Safety: {what}, see the notes. Load this file in Python only when you trust who made it."
