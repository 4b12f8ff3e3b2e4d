"""The questions the window asks before it writes something."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from inspector.drawing.picture import Options

_MODELS = {
    "best": "The best model of the run: lowest validation loss",
    "last": "The last model of the run",
    "edited": "The edited model, untrained",
}


@dataclass(frozen=True, slots=True)
class PictureChoice:
    """How a picture is exported: its format, what it says, how large a PNG is, and whether blocks stay folded."""

    format: Literal["png", "dot"]
    options: Options
    scale: float
    as_shown: bool


class ExportDialog(QDialog):
    """Asks how the graph is to be exported."""

    def __init__(self, options: Options, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export picture")
        self._options = options
        self.format = QComboBox()
        self.format.addItem("PNG image", "png")
        self.format.addItem("DOT, for Graphviz", "dot")
        self.extent = QComboBox()
        self.extent.addItem("as on the screen, blocks folded or open", True)
        self.extent.addItem("every layer", False)
        self.scale = QComboBox()
        for scale in (1, 2, 3):
            self.scale.addItem(f"{scale}×", float(scale))
        self.scale.setCurrentIndex(1)
        self.shapes = QCheckBox("Show tensor shapes")
        self.shapes.setChecked(options.show_shapes)
        self.names = QCheckBox("Show layer names")
        self.names.setChecked(options.show_layer_names)
        form = QFormLayout()
        form.addRow("Format", self.format)
        form.addRow("Show", self.extent)
        form.addRow("Size", self.scale)
        form.addRow(self.shapes)
        form.addRow(self.names)
        buttons = _buttons(self, "Export…")
        column = _column(self)
        column.addLayout(form)
        column.addWidget(buttons)
        self.format.currentIndexChanged.connect(self._follow_format)

    def choice(self) -> PictureChoice:
        """What was chosen."""
        options = replace(self._options, show_shapes=self.shapes.isChecked(), show_layer_names=self.names.isChecked())
        return PictureChoice(
            self.format.currentData(), options, self.scale.currentData(), bool(self.extent.currentData())
        )

    def _follow_format(self) -> None:
        image = self.format.currentData() == "png"
        self.scale.setEnabled(image)
        self.extent.setEnabled(image)


class SaveDialog(QDialog):
    """Asks which model is to be saved when there are trained ones.

    Args:
        trained: which of ``"best"`` and ``"last"`` there are.
    """

    def __init__(self, trained: Container[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Save model")
        column = _column(self)
        column.addWidget(QLabel("Which model do you want to save?"))
        self.buttons = QButtonGroup(self)
        self._models: list[str] = [model for model in _MODELS if model == "edited" or model in trained]
        for place, model in enumerate(self._models):
            radio = QRadioButton(_MODELS[model])
            radio.setChecked(place == 0)
            self.buttons.addButton(radio, place)
            column.addWidget(radio)
        column.addWidget(_buttons(self, "Save…"))

    def model(self) -> str:
        """Which one was chosen: ``"best"``, ``"last"`` or ``"edited"``."""
        return self._models[self.buttons.checkedId()]


def _column(dialog: QDialog) -> QVBoxLayout:
    column = QVBoxLayout(dialog)
    column.setContentsMargins(18, 16, 18, 16)
    column.setSpacing(12)
    return column


def _buttons(dialog: QDialog, text: str) -> QDialogButtonBox:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    buttons.button(QDialogButtonBox.StandardButton.Ok).setText(text)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons
