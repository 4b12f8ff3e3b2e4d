"""Every objection to the recipe in one list, beside the button that trains."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from inspector.recipe.check import Finding, KnownData
from inspector.ui.background import Latest
from inspector.ui.document import Document
from inspector.ui.panels.objections import serve
from inspector.ui.widgets.notes import Notes
from inspector.ui.widgets.plain import Plain


class ChecksList(QScrollArea):
    """Follows a document, and looks at its data in the background for what the checks need to know of it.

    ``changed`` carries all findings, each time they are others or may be.
    """

    changed = Signal(object)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._source = ""
        self._looker = Latest(self)
        self.none = Plain("Nothing to object to.")
        self.none.setProperty("muted", True)
        self.notes = Notes(most=None)
        serve(document, self.notes)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 6, 0)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.none)
        column.addWidget(self.notes)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        for signal in (document.loaded, document.recipe_changed, document.preview_changed, document.data_known):
            signal.connect(self.refresh)
        self._looker.done.connect(lambda found: document.know_data(*found))
        self._looker.failed.connect(self._refuse)

    def refresh(self) -> None:
        """Show what the checks say now."""
        findings = self._document.objections()
        self.none.setVisible(not findings)
        self.notes.show_notes(findings)
        self.changed.emit(findings)
        data = self._document.recipe.data
        self._look(data.source if data else "")

    def close_threads(self) -> None:
        """Wait for a look at data that still goes on."""
        self._looker.finish()

    def _look(self, source: str) -> None:
        if source == self._source:
            return
        self._source = source
        if not source:
            self._looker.cancel()
            return

        def work() -> tuple[str, KnownData]:
            from inspector.jobs.known_data import known_data

            return source, known_data(source)

        self._looker.submit(work)

    def _refuse(self, error: Exception) -> None:
        from inspector.jobs.source import SourceError

        if not isinstance(error, SourceError):  # the field of the data says what is wrong with it
            raise error


def worst(findings: tuple[Finding, ...]) -> Finding | None:
    """The gravest of some findings; ``None`` without one that is more than a note."""
    for level in ("error", "warning"):
        for finding in findings:
            if finding.level == level:
                return finding
    return None
