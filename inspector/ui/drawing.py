"""Pictures laid out in the background."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from inspector.drawing.layout.layouts import Layouts
from inspector.drawing.layout.stopping import StoppedError
from inspector.drawing.picture import Options
from inspector.drawing.scene import Scene
from inspector.graph.blocks import Block
from inspector.recipe.preview import Preview
from inspector.recipe.rates import own_factors
from inspector.recipe.recipe import Training
from inspector.ui.background import Latest


class Drawer(QObject):
    """``done`` carries the `Picture` that was asked for last. What was laid out is kept for the pictures after it."""

    done = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layouts = Layouts()
        self._ticket = 0
        self._work = Latest(self)
        self._work.done.connect(self.done)
        self._work.failed.connect(_raise)

    def draw(self, scene: Scene) -> None:
        """Lay out a scene; a picture that is still being laid out is given up."""
        self._ticket += 1
        self._work.submit(partial(scene.picture, self._layouts, partial(self._check, self._ticket)))

    def finish(self) -> None:
        """Give up what is being laid out, and wait until no thread is left."""
        self._ticket += 1
        self._work.finish()

    def _check(self, ticket: int) -> None:
        if ticket != self._ticket:
            raise StoppedError


def scene(
    shown: Preview,
    blocks: Sequence[Block],
    opened: frozenset[str],
    options: Options,
    training: Training,
    names: Mapping[str, str],
) -> Scene:
    """How an edited model is drawn."""
    factors = own_factors(shown, training)
    return Scene(shown.graph, tuple(blocks), opened, options, shown.frozen, shown.edited, factors, names)


def _raise(error: Exception) -> None:
    raise error
