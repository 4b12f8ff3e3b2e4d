"""The switch between the layers of a TensorFlow file and the operations they were recovered from."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from inspector.ui.document import Document
from inspector.ui.looking import no_operations
from inspector.ui.widgets.plain import plain_tip

_TIPS = ("The layers that the operations make up", "Every operation of the file by itself, to look at")


class Switch(QWidget):
    """Two buttons, one of them down; not there where the file has no operations to show."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.layers, self.operations = QPushButton("Layers"), QPushButton("Operations")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        for place, (button, tip) in enumerate(zip((self.layers, self.operations), _TIPS, strict=True)):
            button.setCheckable(True)
            button.setProperty("part", "left" if place == 0 else "right")
            button.setToolTip(plain_tip(tip))
            self._group.addButton(button, place)
            row.addWidget(button, 1)
        self._group.idClicked.connect(self._choose)
        for change in (document.loaded, document.looked_anew, document.failed):
            change.connect(self.refresh)
        self.hide()

    def refresh(self) -> None:
        """Show what is looked at."""
        graph = self._document.graph
        self.setVisible(graph is not None and not no_operations(graph))
        (self.operations if self._document.aside else self.layers).setChecked(True)

    def _choose(self, place: int) -> None:
        looking = self._document.looked.looking
        self._document.look(replace(looking, view=replace(looking.view, operations=place == 1)))
