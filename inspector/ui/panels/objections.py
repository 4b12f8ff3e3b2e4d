"""What there is to say about edits before they are made."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from inspector.graph.model import Note
from inspector.recipe.edits import Edit
from inspector.ui.document import Document
from inspector.ui.widgets.notes import Notes

BREATH = 120
"""Milliseconds after the last movement before the answer is worked out: a large model is not asked per pixel."""


def objections_to(document: Document, edits: Sequence[Edit]) -> tuple[Note, ...]:
    """Notes that the recipe gets by ``edits`` and does not have without them."""
    known = set(document.objections())
    return tuple(note for note in document.objections(document.with_edits(edits)) if note not in known)


class Objector(QObject):
    """Answers in ``notes`` what there is to say about the edits it was asked about last."""

    def __init__(self, document: Document, notes: Notes, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._notes = notes
        self._edits: Sequence[Edit] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(BREATH)
        self._timer.timeout.connect(self._answer)

    def ask(self, edits: Sequence[Edit]) -> None:
        """Answer soon, unless asked about something else before."""
        self._edits = edits
        self._timer.start()

    def clear(self) -> None:
        """There is nothing to answer any more."""
        self._timer.stop()
        self._notes.show_notes(())

    def _answer(self) -> None:
        self._notes.show_notes(objections_to(self._document, self._edits))
