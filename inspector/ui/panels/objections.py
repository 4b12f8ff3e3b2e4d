"""What there is to say about edits before they are made."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.graph.model import Note
from inspector.recipe.edits import Edit
from inspector.ui.document import Document


def objections_to(document: Document, edits: Sequence[Edit]) -> tuple[Note, ...]:
    """Notes that the recipe gets by ``edits`` and does not have without them."""
    known = set(document.objections())
    return tuple(note for note in document.objections(document.with_edits(edits)) if note not in known)
