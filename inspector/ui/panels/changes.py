"""The Changes panel: every edit in words, each with a button that takes it back."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from inspector.recipe.words import words
from inspector.ui import figures, theme
from inspector.ui.document import Document
from inspector.ui.panels.panel import Panel
from inspector.ui.widgets.focus import visit_after
from inspector.ui.widgets.notes import Notes
from inspector.ui.widgets.plain import Plain, plain_tip


class ChangesPanel(Panel):
    """The edits in the order they are made, what the checks say of the recipe, and a button that takes all back."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self.heading = self.add_heading("Changes")
        self.none = self.add_text(
            "Nothing is changed yet. Tick layers to freeze them, or use the Regularise and Head tabs; "
            "every change is listed here and can be taken back."
        )
        self.list = QWidget()
        self._rows = QVBoxLayout(self.list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(2)
        self.undo_all = QPushButton("Undo all changes")
        self.undo_all.clicked.connect(self.document.remove_all)
        self.notes = Notes()
        self.column.addWidget(self.list)
        self.column.addWidget(self.undo_all)
        self.column.addWidget(self.notes)
        document.recipe_changed.connect(self.outdate)

    def refresh(self) -> None:
        """List the edits anew."""
        while item := self._rows.takeAt(0):
            if row := item.widget():
                row.hide()
                row.deleteLater()
        edits = self.document.recipe.edits
        for place, edit in enumerate(edits):
            self._rows.addWidget(self._row(place, words(edit)))
        visit_after(self.list, [self.list])
        self.heading.set_figure(figures.plural(len(edits), "edit") if edits else "")
        self.none.setVisible(not edits)
        self.undo_all.setVisible(bool(edits))
        self._check()

    def button(self, place: int) -> QToolButton:
        """The button that takes one edit back."""
        return self.list.findChildren(QToolButton)[place]

    def _check(self) -> None:
        self.notes.show_notes(self.document.objections())

    def _row(self, place: int, sentence: str) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 2, 0, 2)
        text = Plain(sentence)
        text.setWordWrap(True)
        text.setMinimumWidth(1)
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        back = QToolButton()
        back.setIcon(theme.icon("undo"))
        back.setToolTip(plain_tip(f"Take back: {sentence}"))
        back.setAccessibleName(back.toolTip())
        back.clicked.connect(lambda: self.document.remove(place))
        line.addWidget(text, 1)
        line.addWidget(back)
        return row
