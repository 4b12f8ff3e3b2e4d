"""What the reading of one file gathers on its way: notes, and how many layers there were."""

from __future__ import annotations

from collections import Counter

from inspector.formats import limits
from inspector.formats.errors import FormatError
from inspector.graph.model import Level, Note


class Reading:
    """Notes for the person, in the order they were found, and the count that keeps a file bounded."""

    def __init__(self) -> None:
        self._notes: list[Note] = []
        self._count_of: Counter[str] = Counter()
        self._layers = 0
        self._connections = 0
        self._seen: set[tuple[str, str]] = set()

    def note(self, level: Level, code: str, text: str, layer: str = "") -> None:
        """Keep a note about the layer at this path, or about the whole model."""
        self.keep(Note(level, code, text, layer))

    def keep(self, note: Note) -> None:
        """Keep a note, unless there are too many of its kind."""
        self._count_of[note.code] += 1
        if self._count_of[note.code] <= limits.NOTES_PER_CODE:
            self._notes.append(note)

    @property
    def notes(self) -> tuple[Note, ...]:
        """All notes; of a kind that is too frequent the first ones, and one that counts the rest."""
        rest = [
            Note("info", code, f"There are {count - limits.NOTES_PER_CODE:,} more notes like these ({code}).")
            for code, count in self._count_of.items()
            if count > limits.NOTES_PER_CODE
        ]
        return (*self._notes, *rest)

    def seen_before(self, class_name: str, name: str) -> bool:
        """Whether a layer of this class and name was met before, in this model or in another of the file."""
        before = (class_name, name) in self._seen
        self._seen.add((class_name, name))
        return before

    def connect(self, tensors: int) -> None:
        """Take tensors between layers into account; raises FormatError beyond the limit."""
        self._connections += tensors
        if self._connections > limits.CONNECTIONS:
            raise FormatError(f"The model joins its layers more than {limits.CONNECTIONS:,} times: it cannot be shown.")

    def count(self, layers: int) -> None:
        """Take layers into account; raises FormatError beyond the limit."""
        self._layers += layers
        if self._layers > limits.LAYERS:
            raise FormatError(f"The model has more than {limits.LAYERS:,} layers, the most that can be shown.")
