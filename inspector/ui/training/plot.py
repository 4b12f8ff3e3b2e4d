"""One live plot: the curve of every batch, and per epoch the training and validation figures."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pyqtgraph
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from inspector.ui import figures, theme
from inspector.ui.training.buckets import Buckets
from inspector.ui.widgets.heading import Heading

_SOFT = 110
_FRESH = 0.1
_ROOM_FOR_NAMES = 280


class Plot(QWidget):
    """Collects values as they come; draws them when ``redraw`` is called, by a timer and not per value."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = Heading(title)
        self._canvas = pyqtgraph.PlotWidget()
        self._item = self._canvas.getPlotItem()
        self._prepare()
        self._batch_curve = self._item.plot(connect="finite")
        self._train_curve = self._item.plot(connect="finite", antialias=True)
        self._validation_curve = self._item.plot(connect="finite", antialias=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 6)
        column.setSpacing(6)
        column.addWidget(self.heading)
        self._pages = QStackedWidget()
        self._pages.addWidget(_nothing_yet())
        self._pages.addWidget(self._canvas)
        column.addWidget(self._pages, 1)
        self.setAccessibleName(f"{title} while training")
        self.setMinimumWidth(150)
        self.clear()
        self.dress()
        theme.themes.changed.connect(self.dress)

    def clear(self, title: str = "", steps_per_epoch: int = 1) -> None:
        """Forget all curves; a step is 1/``steps_per_epoch`` of the axis' unit."""
        self._steps = max(steps_per_epoch, 1)
        self._batches, self._train, self._validation = Buckets(), Buckets(), Buckets()
        self._last: dict[str, float] = {}
        self._changed = True
        if title:
            self.heading.set_title(title)
        self.redraw()

    def add_batches(self, values: Iterable[float]) -> None:
        """Values of single training steps, in order; the figure in the heading is their moving mean."""
        for value in values:
            self._batches.extend([value])
            if math.isfinite(value):
                before = self._last.get("train", value)
                self._last["train"] = before + (value - before) * _FRESH
            self._changed = True

    def add_epoch(self, train: float | None, validation: float | None) -> None:
        """The figures of a whole epoch, where there are any."""
        for name, curve, value in (("train", self._train, train), ("val", self._validation, validation)):
            curve.extend([float("nan") if value is None else value])
            if value is not None:
                self._last[name] = value
        self._changed = True

    def points(self) -> tuple[int, int]:
        """How many batches and epochs were added."""
        return len(self._batches), len(self._train)

    def redraw(self) -> None:
        """Draw what came since the last time, if anything did."""
        if not self._changed:
            return
        self._changed = False
        self._pages.setCurrentIndex(int(bool(len(self._batches) or len(self._train))))
        x, y = self._batches.vertices()
        self._batch_curve.setData((x + 1) / self._steps, y)
        for curve, buckets in ((self._train_curve, self._train), (self._validation_curve, self._validation)):
            x, y = buckets.vertices()
            curve.setData(x + 1, y, symbol="o" if len(buckets) < 40 else None)
        self._tell_figures()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name the figures only where there is room."""
        super().resizeEvent(event)
        self._tell_figures()

    def dress(self) -> None:
        """Take the colours of the theme that is on."""
        colours = theme.current()
        self._canvas.setBackground(QColor(colours.panel))
        for side in ("left", "bottom"):
            axis = self._item.getAxis(side)
            axis.setPen(QColor(colours.plot_grid))
            axis.setTextPen(QColor(colours.muted))
        soft = QColor(colours.plot_train)
        soft.setAlpha(_SOFT)
        self._batch_curve.setPen(pyqtgraph.mkPen(soft, width=1))
        for curve, colour in (
            (self._train_curve, colours.plot_train),
            (self._validation_curve, colours.plot_validation),
        ):
            curve.setPen(pyqtgraph.mkPen(QColor(colour), width=2))
            curve.setSymbolBrush(QColor(colour))
            curve.setSymbolPen(None)
            curve.setSymbolSize(6)
        self._tell_figures()

    def _prepare(self) -> None:
        self._item.setMenuEnabled(False)
        self._item.hideButtons()
        self._item.setMouseEnabled(x=False, y=False)
        self._item.showGrid(x=False, y=True, alpha=0.35)
        self._item.setLabel("bottom", "epoch")
        self._item.getAxis("left").setWidth(46)
        self._canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._canvas.setMinimumSize(80, 60)

    def _tell_figures(self) -> None:
        colours = theme.current()
        names = {"train": "TRAIN ", "val": "VAL "} if self.width() >= _ROOM_FOR_NAMES else {"train": "", "val": ""}
        told = [
            f'<span style="color:{colour}">●</span> {names[name]}{figures.measured(self._last[name])}'
            for name, colour in (("train", colours.plot_train), ("val", colours.plot_validation))
            if name in self._last
        ]
        self.heading.set_markup("&nbsp;&nbsp;".join(told))


def _nothing_yet() -> QLabel:
    label = QLabel("The curve is drawn here while the model trains.")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    label.setProperty("muted", True)
    return label
