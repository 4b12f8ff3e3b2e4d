"""Lets an engine make the edits on the real model and say what they left as it was."""

from __future__ import annotations

from PySide6.QtCore import QObject

from inspector.jobs.messages import Check, Done, Failed
from inspector.recipe.recipe import Recipe
from inspector.ui.document import Document
from inspector.ui.engine_job import EngineJob
from inspector.ui.message_bar import MessageBar
from inspector.ui.safety.trusting import Trusting

_DOING = "The engine makes the edits and compares the result with the original…"


class Proving(QObject):
    """Runs the ``check`` job on the document's edits and tells its answer, while they are those that were checked."""

    def __init__(self, document: Document, trusting: Trusting, bar: MessageBar, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._trusting = trusting
        self._bar = bar
        self._recipe = Recipe()
        self._engine = EngineJob(self)
        self._engine.ended.connect(self._tell)
        document.recipe_changed.connect(self._follow)
        document.loaded.connect(self._give_up)

    def start(self) -> None:
        """Check the edits; nothing is trained or written."""
        self._trusting.ask(self._start)

    def close(self) -> None:
        """End what is running and wait for it."""
        self._engine.close()

    def _start(self, trusted: str) -> None:
        self._recipe = self._document.recipe
        self._bar.tell(_DOING, "info")
        self._engine.start(Check(self._document.path, self._recipe, trusted))

    def _follow(self) -> None:
        if self._document.recipe.edits != self._recipe.edits:
            self._give_up()

    def _give_up(self) -> None:
        self._engine.kill()
        self._bar.withdraw(_DOING)

    def _tell(self, result: Done | Failed) -> None:
        if isinstance(result, Done):
            self._bar.tell(result.text, "info")
        else:
            self._bar.tell(result.text, "error", "Try again", self.start)
