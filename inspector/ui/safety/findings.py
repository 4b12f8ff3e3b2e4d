"""What was found in a file, one thing per line, and below it why it matters and the code itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QTextOption
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit, QVBoxLayout, QWidget

from inspector.formats.safety.meanings import meaning
from inspector.graph.model import Note
from inspector.ui import theme
from inspector.ui.widgets.plain import Plain, plain_tip

_ROWS = 6
_ROW_HEIGHT = 26


class Findings(QWidget):
    """``layer_wanted`` carries the path of the layer that a finding is about when the finding is chosen."""

    layer_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notes: tuple[Note, ...] = ()
        self.list = QListWidget()
        self.list.setAccessibleName("Findings")
        self.list.setProperty("framed", True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.text, self.why = Plain(), Plain()
        for words in (self.text, self.why):
            words.setWordWrap(True)
            words.setMinimumWidth(1)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.why.setProperty("muted", True)
        self.code = QPlainTextEdit()
        self.code.setReadOnly(True)
        self.code.setAccessibleName("The code, as disassembly")
        self.code.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.code.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self.code.setTabChangesFocus(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (self.list, self.text, self.why):
            column.addWidget(part)
        column.addWidget(self.code, 1)
        self.list.currentRowChanged.connect(self._show)
        self.list.itemClicked.connect(lambda _item: self._want_layer())
        self.list.itemActivated.connect(lambda _item: self._want_layer())

    def show_findings(self, notes: Sequence[Note]) -> None:
        """Show these and nothing else, the first of them chosen."""
        self._notes = tuple(notes)
        self.list.clear()
        for note in self._notes:
            grave = "error" if note.level == "error" else "warning"
            item = QListWidgetItem(theme.icon("shield_code", grave), f"{_subject(note)}  ·  {meaning(note).title}")
            item.setToolTip(plain_tip(note.text))
            self.list.addItem(item)
        self.list.setFixedHeight(min(len(self._notes), _ROWS) * _ROW_HEIGHT + 8)
        self.list.setCurrentRow(0 if self._notes else -1)
        self._show(self.list.currentRow())

    def _show(self, row: int) -> None:
        note = self._notes[row] if 0 <= row < len(self._notes) else None
        self.text.setText(note.text if note else "")
        self.why.setText(meaning(note).why if note else "")
        self.code.setPlainText(note.detail if note else "")
        self.code.setVisible(bool(note and note.detail))

    def _want_layer(self) -> None:
        if layer := self._notes[self.list.currentRow()].layer:
            self.layer_wanted.emit(layer)


def _subject(note: Note) -> str:
    return note.layer or "The whole model"
