"""The commands of the Names menu: which names are shown, and whether layers or operations."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QInputDialog

from inspector.graph.renaming import Rule
from inspector.ui.background import Latest
from inspector.ui.looking import Looking, is_as_it_is, no_operations
from inspector.ui.pattern_dialog import PatternDialog

if TYPE_CHECKING:
    from inspector.ui.window import Window

_LARGEST_CONSTANT = 1_000_000
"""Bytes of a constant that can be asked for: more than anybody reads."""


class Naming:
    """What the menu does, and what it says of itself."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._document = window.document
        self._tries = Latest(window)
        self._document.looked_anew.connect(self._tell_done)

    @property
    def looking(self) -> Looking:
        """What is chosen now."""
        return self._document.looked.looking

    def choose_rule(self, rule: Rule) -> None:
        """Have names and blocks by a rule."""
        self._look(replace(self.looking, rule=rule))

    def ask_pattern(self) -> None:
        """Ask for a regular expression and what to put in place of its matches, then have names by it."""
        shown = self._document.shown
        if shown is None:
            return
        dialog = PatternDialog(shown.graph, self.looking.rule, self._tries, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.choose_rule(dialog.rule())
        dialog.deleteLater()

    def show_operations(self, operations: bool) -> None:
        """Show each operation of the file, or the layers they make up."""
        self._look(replace(self.looking, view=replace(self.looking.view, operations=operations)))

    def ask_constants(self) -> None:
        """Ask how large a constant may be whose values are shown."""
        size, chosen = QInputDialog.getInt(
            self._window,
            "Constants",
            "Show the values of constants of up to how many bytes?\nOf larger ones only the size is shown.",
            self.looking.view.max_const_size,
            0,
            _LARGEST_CONSTANT,
        )
        if chosen:
            self._look(replace(self.looking, view=replace(self.looking.view, operations=True, max_const_size=size)))

    def no_operations(self) -> str:
        """Why there is no choice between layers and operations, in a sentence; empty where there is one."""
        graph = self._document.graph
        return no_operations(graph) if graph is not None else ""

    def shows_operations(self) -> bool:
        """Whether operations are shown, for lack of layers too."""
        graph = self._document.graph
        return graph is not None and (self._document.aside is not None or is_as_it_is(graph))

    def no_constants(self) -> str:
        """Why no constants are shown, in a sentence; empty where they are."""
        if self._document.graph is None or self.shows_operations():
            return ""
        return self.no_operations() or "Constants are among the operations: choose Operations first."

    def close(self) -> None:
        """Wait until no thread is left."""
        self._tries.finish()

    def _look(self, looking: Looking) -> None:
        if looking != self.looking:
            self._window.statusBar().showMessage("Looking at the file in another way…")
            self._document.look(looking)

    def _tell_done(self) -> None:
        self._window.statusBar().clearMessage()
        self._window.menus.refresh()
