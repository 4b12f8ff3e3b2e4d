"""Model files read in the background."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from inspector.graph.blocks import Block
from inspector.graph.model import ModelGraph
from inspector.ui.background import Latest


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was read: its path, what it says, and its blocks."""

    path: str
    graph: ModelGraph
    blocks: tuple[Block, ...]


class Reader(QObject):
    """``done`` carries an `Opened`, ``refused`` a sentence; of several files only the last one asked for counts."""

    done = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = Latest(self)
        self._work.done.connect(self.done)
        self._work.failed.connect(self._refuse)

    def read(self, path: str) -> None:
        """Read a file; one that is still being read is forgotten."""
        self._work.submit(lambda: _read(path))

    def finish(self) -> None:
        """Wait until no thread is left."""
        self._work.finish()

    def _refuse(self, error: Exception) -> None:
        from inspector.formats import FormatError

        if not isinstance(error, FormatError):
            raise error
        self.refused.emit(str(error))


def _read(path: str) -> Opened:
    from inspector.formats import open_model
    from inspector.graph.grouping import blocks

    graph = open_model(Path(path))
    return Opened(path, graph, blocks(graph))
