"""The main window: puts the parts together and closes in order."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QLineEdit,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from inspector.jobs.messages import Done, Failed
from inspector.jobs.trust import Trust
from inspector.recipe.recipe import Data
from inspector.ui.canvas.canvas import Canvas
from inspector.ui.commands import Commands
from inspector.ui.document import Document
from inspector.ui.engine_info import EngineInfo
from inspector.ui.files import Files
from inspector.ui.fine_tune import FineTune
from inspector.ui.graph_view import GraphView
from inspector.ui.help import Help
from inspector.ui.keras_script import KerasScript
from inspector.ui.layers.view import LayerList
from inspector.ui.leaving import Leaving
from inspector.ui.look import Look
from inspector.ui.menus import Menus
from inspector.ui.message_bar import MessageBar
from inspector.ui.names import shown_name
from inspector.ui.naming import Naming
from inspector.ui.panels.changes import ChangesPanel
from inspector.ui.panels.head import HeadPanel
from inspector.ui.panels.layer import LayerPanel
from inspector.ui.panels.regularise import RegularisePanel
from inspector.ui.proving import Proving
from inspector.ui.recent import Recent
from inspector.ui.safety.trusting import Trusting
from inspector.ui.safety.view import SafetyView
from inspector.ui.shape import LEAST_RIGHT, Shape
from inspector.ui.status import StatusBar
from inspector.ui.training.data_words import SAMPLE
from inspector.ui.training.session import Session, default_runs_folder
from inspector.ui.training.strip import TrainingStrip
from inspector.ui.upgrading import Upgrading
from inspector.ui.weights.exporting import ArrayExport
from inspector.ui.weights.moved_most import moved_most
from inspector.ui.weights.panel import WeightsPanel
from inspector.ui.weights.run_movement import RunMovement
from inspector.ui.welcome import Welcome, sample_model

_MODELS = "Models (*.keras *.h5 *.hdf5 *.pb *.pbtxt *.meta);;All files (*)"
_WIDE = 1200
_STOPPING = 10_000
"""Milliseconds an engine gets to end in order when the window is being closed."""


class Window(QMainWindow):
    """One window over one document.

    Args:
        settings: where theme, recent files and the window's shape are kept.
        runs: the folder that run folders are made in.
        trust: which files' code may run.
    """

    def __init__(self, settings: QSettings, runs: Path | None = None, trust: Trust | None = None) -> None:
        super().__init__()
        self._closing = False
        self.document: Document = Document(self)
        self.recent: Recent = Recent(settings)
        self.look: Look = Look(settings, self)
        self.look.put_on()
        self.bar = MessageBar()
        self.trusting: Trusting = Trusting(self, self.document, self.bar, trust or Trust())
        self.session: Session = Session(self.document, self.trusting, runs or default_runs_folder(), self)
        self.engine: EngineInfo = EngineInfo(self.document, self.trusting, self)
        self.help: Help = Help(self, self.engine)
        self.files: Files = Files(self, self.document, self.trusting, self.session, self.bar)
        self.fine_tune: FineTune = FineTune(self.document, self.bar, self)
        self.upgrading: Upgrading = Upgrading(self, self.document, self.trusting, self.engine, self.bar, self.open)
        self.leaving: Leaving = Leaving(self, self.document, self.session, self.files, self.upgrading)
        self.script: KerasScript = KerasScript(self.document, self.bar, self)
        self.proving: Proving = Proving(self.document, self.trusting, self.bar, self)
        self.layers = LayerList(self.document)
        self.graph: GraphView = GraphView(self.document)
        self.canvas: Canvas = self.graph.canvas
        pictures, overlays = self.files.pictures, self.graph.overlays
        pictures.visible_area = self.canvas.visible_area
        pictures.colouring, pictures.overlay = overlays.colouring, overlays.to_copy
        self.layer_panel = LayerPanel(self.document)
        self.movement: RunMovement = RunMovement(self.session, self)
        self.weights: WeightsPanel = WeightsPanel(self.document, self.movement)
        self.arrays: ArrayExport = ArrayExport(self, self.bar)
        self.regularise = RegularisePanel(self.document)
        self.head = HeadPanel(self.document)
        self.changes = ChangesPanel(self.document)
        self.strip: TrainingStrip = TrainingStrip(self.document, self.session, lambda: self.head.pending)
        self.safety: SafetyView = SafetyView(self, self.document, self.trusting)
        self.welcome = Welcome()
        self._put_together(settings)
        self.commands: Commands = Commands(self)
        self.naming: Naming = Naming(self)
        self.menus: Menus = Menus(self)
        self.setStatusBar(StatusBar(self.document, self.engine))
        self._connect()
        self._shape.restore()
        self._show_title()
        self.welcome.show_recent(self.recent.files())

    # ------------------------------------------------------------------ making it

    def _put_together(self, settings: QSettings) -> None:
        self.setAcceptDrops(True)
        self.setMinimumSize(960, 640)
        self.panels: QTabWidget = QTabWidget()
        self.panels.setDocumentMode(True)
        self.panels.tabBar().setExpanding(False)
        self.panels.setUsesScrollButtons(False)
        self.panels.tabBar().setAccessibleName("Panels")
        self.panels.tabBar().setProperty("snug", True)
        self.panels.setElideMode(Qt.TextElideMode.ElideRight)
        self.panels.setMinimumWidth(LEAST_RIGHT)
        for panel, title in (
            (self.layer_panel, "Layer"),
            (self.weights, "Weights"),
            (self.regularise, "Regularise"),
            (self.head, "Head"),
            (self.changes, "Changes"),
        ):
            self.panels.addTab(panel, title)
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.layers, self.graph, self.panels):
            self._columns.addWidget(part)
        self._columns.setStretchFactor(1, 1)
        self._rows = QSplitter(Qt.Orientation.Vertical)
        self._rows.addWidget(self._columns)
        self._rows.addWidget(self.strip)
        self._rows.setStretchFactor(0, 1)
        for splitter in (self._columns, self._rows):
            splitter.setChildrenCollapsible(False)
        strip = self.strip.findChild(QSplitter)
        assert isinstance(strip, QSplitter)
        self._shape = Shape(self, settings, {"columns": self._columns, "rows": self._rows, "strip": strip})
        self._pages = QStackedWidget()
        self._pages.addWidget(self.welcome)
        self._pages.addWidget(self._rows)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._pages, 1)
        self.setCentralWidget(middle)
        for field in self.findChildren(QLineEdit):
            field.setAcceptDrops(False)  # it would take a dropped file's address as text

    def _connect(self) -> None:
        document, session = self.document, self.session
        document.loading.connect(lambda path: self.statusBar().showMessage(f"Reading {Path(path).name}…"))
        document.loaded.connect(self._loaded)
        document.failed.connect(self._refused)
        document.dropped.connect(self.statusBar().clearMessage)
        document.recipe_changed.connect(self._recipe_changed)
        document.saved.connect(self._show_title)
        document.selection_changed.connect(self._refresh_menus)
        document.picture_changed.connect(self._refresh_menus)
        session.began.connect(self.bar.hide)
        session.began.connect(self._refresh_menus)
        session.ended.connect(self._run_ended)
        session.refused.connect(lambda text: self.bar.tell(text, "warning"))
        self.strip.held_back.connect(
            lambda text: self.bar.tell(text, "warning", "Show it", lambda: self.panels.setCurrentWidget(self.head))
        )
        self.engine.changed.connect(self._show_trainable)
        self.engine.failed.connect(lambda text: self.bar.tell(text, "warning", "Try again", self.engine.ask))
        self.trusting.changed.connect(self._show_trainable)
        self.upgrading.changed.connect(self._refresh_menus)
        self.layers.shield.clicked.connect(self.safety.bring)
        self.safety.findings.layer_wanted.connect(self._show_layer)
        self.layers.menu_wanted.connect(self.menus.show_context)
        self.layers.tree.activated.connect(lambda _index: self._show_selected())
        self.graph.search.found.connect(lambda _hits: self._refresh_menus())
        self.graph.overlays.changed.connect(lambda _overlay: self._refresh_menus())
        self.graph.navigation.changed.connect(self._refresh_menus)
        self.graph.tracing.changed.connect(self._refresh_menus)
        self.changes.layer_wanted.connect(self.graph.navigation.uncover)
        self.graph.menu_wanted.connect(self.menus.show_context)
        self.graph.layer_wanted.connect(lambda: self.panels.setCurrentWidget(self.layer_panel))
        self.weights.export_wanted.connect(self.arrays.export)
        self.graph.overlays.moved = lambda: {
            each.path: (each.whole.change, each.whole.before)
            for each in self.movement.all_of(document.path)
            if not each.is_new
        }
        self.movement.changed.connect(self.graph.overlays.refresh)
        self.movement.changed.connect(
            lambda: self.strip.run_view.show_movement(moved_most(self.movement.layers.values()))
        )
        self.strip.run_view.open_wanted.connect(self.open)
        self.strip.run_view.save_wanted.connect(self.files.save_run)
        self.welcome.open_wanted.connect(self.ask_open)
        self.welcome.sample_wanted.connect(self.open_sample)
        self.welcome.file_wanted.connect(self.open)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the room anew; words beside all icons of the tool bar only where there is some."""
        super().resizeEvent(event)
        self.menus.set_wide(event.size().width() >= _WIDE)
        self._shape.divide()

    # ------------------------------------------------------------------ opening

    def open(self, path: str) -> None:
        """Open a model file, after asking about edits that would be lost."""
        if self.leaving.may_leave():
            self.bar.hide()
            self.document.open(path)

    def ask_open(self) -> None:
        """Ask for a model file and open it."""
        folder = str(Path(self.document.path).parent) if self.document.path else ""
        path, _ = QFileDialog.getOpenFileName(self, "Open model", folder, _MODELS)
        if path:
            self.open(path)

    def open_sample(self) -> None:
        """Open the bundled sample, with its data chosen."""
        sample = sample_model()
        if sample is not None and self.leaving.may_leave():
            self.document.set_settings(Data(source=SAMPLE))
            self.document.open(str(sample))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if _dropped_file(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the first file that is dropped."""
        if path := _dropped_file(event):
            event.acceptProposedAction()
            self.open(path)

    # ------------------------------------------------------------------ following

    def _loaded(self) -> None:
        self.statusBar().clearMessage()
        self.recent.add(self.document.path)
        if self._pages.currentWidget() is self.welcome:
            self._pages.setCurrentWidget(self._rows)
            self._shape.restore_division()
        self.canvas.setFocus()
        self._recipe_changed()
        self._show_trainable()
        self.upgrading.tell_opened()

    def _refused(self, text: str) -> None:
        self.statusBar().clearMessage()
        self.bar.tell(text)

    def _recipe_changed(self) -> None:
        count = len(self.document.changes)
        self.panels.setTabText(self.panels.indexOf(self.changes), f"Changes {count}" if count else "Changes")
        self._show_title()
        self._refresh_menus()

    def _refresh_menus(self) -> None:
        self.menus.refresh()

    def _run_ended(self, result: Done | Failed) -> None:
        self._refresh_menus()
        if self._closing:
            self.close()
        elif isinstance(result, Failed):
            self.bar.tell(result.text, "error", "Try again", self._train_again)

    def _train_again(self) -> None:
        """With what was changed since, where the run's model is still open."""
        if self.document.path == self.session.model:
            self.strip.train()
        else:
            self.session.repeat()

    def _show_trainable(self) -> None:
        reason = self.engine.untrainable()
        self.strip.run_view.set_model_there(self.document.graph is not None and not reason)
        self._refresh_menus()
        self.strip.run_view.train.setToolTip(self.menus.actions["train"].toolTip())

    def _show_selected(self) -> None:
        for box in sorted(self.document.selection)[:1]:
            self.graph.show_box(box)

    def _show_layer(self, layer: str) -> None:
        self.document.select([layer])
        self._show_selected()

    def _show_title(self) -> None:
        name = shown_name(self.document.path)
        mark = " ●" if self.document.dirty else ""
        self.setWindowTitle(f"{name}{mark} — Model Inspector" if name else "Model Inspector")

    # ------------------------------------------------------------------ closing

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about all that would be lost; leave no process and no thread."""
        if not self.leaving.may_close(stopping=self._closing):
            self._closing = False
            event.ignore()
            return
        if self.session.running and not self._closing:
            self._stop_first()
            event.ignore()
            return
        self._shape.keep()
        self.strip.close_threads()
        self.session.close()
        self.engine.close()
        self.files.close()
        self.weights.finish()
        self.movement.finish()
        self.arrays.finish()
        self.proving.close()
        self.fine_tune.close()
        self.upgrading.close()
        self.script.close()
        self.naming.close()
        self.trusting.close()
        self.document.close()
        event.accept()

    def _stop_first(self) -> None:
        """Close when the run has ended."""
        self._closing = True
        self.bar.tell("Stopping the training, then the window closes…", "info")
        self.session.stop()
        QTimer.singleShot(_STOPPING, self, lambda: self._closing and self.close())


def _dropped_file(event: QDropEvent) -> str:
    return next((url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()), "")
