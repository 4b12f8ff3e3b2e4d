"""One weight in the panel: its name, histogram, figures and picture."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from inspector.graph.model import Weight
from inspector.tensors.figures import Figures
from inspector.tensors.movement import Movement
from inspector.tensors.pictures import Field, Kernels, Picture
from inspector.ui import theme
from inspector.ui.weights import words
from inspector.ui.weights.heat_map import HeatMap
from inspector.ui.weights.histogram import Histogram
from inspector.ui.weights.kernels import KernelsView
from inspector.ui.weights.seen import Seen
from inspector.ui.widgets.notes import Notes, card
from inspector.ui.widgets.plain import Plain

_UNREAD_HEIGHT = 150


class WeightCard(QWidget):
    """Has its name and shape from the start; the rest when its values were read.

    Args:
        weight: of the layer.
        export: writes its values to a file.
    """

    def __init__(self, weight: Weight, export: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.weight = weight
        self.seen: Seen | None = None
        self.is_read = False
        self.figures = muted()
        self.moved = muted()
        self.notes = Notes()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 10)
        self._column.setSpacing(6)
        self._column.addLayout(self._head(export))
        self.figures.setText("Reading…")
        for part in (self.notes, self.figures, self.moved):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self.moved.hide()
        self.setMinimumHeight(_UNREAD_HEIGHT)  # so that one that is out of sight stays there until it is scrolled to

    def show_seen(self, seen: Seen) -> None:
        """Show what was read."""
        self.seen, self.is_read = seen, True
        self.setMinimumHeight(0)
        self.figures.setText(words.summary(seen.figures))
        self.notes.show_notes(words.objections(seen.figures))
        self._kind.setText(f"{words.shape(self.weight)}  ·  {seen.dtype}")
        if len(seen.figures.bins) > 1:
            self._column.insertWidget(1, Histogram(seen.figures))
            self._column.insertLayout(2, _range(seen.figures))
        if isinstance(seen.picture, Kernels):
            self._column.addWidget(KernelsView(seen.picture))
        elif isinstance(seen.picture, Field):
            self._column.addWidget(HeatMap(seen.picture))
        if seen.picture is not None:
            self._column.addWidget(muted(_caption(seen.picture)))

    def refuse(self, sentence: str) -> None:
        """Say why the values cannot be shown."""
        self.is_read = True
        self.setMinimumHeight(0)
        self.figures.hide()
        self._column.insertWidget(1, card(sentence, "warning"))

    def show_movement(self, movement: Movement | None) -> None:
        """Say how far the last run moved it; nothing where that is not known."""
        self.moved.setVisible(movement is not None)
        if movement is not None:
            self.moved.setText(f"moved {words.moved(movement)} in the last run")

    def _head(self, export: Callable[[], object]) -> QHBoxLayout:
        name = Plain(self.weight.name)
        name.setStyleSheet("font-weight: bold")
        self._kind = muted(f"{words.shape(self.weight)}  ·  {self.weight.dtype}")
        self._kind.setWordWrap(False)
        self.export = QToolButton()
        self.export.setIcon(theme.icon("export"))
        self.export.setToolTip("Write these values as a .npy file")
        self.export.setAccessibleName(f"Export {self.weight.name}")
        self.export.clicked.connect(export)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(name)
        row.addWidget(self._kind)
        row.addStretch(1)
        row.addWidget(self.export)
        return row


def muted(text: str = "") -> Plain:
    """Quiet words that wrap."""
    label = Plain(text)
    label.setWordWrap(True)
    label.setMinimumWidth(1)
    label.setProperty("muted", True)
    return label


def _range(figures: Figures) -> QHBoxLayout:
    """The ends of the histogram."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    low, high = muted(words.number(figures.minimum)), muted(words.number(figures.maximum))
    for label in (low, high):
        label.setWordWrap(False)
    row.addWidget(low)
    row.addStretch(1)
    row.addWidget(high)
    return row


def _caption(picture: Picture) -> str:
    """What the colours of a picture mean."""
    if isinstance(picture, Kernels):
        if picture.in_colour:
            return "Red, green and blue, each filter from its smallest value to its largest."
        return "Blue below zero, orange above, each filter up to its own largest value."
    whole = f"Blue below zero, orange above, up to ±{words.number(picture.largest)}"
    return (
        f"{whole}; each point is the largest of {picture.span}×{picture.span} values."
        if picture.span > 1
        else f"{whole}."
    )
