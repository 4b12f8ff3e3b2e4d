"""What there is to say about edits before they are made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QObject, QTimer

from inspector.recipe.check import Finding, Mend
from inspector.recipe.edits import Edit
from inspector.recipe.recipe import Recipe
from inspector.ui.document import Document
from inspector.ui.widgets.notes import Notes

BREATH = 120
"""Milliseconds after the last movement before the answer is worked out: a large model is not asked per pixel."""


def objections_to(document: Document, edits: Sequence[Edit]) -> tuple[Finding, ...]:
    """Notes that the recipe gets by ``edits`` and does not have without them."""
    known = set(document.objections())
    return tuple(note for note in document.objections(document.with_edits(edits)) if note not in known)


def objections_at(document: Document, layers: Collection[str]) -> tuple[Finding, ...]:
    """Notes on the recipe as it is that are about these layers."""
    return tuple(note for note in document.objections() if note.layer in layers)


def serve(document: Document, notes: Notes, recipe: Callable[[], Recipe] | None = None) -> None:
    """Show the layer and do the mend that a person chooses in ``notes``.

    Args:
        recipe: what the notes are about where it is not the document's: a mend makes that, mended, one step.
    """

    def do(mend: Mend) -> None:
        document.mend(mend, recipe() if recipe is not None else document.recipe)

    notes.layer_wanted.connect(document.show_layer)
    notes.mend_wanted.connect(do)


class Objector(QObject):
    """Answers in ``notes`` what there is to say about the edits it was asked about last.

    Args:
        about: how the codes of checks begin whose findings stand in ``notes`` as long as nothing is asked.
    """

    def __init__(self, document: Document, notes: Notes, parent: QObject, about: str) -> None:
        super().__init__(parent)
        self._about = about
        self._document = document
        self._notes = notes
        self._edits: Sequence[Edit] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(BREATH)
        self._timer.timeout.connect(self._answer)
        serve(document, notes, lambda: document.with_edits(self._edits))

    def ask(self, edits: Sequence[Edit]) -> None:
        """Answer soon, unless asked about something else before."""
        self._edits = edits
        self._timer.start()

    def rest(self) -> None:
        """There is nothing to answer any more: what is said stands for the recipe as it is."""
        self._timer.stop()
        self._edits = ()
        standing = [note for note in self._document.objections() if note.code.startswith(self._about)]
        self._notes.show_notes(standing)

    def _answer(self) -> None:
        self._notes.show_notes(objections_to(self._document, self._edits))
