"""The Changes panel: everything done to the model in words, to be disabled and taken back, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from inspector.drawing.before_after import Measured, before_after
from inspector.recipe.changes import Change, changes, layers_of
from inspector.recipe.recipe import Recipe
from inspector.recipe.words import multiplier_words
from inspector.ui import figures
from inspector.ui.document import Document
from inspector.ui.panels.before_after import BeforeAfter
from inspector.ui.panels.change_row import ChangeRow
from inspector.ui.panels.objections import serve
from inspector.ui.panels.panel import Panel
from inspector.ui.panels.rows import Rows
from inspector.ui.widgets.notes import Notes


class ChangesPanel(Panel):
    """What the model was and is, the changes in the order they are made, and what the checks say of the recipe.

    ``layer_wanted`` carries the layer that a person looks for.
    """

    layer_wanted = Signal(str)

    def __init__(self, document: Document) -> None:
        super().__init__(document, document.recipe_changed)
        self.heading = self.add_heading("Changes")
        self.none = self.add_text(
            "Nothing is changed yet. Tick layers to freeze them, or use the Regularise and Head tabs; "
            "every change is listed here and can be taken back."
        )
        self.before_after = BeforeAfter()
        self._rates: Mapping[str, tuple[str, ...]] = {}
        self.list: Rows[Change, ChangeRow] = Rows(self._make_row)
        self.undo_all = QPushButton("Undo all changes")
        self.undo_all.clicked.connect(self.document.remove_all)
        self.notes = Notes()
        serve(document, self.notes)
        for part in (self.before_after, self.list, self.undo_all, self.notes):
            self.column.addWidget(part)
        for source in (document.facts, document.file_facts):
            source.changed.connect(self.outdate)
        document.data_known.connect(self.outdate)

    def refresh(self) -> None:
        """List the changes; a row that is about the same stays."""
        wanted = self.lines()
        for key, row in self.list.set_rows(wanted).items():
            row.show_change(wanted[key])
        count = len(self.document.changes)
        self.heading.set_figure(figures.plural(count, "change") if count else "")
        self.none.setVisible(not count)
        self.undo_all.setVisible(bool(count))
        self.before_after.setVisible(bool(count))
        if count:
            self._measure()
        self.notes.show_notes([note for note in self.document.objections() if note.code != "edit"])

    def row(self, place: int) -> ChangeRow:
        """One of the lines, from the top."""
        return self.list.row(list(self.lines())[place])

    # ------------------------------------------------------------------ what is shown

    def lines(self) -> Mapping[str, Change]:
        """Every edit, and every multiplier of the learning rate with all layers it is for, by key."""
        document = self.document
        listed = changes(document.recipe.edits, document.fitted.misfits if document.fitted else {})
        multipliers = document.recipe.training.learning_rate.multipliers
        self._rates = {
            f"rate {factor!r}": tuple(path for path in multipliers if multipliers[path] == factor)
            for factor in dict.fromkeys(multipliers.values())
        }
        rates = [Change(key, multiplier_words(paths, multipliers[paths[0]]), ()) for key, paths in self._rates.items()]
        return {change.key: change for change in (*listed, *rates)}

    def _measure(self) -> None:
        document = self.document
        assert document.graph
        assert document.preview
        before = Measured(document.graph, document.file_facts.sheet(document.graph))
        after = Measured(document.preview.graph, document.facts.sheet(document.preview.graph))
        self.before_after.show_rows(before_after(before, after))

    def _make_row(self, _key: str, change: Change) -> ChangeRow:
        row = ChangeRow(change)
        row.switched.connect(lambda change, enabled: self.document.switch(change.places, enabled))
        row.taken_back.connect(self._take_back)
        row.chosen.connect(self._select)
        return row

    # ------------------------------------------------------------------ what is done

    def _take_back(self, change: Change) -> None:
        if change.key in self._rates:
            _forget(self.document, self._rates[change.key])
        else:
            self.document.remove(*change.places)

    def _select(self, change: Change) -> None:
        document = self.document
        assert document.graph
        assert document.fitted
        paths = self._rates.get(change.key) or layers_of(
            document.graph, document.fitted, document.recipe.edits, change.places
        )
        if paths:
            document.select(paths)
            self.layer_wanted.emit(paths[0])


def _forget(document: Document, paths: tuple[str, ...]) -> None:
    recipe: Recipe = document.recipe
    rate = recipe.training.learning_rate
    left = {path: factor for path, factor in rate.multipliers.items() if path not in paths}
    document.set_training(replace(recipe.training, learning_rate=replace(rate, multipliers=left)))
