"""Asks for another name of a layer, and says while it is typed whether it can have that."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QWidget

from inspector.recipe.edits import RenameLayer
from inspector.recipe.fitting import fit
from inspector.ui.dialogs import buttons, column
from inspector.ui.document import Document
from inspector.ui.widgets.plain import Plain

_WIDTH = 380


class RenameDialog(QDialog):
    """``edit`` is what was asked for; it can be accepted where the layer can have the name."""

    def __init__(self, document: Document, path: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        assert document.preview
        self._document, self._path = document, path
        layer = document.preview.graph.by_path[path]
        self.setWindowTitle("Rename layer")
        self.setMinimumWidth(_WIDTH)
        self.name = QLineEdit(layer.name)
        self.name.setAccessibleName("New name")
        self.name.selectAll()
        self.told = Plain()
        self.told.setWordWrap(True)
        self.told.setProperty("muted", True)
        self.buttons = buttons(self, "Rename")
        whole = column(self)
        question = Plain(f"New name of {path} ({layer.class_name})")
        question.setWordWrap(True)
        question.setBuddy(self.name)
        for part in (question, self.name, self.told, self.buttons):
            whole.addWidget(part)
        self.name.textChanged.connect(self._answer)
        self._answer()

    def edit(self) -> RenameLayer:
        """The edit with the name that is typed."""
        return RenameLayer(self._path, self.name.text().strip())

    def new_path(self) -> str:
        """The path of the layer under the name that is typed."""
        assert self._document.preview
        layer = self._document.preview.graph.by_path[self._path]
        return f"{layer.parent}/{self.edit().name}" if layer.parent else self.edit().name

    def _answer(self) -> None:
        possible, words = self._answered()
        self.told.setText(words)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(possible)

    def _answered(self) -> tuple[bool, str]:
        """Whether the layer can have the name, and what is to be said of it."""
        edit, document = self.edit(), self._document
        assert document.graph
        assert document.preview
        if edit.name == document.preview.graph.by_path[self._path].name:
            return False, "Letters, digits and _ . - make a name that Keras and TensorFlow take."
        edits = document.with_edits([edit]).edits
        misfits = fit(document.graph, edits).misfits
        if refused := misfits.get(len(edits) - 1):
            return False, refused
        return True, "Weights and predictions stay as they are; rates and later edits follow the name."
