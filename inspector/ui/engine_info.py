"""What is known of the engine: its versions and device, and whether it can load the opened model."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from inspector.formats.config.age import needs_upgrade
from inspector.jobs.messages import Describe, Described, Done, Event, Failed, Probe, Ready
from inspector.ui.document import Document
from inspector.ui.engine_job import EngineJob
from inspector.ui.safety.trusting import Trusting


class EngineInfo(QObject):
    """Asks an engine in the background, once it is switched on.

    ``changed`` tells that something new is known; ``failed``, a sentence, that the engine could not say whether the
    opened model can be trained.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, document: Document, trusting: Trusting, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._trusting = trusting
        self._job = EngineJob(self)
        self._on = False
        self.ready: Ready | None = None
        self.trainable: bool | None = None
        self._reason = ""
        self._failure = ""
        self._job.events.connect(self._take)
        self._job.ended.connect(self._end)
        document.loaded.connect(self._forget)
        trusting.changed.connect(self._describe)

    def switch_on(self) -> None:
        """From now on ask: what it is, or more where a model is open."""
        self._on = True
        self.ask()

    def ask(self) -> None:
        """Ask, or ask again."""
        if self._document.graph is not None:
            self._describe()
        else:
            self._ask(Probe())

    def close(self) -> None:
        """End the engine and wait for it."""
        self._job.close()

    def words(self) -> str:
        """``"Engine: TensorFlow 2.21.0 · CPU"``."""
        if self.ready:
            return f"Engine: TensorFlow {self.ready.tensorflow} · {self.ready.device}"
        if self._failure:
            return "Engine: not available"
        return "Engine: starting…" if self._job.running else ""

    def details(self) -> str:
        """All that is known, for a tooltip or a dialog."""
        if self.ready:
            gpus = ", ".join(self.ready.gpus) or "none, so training runs on the CPU"
            return f"TensorFlow {self.ready.tensorflow}\nKeras {self.ready.keras}\nGPUs: {gpus}"
        return self._failure or "The engine has not been started yet."

    def model_words(self) -> str:
        """Whether the opened model can be trained; empty while not known."""
        if self._document.graph is None or not self._on:
            return ""
        if self._several():
            return "Can be edited, not trained here"
        if needs_upgrade(self._document.graph):
            return "Needs upgrading before it is trained"
        if self._trusting.held_back:
            return "Its code runs only if you trust it"
        if self.trainable is None:
            return "Checking whether it loads for training…" if self._job.running else "Not checked for training"
        return "Loads for training" if self.trainable else "Cannot be trained"

    def untrainable(self) -> str:
        """Why the opened model cannot be trained, in a sentence; empty where it can, or where that is not known."""
        if several := self._several():
            return f"The model has {several}: it can be looked at and edited, but not trained here."
        graph = self._document.graph
        age = needs_upgrade(graph) if graph else None
        return age.text if age else self._reason

    def _several(self) -> str:
        """More than one input or output, in words."""
        graph = self._document.graph
        ends = {"inputs": graph.inputs, "outputs": graph.outputs} if graph else {}
        return " and ".join(f"{len(paths)} {what}" for what, paths in ends.items() if len(paths) > 1)

    def _forget(self) -> None:
        self.trainable, self._reason = None, ""

    def _describe(self) -> None:
        self._forget()
        if not self._on or not self._trusting.known:
            return
        if self._trusting.held_back:
            self._ask(Probe())
        else:
            self._ask(Describe(self._document.path, self._trusting.trusted))

    def _ask(self, job: Probe | Describe) -> None:
        self._failure = ""
        self._job.start(job)
        self.changed.emit()

    def _take(self, events: tuple[Event, ...]) -> None:
        for event in events:
            match event:
                case Ready():
                    self.ready = event
                case Described():
                    self.trainable, self._reason = event.trainable, event.reason
                    self._document.take_description(event)
        self.changed.emit()

    def _end(self, result: Done | Failed) -> None:
        if isinstance(result, Failed):
            self._failure = result.text
        self.changed.emit()
        if isinstance(result, Failed) and self._document.graph is not None:
            self.failed.emit(result.text)
