"""Which notes on a file are findings: something in it runs code, or reaches files, when a program loads it."""

from __future__ import annotations

from inspector.graph.model import ModelGraph, Note

_FINDINGS = frozenset({
    "lambda", "outside-model", "pickled-module", "unsafe-operation", "unsafe-reference", "unsafe-unknown",
    "vocabulary-file", "custom-class", "custom-function",
})  # fmt: skip


def findings(graph: ModelGraph) -> tuple[Note, ...]:
    """The notes of an opened file that a person should trust its author for."""
    return tuple(note for note in graph.notes if note.code in _FINDINGS)
