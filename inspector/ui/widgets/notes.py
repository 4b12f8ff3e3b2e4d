"""Objections and advice in words, each in the colour of its level."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from inspector.graph.model import Level, Note
from inspector.recipe.check import Finding
from inspector.ui.widgets.finding_card import FindingCard
from inspector.ui.widgets.plain import Plain

_LOOK: dict[Level, object] = {"info": True, "warning": "warning", "error": "error"}
_ORDER: dict[Level, int] = {"error": 0, "warning": 1, "info": 2}
_MOST = 4


class Notes(QWidget):
    """Shows the gravest notes first; takes no room where there are none.

    ``layer_wanted`` carries the layer that a person looks for, ``mend_wanted`` the mend that is to be made.

    Args:
        most: how many are shown; ``None`` for all.
    """

    layer_wanted = Signal(str)
    mend_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None, most: int | None = _MOST) -> None:
        super().__init__(parent)
        self._most = most
        self._cards: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._shown: tuple[Note, ...] = ()
        self.hide()

    def show_notes(self, notes: Sequence[Note]) -> None:
        """Show these and nothing else."""
        chosen = tuple(sorted(notes, key=lambda note: _ORDER[note.level])[: self._most])
        if _looks(chosen) == _looks(self._shown):
            self._keep(chosen)
            return
        self._shown = chosen
        while item := self._column.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._cards = [self._card(note) for note in chosen]
        for each in self._cards:
            self._column.addWidget(each)
        self.setVisible(bool(chosen))

    def texts(self) -> tuple[str, ...]:
        """What is shown, in words."""
        return tuple(note.text for note in self._shown)

    def finding(self, code: str) -> FindingCard:
        """The first card of a check."""
        return next(each for each in self._cards if isinstance(each, FindingCard) and each.finding.code == code)

    def _card(self, note: Note) -> QWidget:
        if not isinstance(note, Finding):
            return card(note.text, note.level)
        made = FindingCard(note)
        made.layer_wanted.connect(self.layer_wanted)
        made.mend_wanted.connect(self.mend_wanted)
        return made

    def _keep(self, notes: Sequence[Note]) -> None:
        """Leave the cards, but mend as these notes say: they may speak of another recipe."""
        self._shown = tuple(notes)
        for each, note in zip(self._cards, notes, strict=True):
            if isinstance(each, FindingCard) and isinstance(note, Finding):
                each.finding = note


def _looks(notes: Sequence[Note]) -> list[tuple[Note, tuple[str, ...]]]:
    return [(note, tuple(mend.label for mend in getattr(note, "mends", ()))) for note in notes]


def card(text: str, level: Level = "info") -> QLabel:
    """A tinted box with a sentence in it."""
    label = Plain(text)
    label.setWordWrap(True)
    label.setProperty("note", _LOOK[level])
    label.setMinimumWidth(1)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    return label
