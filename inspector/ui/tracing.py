"""Tracing a layer: what it comes from and what comes of it stays, everything else fades."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Signal

from inspector.ui.canvas.canvas import Canvas
from inspector.ui.document import Document
from inspector.ui.reach import after, before

Way = Literal["back", "forward", "both"]


class Tracing(QObject):
    """Which layers stay. ``changed`` tells that others do."""

    changed = Signal()

    def __init__(self, document: Document, canvas: Canvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._canvas = canvas
        self.traced: frozenset[str] = frozenset()
        document.loaded.connect(self.end)
        document.looked_anew.connect(self.end)

    def trace(self, way: Way) -> None:
        """Follow the selected layers to the model's inputs, to its outputs, or to both."""
        paths, shown = self._document.selected_layers(), self._document.shown
        if paths and shown:
            found = set(paths)
            if way != "forward":
                found |= before(shown.graph, paths)
            if way != "back":
                found |= after(shown.graph, paths)
            self._take(frozenset(found))

    def turn(self) -> None:
        """Trace both ways, or end it."""
        if self.traced:
            self.end()
        else:
            self.trace("both")

    def end(self) -> None:
        """Show everything again."""
        self._take(frozenset())

    def follow(self) -> None:
        """Another picture is there."""
        picture = self._canvas.picture()
        kept = frozenset(box.id for box in picture.boxes if not self.traced.isdisjoint(box.layers))
        self._canvas.set_kept(kept if self.traced else None)

    def _take(self, traced: frozenset[str]) -> None:
        if traced != self.traced:
            self.traced = traced
            self.follow()
            self.changed.emit()
