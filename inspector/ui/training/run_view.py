"""The right end of the strip: Train and Stop, how far the run is, what came of it, and the log."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from inspector.jobs.messages import Done, Event, Failed, Progress, Started
from inspector.jobs.words import words
from inspector.ui import figures, theme
from inspector.ui.training.session import Session
from inspector.ui.widgets.elided import Elided
from inspector.ui.widgets.heading import Heading
from inspector.ui.widgets.notes import Notes
from inspector.ui.widgets.plain import Plain

_LOG_LINES = 2000
_BAR = 1000


class RunView(QWidget):
    """Follows a `Session`. ``open_wanted`` and ``save_wanted`` carry the path of a trained model."""

    train_wanted = Signal()
    open_wanted = Signal(str)
    save_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stop_asked = False
        self.heading = Heading("Run")
        self.train = QPushButton("Train")
        self.train.setIcon(theme.icon("play", "accent_text"))
        self.train.setProperty("primary", True)
        self.train.setToolTip("Train the edited model in a process of its own (Ctrl+T)")
        self.stop = QPushButton("Stop")
        self.stop.setIcon(theme.icon("stop"))
        self.log_button = QToolButton()
        self.log_button.setText("Log")
        self.log_button.setCheckable(True)
        self.log_button.setToolTip("What the engine says")
        self.bar = QProgressBar()
        self.bar.setRange(0, _BAR)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the training")
        self.words = _wrapped()
        self.result = _wrapped()
        self.notes = Notes()
        self.open_best = QPushButton("Open best")
        self.open_last = QPushButton("Open last")
        self.save = QPushButton("Save as…")
        self.folder = Elided(f"Runs are kept in {session.runs}", Qt.TextElideMode.ElideMiddle)
        self.show_folder = QToolButton()
        self.show_folder.setIcon(theme.icon("open"))
        self.show_folder.setToolTip("Show the run folder")
        self.show_folder.setAccessibleName("Show the run folder")
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.log.setMaximumBlockCount(_LOG_LINES)
        self.log.setAccessibleName("Log of the training")
        self._lay_out()
        self._connect()
        self.set_model_there(False)

    def set_model_there(self, there: bool) -> None:
        """Whether there is a model to train."""
        self._there = there
        self._show_state()

    # ------------------------------------------------------------------ making it

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.log_button)
        buttons = QHBoxLayout()
        buttons.addWidget(self.train, 1)
        buttons.addWidget(self.stop, 1)
        self._results = QWidget()
        results = QHBoxLayout(self._results)
        results.setContentsMargins(0, 0, 0, 0)
        results.setSpacing(5)
        for button in (self.open_best, self.open_last, self.save):
            results.addWidget(button)
        self._place = QWidget()
        place = QHBoxLayout(self._place)
        place.setContentsMargins(0, 0, 0, 0)
        place.addWidget(self.folder, 1)
        place.addWidget(self.show_folder)
        self.folder.setProperty("muted", True)
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        column.addLayout(buttons)
        for part in (self.bar, self.words, self.result, self.notes, self._results, self._place):
            column.addWidget(part)
        column.addStretch(1)
        self._pages = QStackedWidget()
        self._pages.addWidget(main)
        self._pages.addWidget(self.log)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 6, 12, 8)
        whole.setSpacing(6)
        whole.addLayout(head)
        whole.addWidget(self._pages, 1)
        self.setMinimumWidth(250)

    def _connect(self) -> None:
        self.log_button.toggled.connect(lambda on: self._pages.setCurrentIndex(int(on)))
        self.train.clicked.connect(self.train_wanted)
        self.stop.clicked.connect(self._stop)
        self.open_best.clicked.connect(lambda: self.open_wanted.emit(self._file("best")))
        self.open_last.clicked.connect(lambda: self.open_wanted.emit(self._file("last")))
        self.save.clicked.connect(self.save_wanted)
        self.show_folder.clicked.connect(self._show_folder)
        self._session.began.connect(self._begin)
        self._session.events.connect(self._take)
        self._session.ended.connect(self._end)

    # ------------------------------------------------------------------ following the run

    def _begin(self) -> None:
        self._stop_asked = False
        self.log.clear()
        self.bar.setRange(0, 0)
        self.words.setText("Starting the engine…")
        self.result.setText("")
        self.folder.setText(f"In {self._session.folder}")
        had_focus = self.train.hasFocus()
        self._show_state()
        if had_focus:
            self.stop.setFocus()

    def _take(self, events: tuple[Event, ...]) -> None:
        for event in events:
            if line := words(event):
                self.log.appendPlainText(line)
            if isinstance(event, Progress):
                self.words.setText(f"{event.text}…")
            if isinstance(event, Started):
                self.bar.setRange(0, _BAR)

    def show_progress(self) -> None:
        """Bring bar and words up to date; the strip calls it at the pace of the plots."""
        progress = self._session.progress
        if not self._session.running or progress.started is None or not progress.step:
            return
        self.bar.setValue(round(progress.fraction * _BAR))
        self.words.setText("Stopping after this step…" if self._stop_asked else progress.words())

    def _end(self, result: Done | Failed) -> None:
        self.bar.setRange(0, _BAR)
        self.bar.setValue(_BAR if isinstance(result, Done) and not result.stopped else self.bar.value())
        self.words.setText(result.text)
        tested = [
            f"{name.removeprefix('test_')} {figures.measured(value)}"
            for name, value in (result.values if isinstance(result, Done) else {}).items()
            if name.startswith("test_")
        ]
        self.result.setText(f"On the test data: {', '.join(tested)}" if tested else "")
        had_focus = self.stop.hasFocus()
        self._show_state()
        if had_focus:
            self.train.setFocus()

    def _show_state(self) -> None:
        running = self._session.running
        done = self._session.result if isinstance(self._session.result, Done) else None
        self.train.setEnabled(self._there and not running)
        self.stop.setEnabled(running)
        self.stop.setText("End now" if running and self._stop_asked else "Stop")
        self.stop.setToolTip(
            "End the engine without waiting" if self._stop_asked else "End after this step and keep what was learned"
        )
        self.bar.setVisible(running or done is not None)
        self.words.setVisible(bool(self.words.text()))
        self.result.setVisible(bool(self.result.text()))
        files = done.files if done else {}
        self.open_best.setVisible("best" in files)
        self.open_last.setVisible("last" in files)
        self._results.setVisible(bool(files) and not running)
        self.show_folder.setVisible(self._session.folder.is_dir() and self._session.model != "")

    def _stop(self) -> None:
        if self._stop_asked:
            self._session.kill()
            return
        self._stop_asked = True
        self._session.stop()
        self.words.setText("Stopping after this step…")
        self._show_state()

    def _file(self, role: str) -> str:
        result = self._session.result
        return result.files[role] if isinstance(result, Done) else ""

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self._session.folder))))


def _wrapped() -> QLabel:
    label = Plain()
    label.setWordWrap(True)
    label.setMinimumWidth(1)
    return label
