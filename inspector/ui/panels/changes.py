"""The Changes panel: everything done to the model in words, each with a button that takes it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

from msgspec.structs import replace
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from inspector.recipe.recipe import Recipe
from inspector.recipe.words import multiplier_words, words
from inspector.ui import figures, theme
from inspector.ui.document import Document
from inspector.ui.panels.panel import Panel
from inspector.ui.panels.rows import Rows
from inspector.ui.widgets.notes import Notes
from inspector.ui.widgets.plain import Plain, plain_tip

TakeBack = Callable[[], object]


class ChangeRow(QWidget):
    """A change in words and the button that takes it back."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 2, 0, 2)
        text = Plain(sentence)
        text.setWordWrap(True)
        text.setMinimumWidth(1)
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.back = QToolButton()
        self.back.setIcon(theme.icon("undo"))
        self.back.setToolTip(plain_tip(f"Take back: {sentence}"))
        self.back.setAccessibleName(f"Take back: {sentence}")
        line.addWidget(text, 1)
        line.addWidget(self.back)


class ChangesPanel(Panel):
    """The changes in the order they are made, what the checks say of the recipe, and a button that takes all back."""

    def __init__(self, document: Document) -> None:
        super().__init__(document, document.recipe_changed)
        self.heading = self.add_heading("Changes")
        self.none = self.add_text(
            "Nothing is changed yet. Tick layers to freeze them, or use the Regularise and Head tabs; "
            "every change is listed here and can be taken back."
        )
        self._changes: dict[str, tuple[str, TakeBack]] = {}
        self.list: Rows[tuple[str, TakeBack], ChangeRow] = Rows(self._make_row)
        self.undo_all = QPushButton("Undo all changes")
        self.undo_all.clicked.connect(self.document.remove_all)
        self.notes = Notes()
        self.column.addWidget(self.list)
        self.column.addWidget(self.undo_all)
        self.column.addWidget(self.notes)

    def refresh(self) -> None:
        """List the changes; a row whose words stay, stays."""
        times: Counter[str] = Counter()
        self._changes = {}
        for sentence, take_back in _changes(self.document):
            times[sentence] += 1
            self._changes[f"{sentence} {times[sentence]}"] = sentence, take_back
        self.list.set_rows(self._changes)
        count = len(self._changes)
        self.heading.set_figure(figures.plural(count, "change") if count else "")
        self.none.setVisible(not count)
        self.undo_all.setVisible(bool(count))
        self.notes.show_notes(self.document.objections())

    def button(self, place: int) -> QToolButton:
        """The button that takes one change back."""
        return self.list.row(list(self._changes)[place]).back

    def _make_row(self, key: str, change: tuple[str, TakeBack]) -> ChangeRow:
        row = ChangeRow(change[0])
        row.back.clicked.connect(lambda: self._changes[key][1]())
        return row


def _changes(document: Document) -> Iterator[tuple[str, TakeBack]]:
    """Every edit, and every multiplier of the learning rate with all layers it is for."""
    for place, edit in enumerate(document.recipe.edits):
        yield words(edit), partial(document.remove, place)
    multipliers = document.recipe.training.learning_rate.multipliers
    for factor in dict.fromkeys(multipliers.values()):
        paths = [path for path in multipliers if multipliers[path] == factor]
        yield multiplier_words(paths, factor), partial(_forget, document, paths)


def _forget(document: Document, paths: list[str]) -> None:
    recipe: Recipe = document.recipe
    rate = recipe.training.learning_rate
    left = {path: factor for path, factor in rate.multipliers.items() if path not in paths}
    document.set_training(replace(recipe.training, learning_rate=replace(rate, multipliers=left)))
