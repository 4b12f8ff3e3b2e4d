"""The questions that are asked before something is lost: edits, a run that goes on."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from inspector.ui.document import Document
from inspector.ui.files import Files
from inspector.ui.training.session import Session


class Leaving:
    """Asks a person, over the window, whether a document may be left behind and the window be closed."""

    def __init__(self, window: QWidget, document: Document, session: Session, files: Files) -> None:
        self._window = window
        self._document = document
        self._session = session
        self._files = files

    def may_leave(self) -> bool:
        """Whether edits may be left behind: there are none, they were saved, or the person does not want them."""
        if not self._document.dirty:
            return True
        button = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._window,
            "Keep the changes?",
            "There are changes that are neither saved as a recipe nor trained. Save them as a recipe?",
            button.Save | button.Discard | button.Cancel,
            button.Save,
        )
        if answer == button.Save:
            return self._files.save_recipe()
        return bool(answer == button.Discard)

    def may_stop(self) -> bool:
        """Whether a run that goes on may be stopped because the window is to be closed."""
        return _agreed(
            self._window,
            "Training goes on",
            "A training run is going on. Stop it and close the window?\n\n"
            "What was learned so far is kept in the run folder.",
        )


def _agreed(window: QWidget, title: str, text: str) -> bool:
    button = QMessageBox.StandardButton
    return bool(QMessageBox.question(window, title, text, button.Yes | button.No, button.No) == button.Yes)
