"""The field for the labels that count as 1."""

from __future__ import annotations

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from inspector.ui.widgets.boxes import calm

Labels = tuple[int, ...] | None
_BETWEEN = re.compile(r"[\s,;]+")
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")


class LabelsField(QLineEdit):
    """Whole numbers with commas between. What is typed stays as it is typed; ``changed`` tells of every key."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Labels = None
        calm(self)
        self.setAccessibleName("Labels that count as 1")
        self.setPlaceholderText("0, 2, 4, 6, 8")
        self.setToolTip("The model has a single output: labels listed here count as 1, all others as 0")
        self.textEdited.connect(self._edited)

    def labels(self) -> Labels:
        """The labels in the text, ``None`` for none.

        Raises:
            ValueError: something is no whole number; says which.
        """
        words = [word for word in _BETWEEN.split(self.text()) if word]
        odd = next((word for word in words if not _WHOLE.fullmatch(word)), None)
        if odd is not None:
            raise ValueError(f"Count as 1: expected whole numbers with commas between, found '{odd}'.")
        return tuple(int(word) for word in words) or None

    def objection(self) -> str:
        """What is wrong with the text, in a sentence; empty where it can be read."""
        try:
            self.labels()
        except ValueError as error:
            return str(error)
        return ""

    def show_labels(self, labels: Labels) -> None:
        """Show labels that come from elsewhere; text that says the same in its own way stays, and so does text that
        cannot be read while the labels are those that were shown before."""
        if labels != self._shown and (self.objection() or self.labels() != labels):
            self.setText(", ".join(map(str, labels or ())))
        self._shown = labels
        self._mark()

    def _edited(self) -> None:
        self._mark()
        self.changed.emit()

    def _mark(self) -> None:
        wrong = bool(self.objection())
        if bool(self.property("invalid")) != wrong:
            self.setProperty("invalid", wrong)
            self.style().polish(self)
