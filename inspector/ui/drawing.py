"""Pictures laid out in the background."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from inspector.drawing.picture import Options, Picture
from inspector.graph.blocks import Block
from inspector.recipe.preview import Preview
from inspector.recipe.rates import own_factors
from inspector.recipe.recipe import Training
from inspector.ui.background import Latest


class Drawer(QObject):
    """``done`` carries the `Picture` that was asked for last."""

    done = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = Latest(self)
        self._work.done.connect(self.done)
        self._work.failed.connect(_raise)

    def draw(
        self,
        shown: Preview,
        blocks: Sequence[Block],
        opened: frozenset[str],
        options: Options,
        training: Training,
        names: Mapping[str, str],
    ) -> None:
        """Lay out an edited model; a picture that is still being laid out is forgotten."""
        self._work.submit(lambda: _draw(shown, blocks, opened, options, training, names))

    def finish(self) -> None:
        """Wait until no thread is left."""
        self._work.finish()


def _draw(
    shown: Preview,
    blocks: Sequence[Block],
    opened: frozenset[str],
    options: Options,
    training: Training,
    names: Mapping[str, str],
) -> Picture:
    from inspector.drawing.draw import draw

    factors = own_factors(shown, training)
    return draw(
        shown.graph,
        blocks,
        opened,
        options,
        frozen=shown.frozen,
        edited=shown.edited,
        factors=factors,
        names=names,
    )


def _raise(error: Exception) -> None:
    raise error
