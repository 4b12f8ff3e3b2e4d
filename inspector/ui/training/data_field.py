"""The field for what to train on: a path, the ways to choose one, and what was found there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from inspector.graph.model import Note
from inspector.jobs.source import SourceError, kind_of
from inspector.ui import theme
from inspector.ui.background import Latest
from inspector.ui.training.data_words import SAMPLE, describe
from inspector.ui.widgets.late import Late
from inspector.ui.widgets.notes import Notes
from inspector.ui.widgets.plain import Plain

_SAMPLE_NAME = "Sample: digits"


class DataField(QWidget):
    """``chosen`` carries another source, as recipes name it."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QLineEdit()
        self.box.setPlaceholderText("file, folder, or the bundled sample")
        self.box.setMinimumWidth(60)
        self.box.setAccessibleName("Data to train on")
        self.browse = QToolButton()
        self.browse.setIcon(theme.icon("open"))
        self.browse.setToolTip("Choose data")
        self.browse.setAccessibleName("Choose data")
        self.browse.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.browse.setMenu(self._menu())
        self.found = Plain()
        self.found.setWordWrap(True)
        self.found.setMinimumWidth(1)
        self.found.setProperty("muted", True)
        self.found.hide()
        self.problem = Notes()
        self._source = ""
        self._late = Late("", self)
        self._looker = Latest(self)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.box, 1)
        line.addWidget(self.browse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(line)
        column.addWidget(self.found)
        column.addWidget(self.problem)
        self.box.textEdited.connect(self._late.give)
        self.box.editingFinished.connect(self._finish)
        self._late.settled.connect(self._take_typed)
        self._looker.done.connect(self._say)
        self._looker.failed.connect(self._say_error)

    def set_source(self, source: str) -> None:
        """Show a source without telling it."""
        if source == self._source or self._late.moving:
            return
        self._source = source
        self.box.setText(_SAMPLE_NAME if source == SAMPLE else source)
        self.box.setCursorPosition(0)
        self._late.reset(self.box.text())
        self._look()

    def objection(self) -> str:
        """Why the source cannot be trained on, as far as it can be told at once; empty where nothing speaks against it.

        A source that was refused is looked at again: it may have been put right.
        """
        if not self._source:
            return ""
        try:
            kind_of(self._source)
            if self.problem.texts():
                self._say(describe(self._source))
        except SourceError as error:
            self._say_error(error)
            return str(error)
        return ""

    def close_threads(self) -> None:
        """Wait for a look at a source that still goes on."""
        self._looker.finish()

    def choose(self, source: str) -> None:
        """Take a source and tell it."""
        if source and source != self._source:
            self._late.reset(self.box.text())
            self.set_source(source)
            self.chosen.emit(source)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction("Bundled sample", lambda: self.choose(SAMPLE))
        menu.addAction("File…", self._choose_file)
        menu.addAction("Folder…", self._choose_folder)
        return menu

    def _choose_file(self) -> None:
        kinds = "Data (*.npz *ubyte *ubyte.gz);;All files (*)"
        path, _ = QFileDialog.getOpenFileName(self, "Data to train on", self._start(), kinds)
        self.choose(path)

    def _choose_folder(self) -> None:
        self.choose(
            QFileDialog.getExistingDirectory(self, "Folder with one sub-folder of images per class", self._start())
        )

    def _start(self) -> str:
        return str(Path(self._source).parent) if self._source and self._source != SAMPLE else ""

    def _finish(self) -> None:
        self._late.give(self.box.text(), wait=False)
        self._late.settle()

    def _take_typed(self, text: str) -> None:
        dropped = QUrl(text.strip())
        path = dropped.toLocalFile() if dropped.isLocalFile() else text.strip()
        source = SAMPLE if path == _SAMPLE_NAME else path
        if source != self._source:
            self._source = source
            self._look()
            self.chosen.emit(source)

    def _look(self) -> None:
        source = self._source
        self.found.hide()
        self.problem.show_notes(())
        if source:
            self._looker.submit(lambda: describe(source))
        else:
            self._looker.cancel()

    def _say(self, sentence: str) -> None:
        self.problem.show_notes(())
        self.found.setText(sentence)
        self.found.show()

    def _say_error(self, error: Exception) -> None:
        if not isinstance(error, SourceError):
            raise error
        self.found.hide()
        self.problem.show_notes([Note("error", "data", str(error))])
