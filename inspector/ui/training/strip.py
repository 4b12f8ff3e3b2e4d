"""The strip below the graph: settings, the two plots, and the run."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from inspector.jobs.messages import Batch, Epoch, Event, Started
from inspector.ui.document import Document
from inspector.ui.training.checks import ChecksList, worst
from inspector.ui.training.run_view import RunView
from inspector.ui.training.session import Session
from inspector.ui.training.settings import Settings
from inspector.ui.widgets.elided import Elided
from inspector.ui.widgets.late import settle_all

if TYPE_CHECKING:
    from inspector.ui.training.plot import Plot

_REDRAW = 33
"""Milliseconds between two drawings of the plots."""


class TrainingStrip(QWidget):
    """Feeds the session's events to the plots and redraws them by a timer while a run goes on.

    ``held_back``: Train was asked for while ``pending`` had something to say; carries that sentence.

    Args:
        document, session: what is trained, and by whom.
        pending: what a person chose elsewhere and a run would leave out, in a sentence; empty where there is nothing.
    """

    held_back = Signal(str)

    def __init__(
        self,
        document: Document,
        session: Session,
        pending: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._pending = pending
        self._session = session
        self.settings = Settings(document)
        self.run_view = RunView(session)
        self.checks = ChecksList(document)
        self.run_view.add_checks(self.checks)
        self.loss: Plot | None = None
        self.measure: Plot | None = None
        self._metric_name = ""
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._room = QWidget()
        for part in (self.settings, self._room, self.run_view):
            self._splitter.addWidget(part)
        self._splitter.setStretchFactor(1, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._splitter)
        self.whose = Elided(mode=Qt.TextElideMode.ElideMiddle)
        self.whose.setProperty("muted", True)
        self.whose.setContentsMargins(10, 6, 8, 0)
        self.whose.hide()
        self._plots = QHBoxLayout()
        self._plots.setSpacing(0)
        room = QVBoxLayout(self._room)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(0)
        room.addWidget(self.whose)
        room.addLayout(self._plots, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(_REDRAW)
        self._timer.timeout.connect(self._redraw)
        self.run_view.train_wanted.connect(self.train)
        document.loaded.connect(self._say_whose)
        session.began.connect(self._begin)
        session.events.connect(self._take)
        session.ended.connect(self._end)
        session.refused.connect(self._show_why)

    def add_plots(self) -> None:
        """Make the plots; their library is only imported now, after the window is there."""
        if self.loss is not None:
            return
        from inspector.ui.training.plot import Plot

        self.loss, self.measure = Plot("Loss"), Plot("Accuracy")
        self._plots.addWidget(self.loss, 1)
        self._plots.addWidget(self.measure, 1)

    def train(self) -> None:
        """Start a run with what the form says, where nothing typed or chosen would be left out unseen."""
        settle_all()
        if refusal := self.settings.settle():
            self._session.refused.emit(refusal)
        elif left_out := self._pending():
            self.held_back.emit(left_out)
        else:
            self._session.train()

    def stop(self) -> None:
        """End the run after this step."""
        self.run_view.stop_in_order()

    def close_threads(self) -> None:
        """Wait for what goes on in the background."""
        self._timer.stop()
        self.settings.close_threads()
        self.checks.close_threads()

    def _begin(self) -> None:
        self._timer.start()
        self._say_whose()

    def _show_why(self) -> None:
        """Bring the checks to the front where one of them is why a run is refused."""
        found = worst(self._document.objections())
        if found is not None and found.level == "error":
            self.run_view.show_checks()

    def _say_whose(self) -> None:
        """Name the model the curves are of where another one is open."""
        model = self._session.model
        self.whose.setText(f"Training of {Path(model).name}")
        self.whose.setVisible(model not in ("", self._document.path))

    def _take(self, events: tuple[Event, ...]) -> None:
        self.add_plots()
        assert self.loss
        assert self.measure
        for event in events:
            match event:
                case Started():
                    self._metric_name = event.metrics[0] if event.metrics else ""
                    last = _last_batch(event, self._session.progress.batch_size)
                    self.loss.clear("Loss", event.steps_per_epoch, last)
                    title = self._metric_name.replace("_", " ") or "Metric"
                    self.measure.clear(title, event.steps_per_epoch, last)
                    self.measure.setVisible(bool(self._metric_name))
                case Batch():
                    self.loss.add_batches(_value(event.values, "loss"))
                    self.measure.add_batches(_value(event.values, self._metric_name))
                case Epoch():
                    values = event.values
                    self.loss.add_epoch(values.get("loss"), values.get("val_loss"))
                    name = self._metric_name
                    self.measure.add_epoch(values.get(name), values.get(f"val_{name}"))

    def _redraw(self) -> None:
        if self.loss and self.measure:
            self.loss.redraw()
            self.measure.redraw()

    def _end(self) -> None:
        self._timer.stop()
        self._redraw()


def _value(values: dict[str, float], name: str) -> list[float]:
    """The one value of a step; a gap in the curve where the engine had none."""
    return [values.get(name, math.nan)]


def _last_batch(event: Started, batch_size: int) -> float:
    """The size of an epoch's last batch, as a fraction of the others'."""
    left = event.training_samples - (event.steps_per_epoch - 1) * batch_size
    return left / batch_size if 0 < left < batch_size else 1.0
