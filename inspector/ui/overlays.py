"""Which overlay colours the graph: chosen by a person, true while the model changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from inspector.drawing.colouring import Colouring
from inspector.drawing.overlays import NO_OVERLAY, Moved, Overlay, overlay
from inspector.graph.fact_sheet import FactSheet
from inspector.recipe.rates import factors
from inspector.ui import theme
from inspector.ui.document import Document


class Overlays(QObject):
    """The overlay of the document's picture. ``changed`` carries it, an `Overlay`.

    Attributes:
        kind: which one, a key of `drawing.overlays.TITLES`.
        moved: gives how far the last run moved the weights of the open model.
    """

    changed = Signal(object)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.kind = "category"
        self.moved: Callable[[], Moved] = dict
        self._shown = NO_OVERLAY
        document.facts.changed.connect(self.refresh)
        document.picture_changed.connect(self.refresh)
        document.recipe_changed.connect(self.refresh)
        theme.themes.changed.connect(self.refresh)

    def choose(self, kind: str) -> None:
        """Show another one."""
        self.kind = kind
        self.refresh()

    def colouring(self) -> Colouring:
        """What the colours tell, for pictures of the same model that are drawn in another way."""
        return Colouring(self.kind, self._factors(), self.moved())

    def to_copy(self) -> Overlay:
        """The overlay that is shown; the category's colours explain themselves by what stands in the boxes."""
        return NO_OVERLAY if self.kind == "category" else self._shown

    def refresh(self) -> None:
        """Work it out anew."""
        shown = self._document.shown
        if shown is None or self._document.picture is None:
            return
        known = self._document.facts.sheet(shown.graph) if self.kind != "category" else None
        if self.kind == "category" or known:
            self._tell(known)

    def _tell(self, facts: FactSheet | None) -> None:
        picture = self._document.picture
        assert picture
        dark = theme.current().name == "dark"
        self._shown = overlay(self.kind, picture.boxes, facts, self._factors(), self.moved(), dark=dark)
        self.changed.emit(self._shown)

    def _factors(self) -> Mapping[str, float]:
        """Of the learning rate; operations have none."""
        preview, training = self._document.preview, self._document.recipe.training
        if preview is None or self._document.aside is not None:
            return {}
        return factors(preview, training)
