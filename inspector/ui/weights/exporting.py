"""Weights written as NumPy's files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inspector.formats.errors import FormatError
from inspector.graph.model import Weight
from inspector.ui import atomic
from inspector.ui.background import Latest
from inspector.ui.message_bar import MessageBar
from inspector.ui.output import ask_output

if TYPE_CHECKING:
    from inspector.formats.weights.stored import StoredWeights

_ENDING = ".npy"


class ArrayExport(QObject):
    """Asks where to, writes in the background, and says in the message bar what came of it."""

    def __init__(self, window: QWidget, bar: MessageBar) -> None:
        super().__init__(window)
        self._window = window
        self._bar = bar
        self._work = Latest(self)
        self._work.done.connect(lambda output: bar.tell(f"Wrote {output}.", "info"))
        self._work.failed.connect(self._fail)

    def export(self, stored: StoredWeights, layer: str, weight: Weight) -> None:
        """Write the values of a layer's weight to a file that a person chooses."""
        name = f"{layer}-{weight.name}".replace("/", "-") + _ENDING
        kinds = f"NumPy array (*{_ENDING})"
        output = ask_output(self._window, self._bar, stored.graph.file, "Export weight", name, kinds, _ENDING)
        if output is not None:
            self.write(stored, weight, output)

    def write(self, stored: StoredWeights, weight: Weight, output: Path) -> None:
        """Write the values of a weight in the background."""
        if self._work.running:
            self._bar.tell("A weight is still being written: export again when that is done.", "warning")
            return

        def work() -> Path:
            from inspector.tensors.npy import npy

            atomic.write(output, npy(stored.read(weight).values))
            return output

        self._work.submit(work)

    def finish(self) -> None:
        """Wait until what is being written is there."""
        self._work.finish()

    def _fail(self, error: Exception) -> None:
        if isinstance(error, FormatError):
            self._bar.tell(str(error))
        elif isinstance(error, OSError):
            self._bar.tell(f"The weight could not be written: {error.strerror or error}. Choose another place.")
        else:
            raise error
