"""How far the last run moved the weights of its model, found out when it ended."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector.formats.errors import FormatError
from inspector.jobs.messages import Done, Failed
from inspector.ui.background import Latest
from inspector.ui.training.session import Session

if TYPE_CHECKING:
    from inspector.tensors.movement import LayerMovement


class RunMovement(QObject):
    """``layers`` is how far each layer with weights is in the run's best model from where the run began.

    Signals:
        changed: there are other figures, or none any more.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.layers: Mapping[str, LayerMovement] = {}
        self._session = session
        self._files: frozenset[str] = frozenset()
        self._closing = Event()
        self._work = Latest(self)
        self._work.done.connect(self._take)
        self._work.failed.connect(self._fail)
        session.began.connect(self._forget)
        session.ended.connect(self._compare)

    def of(self, model: str, layer: str) -> LayerMovement | None:
        """How far a layer moved, where this model file is the run's: what it began with, or what it wrote."""
        return self.layers.get(layer) if model in self._files else None

    def all_of(self, model: str) -> tuple[LayerMovement, ...]:
        """How far every layer moved, in the model's order; none where the file is not the run's."""
        return tuple(self.layers.values()) if model in self._files else ()

    def finish(self) -> None:
        """Stop comparing, and wait until no thread is left."""
        self._closing.set()
        self._work.finish()

    def _forget(self) -> None:
        self._work.cancel()
        self._take({})

    def _compare(self, result: Done | Failed) -> None:
        files = self._session.files
        if not isinstance(result, Done) or "best" not in files:
            return
        before, after, closing = self._session.model, files["best"], self._closing
        self._files = frozenset((before, *files.values()))

        def work() -> dict[str, LayerMovement]:
            from inspector.formats import open_model
            from inspector.formats.weights.stored import StoredWeights
            from inspector.tensors.movement import movements

            trained = StoredWeights(open_model(after))
            paths = [leaf.path for leaf in trained.graph.leaves]
            found = movements(StoredWeights(open_model(before)), trained, paths, closing.is_set)
            return {each.path: each for each in found}

        self._work.submit(work)

    def _take(self, layers: Mapping[str, LayerMovement]) -> None:
        self.layers = layers
        self.changed.emit()

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, FormatError | MemoryError):
            raise error
        self._take({})  # a figure that is missing is no reason to trouble a person at the end of a run
