"""The questions that are asked before something is lost: changes, a file that is being written, a run that goes on."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from inspector.ui.document import Document
from inspector.ui.files import Files
from inspector.ui.training.session import Session
from inspector.ui.upgrading import Upgrading
from inspector.ui.widgets.late import settle_all

_BUTTON = QMessageBox.StandardButton


class Leaving:
    """Asks a person, over the window, whether a document may be left behind and the window be closed."""

    def __init__(
        self, window: QWidget, document: Document, session: Session, files: Files, upgrading: Upgrading
    ) -> None:
        self._window = window
        self._document = document
        self._session = session
        self._files = files
        self._upgrading = upgrading
        self._given_up: tuple[object, ...] | None = None
        document.may_be_left = self.may_leave
        for end in (document.loaded, document.failed, document.dropped):
            end.connect(self._ask_again)

    def may_leave(self) -> bool:
        """Whether changes may be left behind: there are none, they were saved, or the person does not want them.

        What a person does not want is not asked about again until it was lost or kept after all.
        """
        settle_all()
        if not self._document.dirty or self._document.changes == self._given_up:
            return True
        answer = QMessageBox.question(
            self._window,
            "Keep the changes?",
            "There are changes that are neither saved nor trained. Save them as a recipe?",
            _BUTTON.Save | _BUTTON.Discard | _BUTTON.Cancel,
            _BUTTON.Save,
        )
        if answer == _BUTTON.Save:
            return self._files.save_recipe()
        if answer == _BUTTON.Discard:
            self._given_up = self._document.changes
        return bool(answer == _BUTTON.Discard)

    def may_close(self, stopping: bool) -> bool:
        """Whether nothing that closing loses is wanted; ``stopping``: it was agreed that the run ends."""
        if self.may_leave() and self._may_end_writing() and (stopping or self._may_end_training()):
            return True
        self._ask_again()
        return False

    def _may_end_writing(self) -> bool:
        written = self._files.editing or self._upgrading.writing
        if not written:
            return True
        text = f"{written} is still being written. Close the window without it?"
        return self._agreed("Writing goes on", text)

    def _may_end_training(self) -> bool:
        if not self._session.running:
            return True
        text = "A training run is going on. Stop it and close the window?\n\n"
        return self._agreed("Training goes on", text + "What was learned so far is kept in the run folder.")

    def _agreed(self, title: str, text: str) -> bool:
        answer = QMessageBox.question(self._window, title, text, _BUTTON.Yes | _BUTTON.No, _BUTTON.No)
        return bool(answer == _BUTTON.Yes)

    def _ask_again(self) -> None:
        self._given_up = None
