"""Searching the open model: what is found is lit on the graph, and shown one after the other."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from inspector.drawing.search import Index
from inspector.ui.canvas.search_bar import SearchBar
from inspector.ui.document import Document
from inspector.ui.figures import whole


class Search(QObject):
    """Ties a search bar to a document.

    Signals:
        found: box ids of all hits, in the file's order; empty when the search is over.
        shown: the id of the hit that is to be looked at.
    """

    found = Signal(object)
    shown = Signal(str)

    def __init__(self, document: Document, bar: SearchBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._bar = bar
        self._index: Index | None = None
        self._hits: tuple[str, ...] = ()
        self._at: int | None = None
        bar.typed.connect(self._look)
        bar.stepped.connect(self.step)
        document.loaded.connect(self._outdate)
        document.preview_changed.connect(self._outdate)
        document.looked_anew.connect(self._outdate)
        document.selection_changed.connect(self._follow)

    @property
    def hits(self) -> tuple[str, ...]:
        """Box ids of what was found, in the file's order."""
        return self._hits

    @property
    def any(self) -> bool:
        """Whether there are hits to step through."""
        return bool(self._hits)

    def resume(self) -> None:
        """Look again for what is typed."""
        self._look(self._bar.field.text())

    def end(self) -> None:
        """Forget the hits; what was typed stays for the next time."""
        self._take(())

    def step(self, by: int) -> None:
        """Show the next hit, or the one before; after the last comes the first."""
        if not self._hits:
            return
        start = -1 if by > 0 else 0
        self._at = ((start if self._at is None else self._at) + by) % len(self._hits)
        self._say()
        self.shown.emit(self._hits[self._at])

    def _outdate(self) -> None:
        self._index = None
        if self._hits:
            self.resume()

    def _look(self, text: str) -> None:
        seen = self._document.shown
        if self._index is None and seen is not None:
            self._index = Index(seen.graph, self._document.blocks, self._document.names)
        self._take(self._index.find(text) if self._index else ())

    def _take(self, hits: tuple[str, ...]) -> None:
        before, self._hits, self._at = self._hits, hits, None
        self._follow()
        self._say()
        if hits != before:
            self.found.emit(hits)

    def _follow(self) -> None:
        """Where one hit is selected, the next is the one after it."""
        selected = self._document.selection
        place = next((at for at, hit in enumerate(self._hits) if hit in selected), None) if len(selected) == 1 else None
        if place is not None:
            self._at = place
            self._say()

    def _say(self) -> None:
        typed, count = self._bar.field.text().strip(), len(self._hits)
        if not typed:
            text = ""
        elif not count:
            text = "nothing found"
        elif self._at is None:
            text = f"{whole(count)} found"
        else:
            text = f"{whole(self._at + 1)} of {whole(count)}"
        self._bar.say(text, found=bool(count))
