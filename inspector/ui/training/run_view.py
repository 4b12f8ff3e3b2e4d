"""The right end of the strip: Train and Stop, how far the run is, what came of it, and the log."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QElapsedTimer, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QIcon
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from inspector.graph.model import Note
from inspector.jobs.messages import Done, Event, Failed, Started
from inspector.jobs.words import words
from inspector.recipe.check import Finding
from inspector.ui import figures, theme
from inspector.ui.training.checks import ChecksList, worst
from inspector.ui.training.session import Session
from inspector.ui.widgets.elided import Elided
from inspector.ui.widgets.finding_card import LEVELS
from inspector.ui.widgets.notes import Notes
from inspector.ui.widgets.plain import Plain

_LOG_LINES = 2000
_BAR = 1000


class RunView(QWidget):
    """Follows a `Session`. ``open_wanted`` carries the path of a trained model."""

    train_wanted = Signal()
    open_wanted = Signal(str)
    save_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stop_asked = False
        self._checks_tab = -1
        self._since_stop = QElapsedTimer()
        self.tabs = QTabBar()
        self.train = QPushButton("Train")
        self.stop = QPushButton("Stop")
        self.bar = QProgressBar()
        self.model = Elided(mode=Qt.TextElideMode.ElideMiddle)
        self.words = _wrapped()
        self.result = _wrapped()
        self.proof = _wrapped()
        self.moved = _wrapped()
        self.notes = Notes()
        self.open_best = QPushButton("Open best")
        self.open_last = QPushButton("Open last")
        self.save = QPushButton("Save as…")
        self.folder = Elided(f"Runs are kept in {session.runs}", Qt.TextElideMode.ElideMiddle)
        self.show_folder = QToolButton()
        self.log = QPlainTextEdit()
        self._prepare()
        self._lay_out()
        self._connect()
        self.set_model_there(False)

    def set_model_there(self, there: bool) -> None:
        """Whether there is a model to train."""
        self._there = there
        self._show_state()

    def add_checks(self, checks: ChecksList) -> None:
        """Have the list of the checks as a page of its own; its tab tells how many there are and how grave."""
        self._checks_tab = self.tabs.addTab("Checks")
        self.tabs.setTabToolTip(self._checks_tab, "What the checks say of the recipe")
        self._pages.addWidget(checks)
        checks.changed.connect(self._count_checks)

    def show_checks(self) -> None:
        """Bring the list of the checks to the front."""
        self.tabs.setCurrentIndex(self._checks_tab)

    def _count_checks(self, findings: tuple[Finding, ...]) -> None:
        self.tabs.setTabText(self._checks_tab, f"Checks {len(findings)}" if findings else "Checks")
        grave = worst(findings)
        _, icon, colour = LEVELS[grave.level] if grave else ("", "", "")
        self.tabs.setTabIcon(self._checks_tab, theme.icon(icon, colour) if grave else QIcon())

    def show_movement(self, text: str) -> None:
        """Say how far the run moved the weights; empty for nothing."""
        self.moved.setText(text)
        self.moved.setVisible(bool(text))

    def stop_in_order(self) -> None:
        """End the run after this step; asked for again, it does nothing more."""
        if self._session.running and not self._stop_asked:
            self._stop_asked = True
            self._since_stop.start()
            self._session.stop()
            self.words.setText("Stopping after this step…")
            self._show_state()

    # ------------------------------------------------------------------ making it

    def _prepare(self) -> None:
        self.tabs.addTab("Run")
        self.tabs.addTab("Log")
        self.tabs.setExpanding(False)
        self.tabs.setTabToolTip(1, "What the engine says")
        self.tabs.setAccessibleName("Run or log")
        self.train.setIcon(theme.icon("play", "accent_text"))
        self.train.setProperty("primary", True)
        self.train.setToolTip("Train the edited model in a process of its own (Ctrl+T)")
        self.stop.setIcon(theme.icon("stop"))
        self.bar.setRange(0, _BAR)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the training")
        self.moved.hide()
        for label in (self.model, self.folder, self.proof, self.moved):
            label.setProperty("muted", True)
        self.show_folder.setIcon(theme.icon("open"))
        self.show_folder.setToolTip("Show the run folder")
        self.show_folder.setAccessibleName("Show the run folder")
        self.log.setReadOnly(True)
        self.log.setMaximumBlockCount(_LOG_LINES)
        self.log.setAccessibleName("Log of the training")

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.train, 1)
        buttons.addWidget(self.stop, 1)
        self._results = QWidget()
        results = QHBoxLayout(self._results)
        results.setContentsMargins(0, 0, 0, 0)
        results.setSpacing(5)
        for button in (self.open_best, self.open_last, self.save):
            results.addWidget(button)
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(self.show_folder)
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.model, self.words, self.proof, self.result, self._results, self.moved, self.notes):
            column.addWidget(part)
        column.addLayout(place)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(main)
        self._pages = QStackedWidget()
        self._pages.addWidget(scroll)
        self._pages.addWidget(self.log)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 0, 12, 8)
        whole.setSpacing(7)
        whole.addWidget(self.tabs)
        whole.addLayout(buttons)
        whole.addWidget(self.bar)
        whole.addWidget(self._pages, 1)
        self.setMinimumWidth(250)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._pages.setCurrentIndex)
        self.train.clicked.connect(self.train_wanted)
        self.stop.clicked.connect(self._stop)
        self.open_best.clicked.connect(lambda: self.open_wanted.emit(self._session.files["best"]))
        self.open_last.clicked.connect(lambda: self.open_wanted.emit(self._session.files["last"]))
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
        self.model.setText(f"Model: {Path(self._session.model).name}")
        self.words.setText("Starting the engine…")
        self.result.setText("")
        self.proof.setText("")
        self.notes.show_notes(())
        had_focus = self.train.hasFocus()
        self._show_state()
        if had_focus:
            self.stop.setFocus()

    def _take(self, events: tuple[Event, ...]) -> None:
        for event in events:
            if line := words(event):
                self.log.appendPlainText(line)
            if isinstance(event, Started):
                self.bar.setRange(0, _BAR)
        progress = self._session.progress
        if self._session.running and (progress.doing or not self._stop_asked):
            self.words.setText(progress.words())
        self.bar.setValue(round(progress.fraction * _BAR))

    def _end(self, result: Done | Failed) -> None:
        done = result if isinstance(result, Done) else None
        self.bar.setRange(0, _BAR)
        self.bar.setValue(_BAR if done and not done.stopped else self.bar.value())
        self.words.setText(done.text if done else "")
        self.proof.setText(done.proof if done else "")
        tested = [
            f"{name.removeprefix('test_')} {figures.measured(value)}"
            for name, value in (done.values if done else {}).items()
            if name.startswith("test_")
        ]
        self.result.setText(f"On the test data: {', '.join(tested)}" if tested else "")
        warnings = (
            [Note("warning", "run", text) for text in done.notes] if done else [Note("error", "run", result.text)]
        )
        self.notes.show_notes(warnings)
        had_focus = self.stop.hasFocus()
        self._show_state()
        if had_focus:
            self.train.setFocus()

    def _show_state(self) -> None:
        running = self._session.running
        files = self._session.files
        self.train.setEnabled(self._there and not running)
        self.stop.setEnabled(running)
        self.stop.setText("End now" if running and self._stop_asked else "Stop")
        self.stop.setToolTip(
            "End the engine without waiting" if self._stop_asked else "End after this step and keep what was learned"
        )
        self.bar.setVisible(running or isinstance(self._session.result, Done))
        self.model.setVisible(bool(self.model.text()))
        self.words.setVisible(bool(self.words.text()))
        self.proof.setVisible(bool(self.proof.text()))
        self.result.setVisible(bool(self.result.text()))
        self.open_best.setVisible("best" in files)
        self.open_last.setVisible("last" in files)
        self._results.setVisible(bool(files))
        is_there = self._session.model != "" and self._session.folder.is_dir()
        self.folder.setText(f"In {self._session.folder}" if is_there else f"Runs are kept in {self._session.runs}")
        self.show_folder.setVisible(is_there)

    def _stop(self) -> None:
        if not self._stop_asked:
            self.stop_in_order()
        elif self._since_stop.elapsed() > QApplication.doubleClickInterval():
            self._session.kill()  # and not by the second half of a double click

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self._session.folder))))


def _wrapped() -> Plain:
    label = Plain()
    label.setWordWrap(True)
    label.setMinimumWidth(1)
    return label
