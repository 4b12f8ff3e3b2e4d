"""Proposes how to fine-tune the model on the chosen data, as ordinary edits with their reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QVBoxLayout, QWidget

from inspector.recipe.proposals import Proposal, proposals
from inspector.ui.background import Latest
from inspector.ui.dialogs import lay_out_list
from inspector.ui.document import Document
from inspector.ui.message_bar import MessageBar
from inspector.ui.widgets.plain import Plain

if TYPE_CHECKING:
    from inspector.jobs.data_facts import DataFacts

_INDENT = 26
"""Pixels that put a reason under the words of its box, not under the box."""


class ProposalDialog(QDialog):
    """A box for each proposal, its reason below; accepted with those that are ticked."""

    def __init__(self, found: Sequence[Proposal], about: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Propose fine-tuning")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._found = found
        said = Plain(f"{about} This is what practice would do; every change can be undone, and changed in its panel.")
        said.setWordWrap(True)
        self.boxes = [QCheckBox(proposal.title) for proposal in found]
        rows = QWidget()
        list_column = QVBoxLayout(rows)
        list_column.setContentsMargins(0, 0, 8, 0)
        for box, proposal in zip(self.boxes, found, strict=True):
            box.setChecked(True)
            reason = Plain(proposal.reason)
            reason.setWordWrap(True)
            reason.setProperty("muted", True)
            reason.setContentsMargins(_INDENT, 0, 0, 10)
            list_column.addWidget(box)
            list_column.addWidget(reason)
        list_column.addStretch(1)
        self.make = lay_out_list(self, said, rows, "Make these changes")

    def chosen(self) -> list[Proposal]:
        """Those that are ticked."""
        return [proposal for box, proposal in zip(self.boxes, self._found, strict=True) if box.isChecked()]


class FineTune(QObject):
    """Looks at the data in the background, asks, and makes what is ticked one step of the history."""

    def __init__(self, document: Document, bar: MessageBar, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._bar, self._window = document, bar, window
        self._work = Latest(self)
        self._work.done.connect(self._ask)
        self._work.failed.connect(self._refuse)
        document.loaded.connect(self._work.cancel)

    def start(self) -> None:
        """Propose, for the model as it is now and the data that is chosen."""
        data = self._document.recipe.data
        if data is None or not data.source:
            text = "Choose what to train on first, in Data below the graph: what is proposed follows from it."
            self._bar.tell(text, "info")
            return
        source = data.source

        def work() -> DataFacts:
            from inspector.jobs.data_facts import data_facts

            return data_facts(source)

        self._work.submit(work)

    def close(self) -> None:
        """Wait until no thread is left."""
        self._work.finish()

    def _ask(self, facts: DataFacts) -> None:
        shown = self._document.preview
        if shown is None:
            return
        found = proposals(shown.graph, self._document.blocks, facts.samples, facts.classes, shown.created)
        if not found:
            self._bar.tell("Nothing is proposed for this model: its output layer could not be told.", "info")
            return
        told = f"{facts.classes} classes" if facts.classes else "numbers to come close to"
        dialog = ProposalDialog(found, f"{facts.samples:,} samples to train on, {told}.", self._window)
        dialog.accepted.connect(lambda: self._document.take_proposals(dialog.chosen()))
        dialog.show()

    def _refuse(self, error: Exception) -> None:
        from inspector.jobs.source import SourceError

        if not isinstance(error, SourceError):
            raise error
        self._bar.tell(str(error), "warning")
