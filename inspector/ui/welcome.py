"""What is shown while no model is open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from inspector.resources import resource
from inspector.ui import theme
from inspector.ui.names import shown_name
from inspector.ui.widgets.heading import Heading


class Welcome(QWidget):
    """Open a model, try the sample, or take one of the last files."""

    open_wanted = Signal()
    sample_wanted = Signal()
    file_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        title = QLabel("Model Inspector")
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 2)
        font.setBold(True)
        title.setFont(font)
        line = QLabel("Open a Keras model, see its graph, prepare it for fine-tuning, and train it.")
        line.setProperty("muted", True)
        line.setWordWrap(True)
        self.open = QPushButton("Open a model…")
        self.open.setIcon(theme.icon("open", "accent_text"))
        self.open.setProperty("primary", True)
        self.sample = QPushButton("Try the bundled sample")
        self.sample.setIcon(theme.icon("play"))
        for button in (self.open, self.sample):
            button.setMinimumHeight(40)
            button.setIconSize(QSize(18, 18))
        hint = QLabel("Or drop a model file or a SavedModel folder anywhere on this window.")
        hint.setProperty("muted", True)
        hint.setWordWrap(True)
        self._heading = Heading("Recent files")
        self.recent = QListWidget()
        self.recent.setAccessibleName("Recent files")
        self.recent.itemActivated.connect(lambda item: self.file_wanted.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.recent.itemClicked.connect(lambda item: self.file_wanted.emit(item.data(Qt.ItemDataRole.UserRole)))
        column = QVBoxLayout()
        column.setSpacing(12)
        picture = QLabel()
        picture.setFixedHeight(76)
        picture.setPixmap(theme.icon("inspector").pixmap(QSize(72, 72)))
        for part in (picture, title, line):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(part)
        column.addSpacing(10)
        for button in (self.open, self.sample):
            column.addWidget(button)
        hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(hint)
        column.addSpacing(14)
        column.addWidget(self._heading)
        column.addWidget(self.recent)
        middle = QWidget()
        middle.setLayout(column)
        middle.setFixedWidth(480)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addWidget(middle, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(3)
        self.open.clicked.connect(self.open_wanted)
        self.sample.clicked.connect(self.sample_wanted)
        self.sample.setVisible(sample_model() is not None)
        self.show_recent(())

    def show_recent(self, files: Sequence[str]) -> None:
        """List these files."""
        self.recent.clear()
        for path in files[:5]:
            item = QListWidgetItem(shown_name(path))
            item.setToolTip(path)
            item.setData(Qt.ItemDataRole.UserRole, path)
            self.recent.addItem(item)
        self.recent.setFixedHeight(27 * max(1, self.recent.count()))
        self._heading.setVisible(bool(files))
        self.recent.setVisible(bool(files))


def sample_model() -> Path | None:
    """The model that ships with the program; ``None`` where the installation has none."""
    try:
        return resource("samples/sample.keras")
    except FileNotFoundError:
        return None
