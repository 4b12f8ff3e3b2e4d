"""One training run after another: the folder, the engine, and how far it is."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, QStandardPaths, Signal

from inspector.jobs.messages import Done, Event, Failed, Started, Train
from inspector.jobs.runs import BEST, LAST, RunError, discard_unbegun, prepare
from inspector.recipe.recipe import Recipe
from inspector.ui.document import Document
from inspector.ui.engine_job import EngineJob
from inspector.ui.safety.trusting import Trusting
from inspector.ui.training.progress import Progress


def default_runs_folder() -> Path:
    """``runs`` in the folder the system gives the program for its data."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    return Path(place) / "runs"


class Session(QObject):
    """Trains the document's model in an engine process.

    Signals:
        began: a run was started in a new folder of ``runs``; ``folder`` is its place, ``model`` the file it trains and
            ``recipe`` how, whatever is opened or changed meanwhile, ``trusted`` its SHA-256 where its code may run.
        events: a tuple of the engine's events, in order; ``progress`` is up to date with them.
        ended: the run's last event, Done or Failed.
        refused: a sentence; the run could not be started.
    """

    began = Signal()
    events = Signal(object)
    ended = Signal(object)
    refused = Signal(str)

    def __init__(self, document: Document, trusting: Trusting, runs: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._trusting = trusting
        self.runs = runs
        self._engine = EngineJob(self)
        self.model = ""
        self.recipe = Recipe()
        self.trusted = ""
        self.folder = Path()
        self.progress = Progress()
        self.result: Done | Failed | None = None
        self._engine.events.connect(self._take)
        self._engine.ended.connect(self._end)

    @property
    def running(self) -> bool:
        """Whether a run goes on."""
        return self._engine.running

    @property
    def files(self) -> dict[str, str]:
        """The models the run has left, ``"best"`` and ``"last"``, however it ended; none while it goes on."""
        if self.running or not self.model:
            return {}
        models = {"best": self.folder / BEST, "last": self.folder / LAST}
        return {role: str(path) for role, path in models.items() if path.is_file()}

    def train(self) -> None:
        """Start a run with the document's model and the recipe as it is now."""
        if self.running or self._document.graph is None:
            return
        if self._document.recipe.data is None:
            self.refused.emit("Choose data to train on first: a file, a folder, or the bundled sample.")
            return
        wrong = next((note for note in self._document.objections() if note.level == "error"), None)
        if wrong:
            self.refused.emit(wrong.text)
            return
        self._trusting.ask(lambda trusted: self._start(self._document.path, self._document.recipe, trusted))

    def repeat(self) -> None:
        """Start the last run again, with its model and its recipe."""
        if self.model and not self.running:
            self._start(self.model, self.recipe, self.trusted)

    def stop(self) -> None:
        """End the run in order, within one step."""
        self._engine.stop()

    def kill(self) -> None:
        """End the engine at once."""
        if self.running:
            self._engine.kill()
            self._end(Done("Ended at once, as asked. What was already saved is in the run folder.", stopped=True))

    def close(self) -> None:
        """End everything and wait for it."""
        self._engine.close()

    def _start(self, model: str, recipe: Recipe, trusted: str) -> None:
        try:
            folder = prepare(self.runs / _run_name(model))
        except (RunError, OSError) as error:
            self.refused.emit(f"The run folder could not be made: {error}")
            return
        self.model, self.recipe, self.trusted, self.folder = model, recipe, trusted, folder
        self.progress = Progress(batch_size=recipe.training.batch_size)
        self.result = None
        self._engine.start(Train(model=model, recipe=recipe, run=str(folder), trusted=trusted))
        self.began.emit()

    def _take(self, events: tuple[Event, ...]) -> None:
        for event in events:
            self.progress = self.progress.after(event)
            if isinstance(event, Started) and self._document.path == self.model:
                self._document.mark_saved(self.recipe)  # the run folder has it by now
        self.events.emit(events)

    def _end(self, result: Done | Failed) -> None:
        if isinstance(result, Failed):
            discard_unbegun(self.folder)
        self.result = replace(result, files=self.files) if isinstance(result, Done) else result
        self.ended.emit(self.result)


def _run_name(model: str) -> str:
    stem = re.sub(r"[^\w.-]+", "-", Path(model).stem).strip("-.")[:60] or "model"
    return f"{stem}-{datetime.now():%Y-%m-%d-%H%M%S}"
