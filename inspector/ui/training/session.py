"""One training run after another: the folder, the engine, and how far it is."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal

from inspector.jobs.messages import Done, Event, Failed, Train
from inspector.jobs.runs import RunError, prepare
from inspector.ui.document import Document
from inspector.ui.engine_job import EngineJob
from inspector.ui.training.progress import Progress


def default_runs_folder() -> Path:
    """``runs`` in the folder the system gives the program for its data."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    return Path(place) / "runs"


class Session(QObject):
    """Trains the document's model in an engine process.

    Signals:
        began: a run was started in a new folder of ``runs``; ``folder`` is its place, ``model`` the file it trains.
        events: a tuple of the engine's events, in order; ``progress`` is up to date with them.
        ended: the run's last event, Done or Failed.
        refused: a sentence; the run could not be started.
    """

    began = Signal()
    events = Signal(object)
    ended = Signal(object)
    refused = Signal(str)

    def __init__(self, document: Document, runs: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.runs = runs
        self._engine = EngineJob(self)
        self.model = ""
        self.folder = Path()
        self.progress = Progress()
        self.result: Done | Failed | None = None
        self._engine.events.connect(self._take)
        self._engine.ended.connect(self._end)

    @property
    def running(self) -> bool:
        """Whether a run goes on."""
        return self._engine.running

    def train(self) -> None:
        """Start a run with the recipe as it is now."""
        if self.running or self._document.graph is None:
            return
        recipe = self._document.recipe
        if recipe.data is None:
            self.refused.emit("Choose data to train on first: a file, a folder, or the bundled sample.")
            return
        wrong = next((note for note in self._document.objections() if note.level == "error"), None)
        if wrong:
            self.refused.emit(wrong.text)
            return
        try:
            self.folder = Path(prepare(self.runs / _run_name(self._document.path)))
        except (RunError, OSError) as error:
            self.refused.emit(f"The run folder could not be made: {error}")
            return
        self.progress = Progress(batch_size=recipe.training.batch_size)
        self.result = None
        self.model = self._document.path
        self._engine.start(Train(model=self._document.path, recipe=recipe, run=str(self.folder)))
        self._document.mark_saved()
        self.began.emit()

    def stop(self) -> None:
        """End the run in order, within one step."""
        self._engine.stop()

    def kill(self) -> None:
        """End the engine at once."""
        if self.running:
            self._engine.kill()
            self._end(Failed("The run was ended at once. What was already saved is in its folder."))

    def close(self) -> None:
        """End everything and wait for it."""
        self._engine.close()

    def _take(self, events: tuple[Event, ...]) -> None:
        for event in events:
            self.progress = self.progress.after(event)
        self.events.emit(events)

    def _end(self, result: Done | Failed) -> None:
        self.result = result
        self.ended.emit(result)


def _run_name(model: str) -> str:
    stem = re.sub(r"[^\w.-]+", "-", Path(model).stem).strip("-.")[:60] or "model"
    return f"{stem}-{datetime.now():%Y-%m-%d-%H%M%S}"
