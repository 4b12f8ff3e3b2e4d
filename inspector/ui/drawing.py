"""Pictures laid out in the background."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import QObject, Signal

from inspector.drawing.layout.layouts import Layouts
from inspector.drawing.layout.stopping import Check, StoppedError
from inspector.drawing.picture import Options, Picture
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

    def draw(
        self,
        shown: Preview,
        blocks: Sequence[Block],
        opened: frozenset[str],
        options: Options,
        training: Training,
        names: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Lay out an edited model; a picture that is still being laid out is given up."""
        self._ticket += 1
        check = partial(self._check, self._ticket)
        self._work.submit(lambda: _draw(shown, blocks, opened, options, training, names, self._layouts, check))

    def finish(self) -> None:
        """Give up what is being laid out, and wait until no thread is left."""
        self._ticket += 1
        self._work.finish()

    def _check(self, ticket: int) -> None:
        if ticket != self._ticket:
            raise StoppedError


def _draw(
    shown: Preview,
    blocks: Sequence[Block],
    opened: frozenset[str],
    options: Options,
    training: Training,
    names: Mapping[str, str],
    layouts: Layouts,
    check: Check,
) -> Picture:
    from inspector.drawing.draw import draw

    return draw(
        shown.graph,
        blocks,
        opened,
        options,
        frozen=shown.frozen,
        edited=shown.edited,
        factors=own_factors(shown, training),
        names=names,
        layouts=layouts,
        check=check,
    )


def _raise(error: Exception) -> None:
    raise error
