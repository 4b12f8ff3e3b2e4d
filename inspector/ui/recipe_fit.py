"""Asks about a recipe that was made for another model: what of it fits this one, and what does not."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from inspector.recipe.transfer import Carried, Transfer
from inspector.ui.dialogs import lay_out_list
from inspector.ui.widgets.plain import Plain

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
        self.keep = lay_out_list(self, said, self._rows, _keep(fitting))

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
