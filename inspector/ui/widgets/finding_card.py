"""One finding of the checks: its level as icon, colour and word, its code and layer, what it says, and its mends."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from inspector.graph.model import Level
from inspector.recipe.check import Finding
from inspector.ui import theme
from inspector.ui.widgets.elided import Elided
from inspector.ui.widgets.plain import Plain, plain_tip

LEVELS: dict[Level, tuple[str, str, str]] = {
    "error": ("Error", "error", "error"),
    "warning": ("Warning", "warning", "warning"),
    "info": ("Note", "info", "muted"),
}
"""Of each level its word, its icon and the field of the theme with its colour."""

_ICON = 15
_LETTERS_BESIDE = 34
"""Labels of together so many letters stand beside each other in the narrowest panel."""


class _Mark(QWidget):
    """An icon that is painted anew with each theme."""

    def __init__(self, icon: str, colour: str) -> None:
        super().__init__()
        self._icon = theme.icon(icon, colour)
        self.setFixedSize(_ICON, _ICON)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        del event
        self._icon.paint(QPainter(self), self.rect())


class FindingCard(QFrame):
    """``layer_wanted`` carries the path of the layer, ``mend_wanted`` the mend that a person chose."""

    layer_wanted = Signal(str)
    mend_wanted = Signal(object)

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self.finding = finding
        word, icon, colour = LEVELS[finding.level]
        self.setProperty("finding", finding.level)
        mark = _Mark(icon, colour)
        level = QLabel(word)
        level.setProperty("level", finding.level)
        code = Elided(finding.code)
        code.setProperty("muted", True)
        head = QHBoxLayout()
        head.setSpacing(6)
        for part in (mark, level):
            head.addWidget(part)
        head.addWidget(code, 1)
        self.layer = QToolButton()
        self.layer.setText("Show")
        if not finding.layer:
            self.layer.hide()  # never shown from here: without a parent yet it would be a window that takes the focus
        self.layer.setToolTip(plain_tip(f"Select {finding.layer} in the graph"))
        self.layer.setAccessibleName(f"Select {finding.layer} in the graph")
        self.layer.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.layer.clicked.connect(lambda: self.layer_wanted.emit(self.finding.layer))
        head.addWidget(self.layer)
        text = Plain(finding.text)
        text.setWordWrap(True)
        text.setMinimumWidth(1)
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        column.setContentsMargins(9, 5, 9, 7)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(text)
        self.mends = [self._button(place) for place in range(len(finding.mends))]
        beside = sum(len(mend.label) for mend in finding.mends) <= _LETTERS_BESIDE
        ways = QHBoxLayout() if beside else QVBoxLayout()
        ways.setSpacing(5)
        for button in self.mends:
            ways.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if beside:
            ways.addStretch(1)
        if self.mends:
            column.addLayout(ways)

    def _button(self, place: int) -> QPushButton:
        label = self.finding.mends[place].label
        button = QPushButton(label.replace("&", "&&"))
        button.setToolTip("Do this; undo takes it back")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus: losing it would make what is typed
        button.clicked.connect(partial(self._mend, place))
        return button

    def _mend(self, place: int) -> None:
        self.mend_wanted.emit(self.finding.mends[place])
