"""The facts of a graph, worked out in the background, once for as long as the graph stays the same."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from inspector.graph.fact_sheet import FactSheet
from inspector.graph.model import ModelGraph
from inspector.ui.background import Latest

_AT_ONCE = 40
"""Layers whose facts are there in about ten milliseconds, sooner than a person sees them missing."""


class FactSource(QObject):
    """Nothing is worked out before it is asked for; ``changed`` tells that what was asked for is there."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._graph: ModelGraph | None = None
        self._sheet: FactSheet | None = None
        self._work = Latest(self)
        self._work.done.connect(self._take)
        self._work.failed.connect(_raise)

    def sheet(self, graph: ModelGraph) -> FactSheet | None:
        """The facts of a graph; ``None`` while they are being worked out."""
        if graph is not self._graph:
            self._graph, self._sheet = graph, None
            if len(graph.leaves) <= _AT_ONCE:
                self._work.cancel()
                self._sheet = FactSheet(graph)
            else:
                self._work.submit(lambda: FactSheet(graph))
        return self._sheet

    def finish(self) -> None:
        """Wait until no thread is left."""
        self._work.finish()

    def _take(self, sheet: FactSheet) -> None:
        self._sheet = sheet
        self.changed.emit()


def _raise(error: Exception) -> None:
    raise error
