"""A number field whose value is only meant once it has come to rest."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from inspector.ui.widgets.late import Late
from inspector.ui.widgets.number import NumberBox


class LateNumber(QObject):
    """Follows a box and tells what it says.

    Signals:
        moved: while it changes; nothing is meant yet.
        chosen: once, when Enter is pressed, the field is left, or the value rests for a moment.
        refused: what was typed is not taken; carries a sentence.
    """

    moved = Signal(float)
    chosen = Signal(float)
    refused = Signal(str)

    def __init__(self, box: NumberBox) -> None:
        super().__init__(box)
        self._box = box
        self._late = Late(box.value(), self)
        box.valueChanged.connect(self.give)
        box.lineEdit().textChanged.connect(self._follow_typing)
        box.editingFinished.connect(self._late.settle)
        box.refused.connect(self.refused)
        self._late.settled.connect(self._tell)

    def show(self, value: float) -> None:
        """Show a value without telling it; one that is being changed is left alone."""
        if self._late.moving or self._box.typing:
            return
        self._box.show_value(value)
        self._late.reset(self._box.value())

    def give(self, value: float, wait: bool = True) -> None:
        """Another value; without ``wait`` it is held until ``settle``."""
        self._late.give(value, wait)
        self.moved.emit(value)

    def settle(self) -> None:
        """The value is meant."""
        self._late.settle()

    def _follow_typing(self) -> None:
        """What cannot be meant takes back what was typed before it, and may become it again."""
        if not self._box.typing:
            return
        if self._box.hasAcceptableInput():
            self._late.give(self._box.value())
        else:
            self._late.forget()

    def _tell(self, value: float) -> None:
        self._box.keep()
        self.chosen.emit(value)
