"""The questions the window asks before it writes something."""

from __future__ import annotations

from collections.abc import Container

from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

_LIST_WIDTH = 580
"""Pixels of a dialog with a list in it."""

_HIGHEST = 520
_MODELS = {
    "best": "The best model of the run: lowest validation loss",
    "last": "The last model of the run",
    "edited": "The edited model, untrained",
}


class SaveDialog(QDialog):
    """Asks which model is to be saved when there are trained ones.

    Args:
        trained: which of ``"best"`` and ``"last"`` there are.
    """

    def __init__(self, trained: Container[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Save model")
        whole = column(self)
        whole.addWidget(QLabel("Which model do you want to save?"))
        self.buttons = QButtonGroup(self)
        self._models: list[str] = [model for model in _MODELS if model == "edited" or model in trained]
        for place, model in enumerate(self._models):
            radio = QRadioButton(_MODELS[model])
            radio.setChecked(place == 0)
            self.buttons.addButton(radio, place)
            whole.addWidget(radio)
        whole.addWidget(buttons(self, "Save…"))

    def model(self) -> str:
        """Which one was chosen: ``"best"``, ``"last"`` or ``"edited"``."""
        return self._models[self.buttons.checkedId()]


def column(dialog: QDialog) -> QVBoxLayout:
    """The layout of a dialog, with room round it."""
    made = QVBoxLayout(dialog)
    made.setContentsMargins(18, 16, 18, 16)
    made.setSpacing(12)
    return made


def buttons(dialog: QDialog, text: str) -> QDialogButtonBox:
    """The buttons of a dialog: the one that does it, with its text, and Cancel."""
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    box.button(QDialogButtonBox.StandardButton.Ok).setText(text)
    box.accepted.connect(dialog.accept)
    box.rejected.connect(dialog.reject)
    return box


def lay_out_list(dialog: QDialog, said: QWidget, rows: QWidget, accept: str) -> QPushButton:
    """Put words, a list that scrolls, and the buttons under one another; the button that accepts."""
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QScrollArea.Shape.NoFrame)
    scroll.setWidget(rows)
    box = QDialogButtonBox()
    button = box.addButton(accept, QDialogButtonBox.ButtonRole.AcceptRole)
    box.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
    box.accepted.connect(dialog.accept)
    box.rejected.connect(dialog.reject)
    whole = column(dialog)
    whole.addWidget(said)
    whole.addWidget(scroll, 1)
    whole.addWidget(box)
    inner = _LIST_WIDTH - 60
    high = rows.heightForWidth(inner) + said.heightForWidth(inner) + 110
    dialog.resize(_LIST_WIDTH, min(_HIGHEST, high))
    return button
