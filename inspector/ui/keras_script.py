"""Shows the Keras script of the edits and the training, to be copied or saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QPlainTextEdit, QVBoxLayout, QWidget

from inspector.graph.model import ModelGraph
from inspector.recipe.recipe import Recipe
from inspector.ui import atomic
from inspector.ui.background import Latest
from inspector.ui.document import Document
from inspector.ui.message_bar import MessageBar
from inspector.ui.widgets.plain import Plain


class ScriptDialog(QDialog):
    """The script, and buttons that copy and save it."""

    def __init__(self, text: str, name: str, bar: MessageBar, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keras script")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._name, self._bar = name, bar
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName("Keras script")
        said = Plain("The same edits and training in plain Keras. It runs without Model Inspector.")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = buttons.addButton("Copy", QDialogButtonBox.ButtonRole.ActionRole)
        self.save = buttons.addButton("Save…", QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self._save)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(said)
        column.addWidget(self.text, 1)
        column.addWidget(buttons)
        self.resize(820, 640)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copy.setText("Copied")

    def _save(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, "Save Keras script", self._name, "Python (*.py)")
        if not path:
            return
        try:
            atomic.write(Path(path), self.text.toPlainText().encode())
        except OSError as error:
            self._bar.tell(f"The script could not be written to {path}: {error.strerror or error}.")
            return
        self._bar.tell(f"Saved {path}.", "info")
        self.accept()


class KerasScript(QObject):
    """Writes the script in the background, since it looks at the data, and shows it."""

    def __init__(self, document: Document, bar: MessageBar, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._bar, self._window = document, bar, window
        self._work = Latest(self)
        self._work.done.connect(self._show)
        self._work.failed.connect(self._refuse)

    def start(self) -> None:
        """Show the script of the changes and settings as they are now."""
        graph, recipe = self._document.graph, self._document.recipe
        if graph is not None:
            self._work.submit(lambda: _written(graph, recipe))

    def close(self) -> None:
        """Wait until no thread is left."""
        self._work.finish()

    def _show(self, text: str) -> None:
        model = Path(self._document.path)
        ScriptDialog(text, str(model.parent / f"{model.stem}_fine_tune.py"), self._bar, self._window).show()

    def _refuse(self, error: Exception) -> None:
        from inspector.jobs.source import SourceError
        from inspector.script.errors import ScriptError

        if not isinstance(error, ScriptError | SourceError):
            raise error
        self._bar.tell(str(error), "warning")


def _written(graph: ModelGraph, recipe: Recipe) -> str:
    from inspector.jobs.data_facts import data_facts
    from inspector.script.script import script

    return script(graph, recipe, data_facts(recipe.data.source) if recipe.data and recipe.data.source else None)
