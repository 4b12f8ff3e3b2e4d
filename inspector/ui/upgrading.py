"""Makes a model of Keras 3 of an opened old one, in an engine, and opens it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector.formats.config.age import needs_upgrade
from inspector.jobs.messages import Done, Event, Failed, Progress, Upgrade
from inspector.jobs.trust import can_be_trusted
from inspector.ui.document import Document
from inspector.ui.engine_info import EngineInfo
from inspector.ui.engine_job import EngineJob
from inspector.ui.figures import plural
from inspector.ui.message_bar import MessageBar
from inspector.ui.names import shown_name
from inspector.ui.output import KERAS, ask_output, same
from inspector.ui.safety.trusting import Trusting

OFFER = "Upgrade…"
_OLD = ("Keras 1.", "Keras 2.")
_WEIGHTS_ONLY = "weights-only"


class Upgrading(QObject):
    """Upgrades one file at a time and tells in the message bar what comes of it.

    ``changed``: an upgrade began or ended.

    Args:
        open_file: opens a model, after asking about edits that would be lost.
    """

    changed = Signal()

    def __init__(
        self,
        window: QWidget,
        document: Document,
        trusting: Trusting,
        engine: EngineInfo,
        bar: MessageBar,
        open_file: Callable[[str], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._document = document
        self._trusting = trusting
        self._engine_info = engine
        self._bar = bar
        self._open = open_file
        self._job = Upgrade("", "")
        self._doing = ""
        self._done: Done | None = None
        self._offered = ""
        self._engine = EngineJob(self)
        self._engine.events.connect(self._take)
        self._engine.ended.connect(self._end)
        engine.changed.connect(self._offer_after_refusal)

    @property
    def running(self) -> bool:
        """Whether a file is being upgraded."""
        return self._engine.running

    @property
    def writing(self) -> str:
        """The name of the file that is being made; empty where there is none."""
        return Path(self._job.output).name if self.running else ""

    def refusal(self) -> str:
        """Why the opened file cannot be upgraded now, in a sentence; empty where it can."""
        graph = self._document.graph
        if self.running:
            return f"{self.writing} is still being made."
        if graph is None:
            return "Open a model first."
        if needs_upgrade(graph) or (self._engine_info.trainable is False and _is_old(self._document)):
            return ""
        return "Only a model that an older Keras wrote, and that Keras 3 does not load as it is, needs upgrading."

    def ask(self) -> None:
        """Ask where to, then upgrade the opened file."""
        if self.refusal():
            return
        model = self._document.path
        place = _place(model)
        name = f"{place.name if place.is_dir() else place.stem}-keras3.keras"
        output = ask_output(self._window, self._bar, str(place), "Upgrade to Keras 3", name, KERAS, ".keras")
        if output is None:
            return
        if same(output, model):
            self._bar.tell("The opened file is never overwritten: choose another name.", "warning", OFFER, self.ask)
        elif not can_be_trusted(Path(model)):
            self.start(Upgrade(model, str(output)))
        else:
            self._trusting.ask(lambda trusted: self.start(Upgrade(model, str(output), trusted)))

    def start(self, job: Upgrade) -> None:
        """Let an engine do it, in the background."""
        self._job, self._doing = job, ""
        self._engine.start(job)
        self._tell_doing("starting the engine")
        self.changed.emit()

    def cancel(self) -> None:
        """End it at once; nothing is written."""
        if self.running:
            self._engine.kill()
            self._bar.tell(f"The upgrade of {shown_name(self._job.model)} was cancelled. Nothing was written.", "info")
            self.changed.emit()

    def tell_opened(self) -> None:
        """Tell of the file that was just opened: what came of its upgrade, or its notes and the offer to upgrade it."""
        done, graph = self._done, self._document.graph
        if done and done.files.get("model") == self._document.path:
            self._done = None
            self._tell_result(done)
        elif graph is not None:
            age = needs_upgrade(graph)
            notes = [note for note in graph.notes if note.level != "info"]
            self._bar.tell_notes(notes, age, OFFER if age else "", self.ask)

    def close(self) -> None:
        """End the engine and wait for it."""
        self._engine.close()

    # ------------------------------------------------------------------ inside

    def _tell_result(self, done: Done) -> None:
        if not done.notes:
            self._bar.tell(done.text, "info")
            return
        text = f"{done.text} {plural(len(done.notes), 'thing')} could not be kept."
        everything = "\n".join([done.text, *(f"• {note}" for note in done.notes)])
        self._bar.tell(text, "warning", "What was lost", lambda: self._bar.tell(everything, "warning"))

    def _offer_after_refusal(self) -> None:
        """Offer it where the engine says that it cannot load an old file whose age nothing told of."""
        graph, path = self._document.graph, self._document.path
        if graph and path != self._offered and not needs_upgrade(graph) and not self.refusal():
            self._offered = path
            self._bar.tell(self._engine_info.untrainable(), "warning", OFFER, self.ask)

    def _take(self, events: tuple[Event, ...]) -> None:
        for event in events:
            if isinstance(event, Progress) and self._bar.is_telling(self._doing):
                self._tell_doing(event.text[:1].lower() + event.text[1:])

    def _tell_doing(self, what: str) -> None:
        self._doing = f"Upgrading {shown_name(self._job.model)}: {what}…"
        self._bar.tell(self._doing, "info", "Cancel", self.cancel)

    def _end(self, result: Done | Failed) -> None:
        self.changed.emit()
        job = self._job
        if isinstance(result, Failed):
            if result.detail:
                self._bar.tell(result.text, "error", "Try again", lambda: self.start(job))
            else:
                self._bar.tell(result.text)
            return
        self._done = result
        if self._document.path == job.model and not self._document.dirty:
            self._open(job.output)
        else:
            self._bar.tell(result.text, "info", "Open it", lambda: self._open(job.output))


def _is_old(document: Document) -> bool:
    graph = document.graph
    return (
        graph is not None
        and graph.written_by.startswith(_OLD)
        and not any(note.code == _WEIGHTS_ONLY for note in graph.notes)
    )


def _place(model: str) -> Path:
    """The model's file, or the folder that is a SavedModel."""
    from inspector.formats.saved_model import NAMES

    return Path(model).parent if Path(model).name in NAMES else Path(model)
