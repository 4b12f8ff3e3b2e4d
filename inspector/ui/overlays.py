"""Which overlay colours the graph: chosen by a person, worked out in the background, true while the model changes."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from inspector.drawing.overlays import overlay
from inspector.graph.fact_sheet import FactSheet
from inspector.graph.model import ModelGraph
from inspector.recipe.rates import rates
from inspector.ui import theme
from inspector.ui.background import Latest
from inspector.ui.document import Document


class Overlays(QObject):
    """The overlay of the document's picture. ``changed`` carries it, an `Overlay`.

    Attributes:
        kind: which one, a key of `drawing.overlays.TITLES`.
    """

    changed = Signal(object)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.kind = "category"
        self._facts: tuple[ModelGraph, FactSheet] | None = None
        self._work = Latest(self)
        self._work.done.connect(self._take)
        self._work.failed.connect(_raise)
        document.picture_changed.connect(self.refresh)
        document.recipe_changed.connect(self.refresh)
        theme.themes.changed.connect(self.refresh)

    def choose(self, kind: str) -> None:
        """Show another one."""
        self.kind = kind
        self.refresh()

    def refresh(self) -> None:
        """Work it out anew."""
        preview = self._document.preview
        if preview is None or self._document.picture is None:
            return
        known = self._facts[1] if self._facts and self._facts[0] is preview.graph else None
        if self.kind == "category" or known:
            self._work.cancel()
            self._tell(known)
        else:
            graph = preview.graph
            self._work.submit(lambda: (graph, FactSheet(graph)))

    def finish(self) -> None:
        """Wait until no thread is left."""
        self._work.finish()

    def _take(self, facts: tuple[ModelGraph, FactSheet]) -> None:
        self._facts = facts
        self.refresh()

    def _tell(self, facts: FactSheet | None) -> None:
        picture = self._document.picture
        assert picture
        dark = theme.current().name == "dark"
        self.changed.emit(overlay(self.kind, picture.boxes, facts, self._factors(), dark=dark))

    def _factors(self) -> Mapping[str, float]:
        preview, training = self._document.preview, self._document.recipe.training
        assert preview
        base = training.learning_rate.base
        return {path: round(rate / base, 9) for path, rate in rates(preview, training).items()}


def _raise(error: Exception) -> None:
    raise error
