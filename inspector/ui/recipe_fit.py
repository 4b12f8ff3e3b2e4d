"""Asks about a recipe that was made for another model: what of it fits this one, and what does not."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget

from inspector.recipe.transfer import Carried, Transfer
from inspector.ui.widgets.plain import Plain

_WIDTH, _MOST = 600, 520
_INDENT = 22
_MARKS = {"all": "✓", "some": "◐", "none": "✕"}


class RecipeFitDialog(QDialog):
    """Every edit of a recipe with a mark, and the reason where it does not fit; accepted with those that do.

    Args:
        name: of the recipe's file.
        found: the recipe held against the opened model.
    """

    def __init__(self, name: str, found: Transfer, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Recipe of another model")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fitting = sum(each.fits != "none" for each in found.carried)
        said = _wrapped(
            f"{name} was made for another model: {fitting} of its {len(found.carried)} changes fit this one. "
            "What does not fit is left out; the file stays as it is."
        )
        self._rows = QWidget()
        self._list = QVBoxLayout(self._rows)
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(4)
        for each in found.carried:
            self._add(each)
        self._list.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(self._rows)
        buttons = QDialogButtonBox()
        self.keep = buttons.addButton(_keep(fitting), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(12)
        column.addWidget(said)
        column.addWidget(scroll, 1)
        column.addWidget(buttons)
        self.resize(_WIDTH, min(_MOST, self._rows.heightForWidth(_WIDTH - 60) + said.heightForWidth(_WIDTH - 60) + 110))

    def texts(self) -> list[str]:
        """What is listed, line by line."""
        return [label.text() for label in self._rows.findChildren(QLabel)]

    def _add(self, each: Carried) -> None:
        line = _wrapped(f"{_MARKS[each.fits]}  {each.words}")
        line.setProperty("muted", each.fits == "none")
        self._list.addWidget(line)
        if each.reason:
            reason = _wrapped(each.reason)
            reason.setProperty("muted", True)
            reason.setContentsMargins(_INDENT, 0, 0, 8)
            self._list.addWidget(reason)


def _keep(fitting: int) -> str:
    if not fitting:
        return "Take its data and settings only"
    return "Keep the one that fits" if fitting == 1 else f"Keep the {fitting} that fit"


def _wrapped(text: str) -> Plain:
    label = Plain(text)
    label.setWordWrap(True)
    return label
