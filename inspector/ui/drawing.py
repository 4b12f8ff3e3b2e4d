"""Pictures laid out in the background."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from inspector.drawing.picture import Options, Picture
from inspector.graph.blocks import Block
from inspector.recipe.preview import Preview
from inspector.ui.background import Latest


class Drawer(QObject):
    """``done`` carries the `Picture` that was asked for last."""

    done = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = Latest(self)
        self._work.done.connect(self.done)
        self._work.failed.connect(_raise)

    def draw(self, shown: Preview, blocks: Sequence[Block], opened: frozenset[str], options: Options) -> None:
        """Lay out an edited model; a picture that is still being laid out is forgotten."""
        self._work.submit(lambda: _draw(shown, blocks, opened, options))

    def finish(self) -> None:
        """Wait until no thread is left."""
        self._work.finish()


def _draw(shown: Preview, blocks: Sequence[Block], opened: frozenset[str], options: Options) -> Picture:
    from inspector.drawing.draw import draw

    return draw(shown.graph, blocks, opened, options, frozen=shown.frozen, edited=shown.edited)


def _raise(error: Exception) -> None:
    raise error
