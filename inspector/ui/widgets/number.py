"""Number fields that show what is set and never change it silently: what they do not take they refuse in words."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from inspector.ui import figures
from inspector.ui.widgets.calm import Calm

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class NumberBox(QDoubleSpinBox):
    """A number from ``least`` to ``most``, with a comma or a point.

    While something else stands in the field it is marked, and the number is still the one before. Escape puts back
    what stood there before typing.

    Args:
        what: what it is, to begin a sentence with: ``"A learning rate"``.

    Signals:
        refused: Enter was pressed, or the field left, with something it does not take; carries a sentence.
        entered: Enter was pressed, and what is there is taken.
    """

    refused = Signal(str)
    entered = Signal()

    def __init__(self, what: str, least: float, most: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what = what
        self._least, self._most = least, most
        self._before: float | None = None
        self._refusing = ""
        self.setDecimals(12)
        self.setRange(least, most)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._calm = Calm(self)
        self.lineEdit().textEdited.connect(self._edited)
        self.editingFinished.connect(self._finish)

    # ------------------------------------------------------------------ what it says

    @property
    def typing(self) -> bool:
        """Whether a person has typed something that is not meant yet."""
        return self._before is not None

    def show_value(self, value: float) -> None:
        """Show a number that comes from elsewhere without telling it; one beyond the limits is shown as it is."""
        with QSignalBlocker(self):
            self.setRange(min(self._least, value), max(self._most, value))
            self.setValue(value)
        self.keep()

    def keep(self) -> None:
        """What stands there is meant: nothing before it is put back."""
        self._before, self._refusing = None, ""
        self._mark()

    def commit(self) -> bool:
        """Take what is typed as meant; whether it could be, else it is refused."""
        fine = not self._refusing
        self.interpretText()
        self._finish()
        return fine

    def expected(self) -> str:
        """What may be typed, in a sentence without its end."""
        return f"{self._what} is a number from {self.textFromValue(self._least)} to {self.textFromValue(self._most)}"

    def read(self, text: str) -> float:
        """The number in a text; raises ValueError where there is none."""
        return float(text.replace(",", "."))

    # ------------------------------------------------------------------ Qt's own questions

    def textFromValue(self, value: float) -> str:
        """As few digits as say it all, to six."""
        return f"{value:.6g}"

    def valueFromText(self, text: str) -> float:
        """The number that is typed; the exact one where it only stands there rounded."""
        text = self._bare(text)
        return self.value() if text == self.textFromValue(self.value()) else self.read(text)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Anything may be typed on the way to a number."""
        try:
            fine = self.minimum() <= self.valueFromText(text) <= self.maximum()
        except ValueError:
            fine = False
        return (QValidator.State.Acceptable if fine else QValidator.State.Intermediate), text, position

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts back what stood there; Enter tells that it is meant."""
        if event.key() == Qt.Key.Key_Escape and self._before is not None:
            before = self._before
            self.keep()
            self.setValue(before)
            self.selectAll()
            return
        fine = not self._refusing
        super().keyPressEvent(event)
        if event.key() in _ENTER and fine:
            self.entered.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling a panel changes nothing in it."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Undo is the window's; hundreds of fields that all watched for it would slow the window down."""
        for part in (self, self.lineEdit()):
            part.installEventFilter(self._calm)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What is typed is meant."""
        for part in (self, self.lineEdit()):
            part.removeEventFilter(self._calm)
        super().focusOutEvent(event)

    # ------------------------------------------------------------------ typing

    def _bare(self, text: str) -> str:
        return text.removeprefix(self.prefix()).removeprefix(self.prefix().strip()).strip()

    def _edited(self, text: str) -> None:
        if self._before is None:
            self._before = self.value()
        self._refusing = "" if self.hasAcceptableInput() else self._bare(text) or "nothing"
        self._mark()

    def _finish(self) -> None:
        refusing, before = self._refusing, self._before
        self.keep()
        if refusing and before is not None:
            self.setValue(before)
            self.refused.emit(f"{self.expected()}, found {refusing}: it stays {self.textFromValue(before)}.")

    def _mark(self) -> None:
        if bool(self.property("invalid")) != bool(self._refusing):
            self.setProperty("invalid", bool(self._refusing))
            self.style().polish(self)


class WholeBox(NumberBox):
    """A whole number."""

    def __init__(self, what: str, least: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(what, least, most, parent)
        self.setDecimals(0)

    def whole(self) -> int:
        """The number."""
        return round(self.value())

    def expected(self) -> str:
        """What may be typed, in a sentence without its end."""
        least, most = figures.whole(round(self._least)), figures.whole(round(self._most))
        return f"{self._what} is a whole number from {least} to {most}"

    def read(self, text: str) -> float:
        """The number in a text; raises ValueError where it is not a whole one."""
        return int("".join(text.split()))

    def textFromValue(self, value: float) -> str:
        """All digits."""
        return str(round(value))
