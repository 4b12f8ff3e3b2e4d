"""The Regularise panel: dropout and max-norm."""

from __future__ import annotations

from inspector.ui.document import Document
from inspector.ui.panels.dropout import DropoutSection
from inspector.ui.panels.max_norm import MaxNormSection
from inspector.ui.panels.panel import Panel


class RegularisePanel(Panel):
    """Both sections, one above the other."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.dropout = DropoutSection(document)
        self.max_norm = MaxNormSection(document)
        self.column.addWidget(self.dropout)
        self.column.addSpacing(12)
        self.column.addWidget(self.max_norm)

    def refresh(self) -> None:
        """Show rates and limits as they are now."""
        self.dropout.refresh()
        self.max_norm.refresh()
