"""Objections and advice in words, each in the colour of its level."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from inspector.graph.model import Level, Note
from inspector.ui.widgets.plain import Plain

_LOOK: dict[Level, object] = {"info": True, "warning": "warning", "error": "error"}
_ORDER: dict[Level, int] = {"error": 0, "warning": 1, "info": 2}
_MOST = 4


class Notes(QWidget):
    """Shows the gravest notes first, at most four of them; takes no room where there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._shown: tuple[Note, ...] = ()
        self.hide()

    def show_notes(self, notes: Sequence[Note]) -> None:
        """Show these and nothing else."""
        chosen = tuple(sorted(notes, key=lambda note: _ORDER[note.level])[:_MOST])
        if chosen == self._shown:
            return
        self._shown = chosen
        while item := self._column.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for note in chosen:
            self._column.addWidget(card(note.text, note.level))
        self.setVisible(bool(chosen))

    def texts(self) -> tuple[str, ...]:
        """What is shown, in words."""
        return tuple(note.text for note in self._shown)


def card(text: str, level: Level = "info") -> QLabel:
    """A tinted box with a sentence in it."""
    label = Plain(text)
    label.setWordWrap(True)
    label.setProperty("note", _LOOK[level])
    label.setMinimumWidth(1)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    return label
