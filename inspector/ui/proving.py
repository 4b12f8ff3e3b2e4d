"""Lets an engine make the edits on the real model and say what they left as it was."""

from __future__ import annotations

from PySide6.QtCore import QObject

from inspector.jobs.messages import Check, Done, Failed
from inspector.ui.document import Document
from inspector.ui.engine_job import EngineJob
from inspector.ui.message_bar import MessageBar


class Proving(QObject):
    """Runs the ``check`` job on the document's edits and tells its answer in the message bar."""

    def __init__(self, document: Document, bar: MessageBar, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._bar = bar
        self._engine = EngineJob(self)
        self._engine.ended.connect(self._tell)
        document.recipe_changed.connect(self._engine.kill)
        document.loading.connect(self._engine.kill)

    def start(self) -> None:
        """Check the edits as they are now; nothing is trained or written."""
        self._bar.tell("The engine makes the edits and compares the result with the original…", "info")
        self._engine.start(Check(self._document.path, self._document.recipe))

    def close(self) -> None:
        """End what is running and wait for it."""
        self._engine.close()

    def _tell(self, result: Done | Failed) -> None:
        self._bar.tell(result.text, "info" if isinstance(result, Done) else "error")
