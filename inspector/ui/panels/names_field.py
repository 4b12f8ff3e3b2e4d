"""The field for the names of a head's classes."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from inspector.ui.widgets.boxes import calm


class NamesField(QLineEdit):
    """Names with commas between; one with a comma in it stands in quotation marks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        calm(self)
        self.setAccessibleName("Names of the classes")
        self.setPlaceholderText("those of the data")
        self.setToolTip('What each output stands for, with commas between: cat, dog, "bird, small"')

    def names(self) -> tuple[str, ...]:
        """The names in the text."""
        parts = next(csv.reader([self.text()], skipinitialspace=True), [])
        return tuple(part.strip() for part in parts if part.strip())

    def show_names(self, names: Sequence[str]) -> None:
        """Show names that come from elsewhere."""
        text = io.StringIO()
        csv.writer(text, lineterminator="").writerow(names)
        self.setText(text.getvalue())
