"""The figures of the model before its edits and after them, as a small table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from inspector.drawing.before_after import Row
from inspector.ui.widgets.plain import Plain, plain_tip

_SPACE = "\u202f"


class BeforeAfter(QWidget):
    """A line per figure: what it was, and what it is; one that changes stands out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self._lines: dict[str, tuple[QLabel, QLabel, QLabel, QLabel]] = {}

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these figures, always of the same names."""
        for place, row in enumerate(rows):
            if row.name not in self._lines:
                self._lines[row.name] = self._add_line(place, row)
            name, before, arrow, after = self._lines[row.name]
            before.setText(_spaced(row.before) if row.differs else "")
            arrow.setText("→" if row.differs else "")
            after.setText(_spaced(row.after))
            font = after.font()
            font.setBold(row.differs)
            after.setFont(font)
            name.setAccessibleDescription(self.sentence(row))

    def line(self, name: str) -> str:
        """What a line says: ``"4 170 → 1 290"``, or the one figure where nothing changes."""
        return " ".join(filter(None, (label.text() for label in self._lines[name][1:])))

    @staticmethod
    def sentence(row: Row) -> str:
        """A line for those who hear it."""
        return f"{row.before} before, {row.after} after" if row.differs else row.after

    def _add_line(self, place: int, row: Row) -> tuple[QLabel, QLabel, QLabel, QLabel]:
        labels = Plain(row.name), Plain(), Plain(), Plain()
        for column, label in enumerate(labels):
            label.setToolTip(plain_tip(row.meaning))
            if column < 3:
                label.setProperty("muted", True)
            if column:
                label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(label, place, column)
        return labels


def _spaced(text: str) -> str:
    return text if ", " in text else text.replace(",", _SPACE)
