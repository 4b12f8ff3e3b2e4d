"""The choice of a layer, or of a group of layers, that an edit is for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from inspector.ui.document import Document
from inspector.ui.widgets.boxes import calm
from inspector.ui.widgets.plain import plain_tip


class Places(QComboBox):
    """Follows the selection; keeps what is chosen while layers come and go."""

    def __init__(self, document: Document, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._places: dict[str, str] = {}
        calm(self)
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.view().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        document.selection_changed.connect(self._follow_selection)

    def offer(self, places: Sequence[tuple[str, str]]) -> None:
        """Have exactly these to choose from: a path, or another word for a group, and its text."""
        offered = dict(places)
        if offered == self._places:
            return
        chosen = self.place()
        self._places = offered
        self.clear()
        self.addItems(list(offered.values()))
        self.choose(chosen)

    def place(self) -> str:
        """What is chosen; empty where there is nothing to choose."""
        return list(self._places)[self.currentIndex()] if self.currentIndex() >= 0 else ""

    def choose(self, place: str) -> None:
        """Choose a place, the first where there is no such one."""
        row = list(self._places).index(place) if place in self._places else 0
        self.setCurrentIndex(min(row, self.count() - 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Shorten the name to the room there is, which Qt only cuts off."""
        del event
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width()
        option.currentText = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideMiddle, room - 4)
        self.setToolTip(plain_tip(self.currentText()) if option.currentText != self.currentText() else "")
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _follow_selection(self) -> None:
        selected = self._document.selected_layers()
        if len(selected) == 1 and selected[0] in self._places:
            self.choose(selected[0])
