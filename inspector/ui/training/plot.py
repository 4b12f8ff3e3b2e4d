"""One live plot: the moving mean over the batches, and per epoch the training and validation figures."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import pyqtgraph
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from inspector.ui import figures, theme
from inspector.ui.training.axis import Axis
from inspector.ui.training.buckets import Buckets, Floats
from inspector.ui.training.moving_mean import MovingMean
from inspector.ui.widgets.heading import Heading

_FAINT, _SOFT = 60, 150
_MARGIN = 10
_FEW = 40


class Plot(QWidget):
    """Collects values as they come; draws them when ``redraw`` is called, by a timer and not per value.

    The thin faint line has a point for every whole batch, the soft one is their moving mean, the dots are epochs.
    The mouse over an epoch reads its figures.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.heading = Heading(title)
        self.legend = QLabel()
        self._canvas = pyqtgraph.PlotWidget(axisItems={"left": Axis("left", 34), "bottom": Axis("bottom", 32)})
        self._item = self._canvas.getPlotItem()
        self._prepare()
        self._batch_curve = self._item.plot(connect="finite")
        self._mean_curve = self._item.plot(connect="finite", antialias=True)
        self._train_curve = self._item.plot(connect="finite", antialias=True)
        self._validation_curve = self._item.plot(connect="finite", antialias=True)
        self._ruler = pyqtgraph.InfiniteLine(angle=90)
        self._item.addItem(self._ruler, ignoreBounds=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 10, _MARGIN, 4)
        column.setSpacing(4)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.addWidget(self.heading, 1)
        self._top.addWidget(self.legend)
        column.addLayout(self._top)
        self._pages = QStackedWidget()
        self._pages.addWidget(_nothing_yet())
        self._pages.addWidget(self._canvas)
        column.addWidget(self._pages, 1)
        self.setAccessibleName(f"{title} while training")
        self.setMinimumWidth(150)
        self.clear()
        self.dress()
        theme.themes.changed.connect(self.dress)
        self._canvas.scene().sigMouseMoved.connect(self._read_at)

    def clear(self, title: str = "", steps_per_epoch: int = 1, last_batch: float = 1.0) -> None:
        """Forget all curves.

        Args:
            title: what is drawn now; empty: what was drawn before.
            steps_per_epoch: of which the axis' unit consists.
            last_batch: the size of an epoch's last batch, as a fraction of the others'.
        """
        self._steps = max(steps_per_epoch, 1)
        self._last_batch = last_batch
        self._batches, self._means, self._train, self._validation = Buckets(), Buckets(), Buckets(), Buckets()
        self._mean = MovingMean(max(10, self._steps // 20))
        self._epochs: list[dict[str, float]] = []
        self._changed = True
        self._title = title or self._title
        self.read(None)
        self.redraw()

    def add_batches(self, values: Iterable[float]) -> None:
        """Values of single training steps, in order. One of a smaller batch weighs less and has no point of its own:
        it would stand out by its size alone."""
        for value in values:
            partial = self._last_batch < 1 and (len(self._batches) + 1) % self._steps == 0
            self._batches.extend([math.nan if partial else value])
            self._means.extend([self._mean.add(value, self._last_batch if partial else 1.0)])
            self._changed = True

    def add_epoch(self, train: float | None, validation: float | None) -> None:
        """The figures of a whole epoch, where there are any."""
        told = {"train": train, "val": validation}
        self._epochs.append({name: value for name, value in told.items() if value is not None})
        for curve, value in ((self._train, train), (self._validation, validation)):
            curve.extend([math.nan if value is None else value])
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
        for curve, buckets in ((self._batch_curve, self._batches), (self._mean_curve, self._means)):
            x, y = _drawable(buckets)
            curve.setData((x + 1) / self._steps, y)
        for curve, buckets in ((self._train_curve, self._train), (self._validation_curve, self._validation)):
            x, y = _drawable(buckets)
            curve.setData(x + 1, y, symbol="o" if len(buckets) < _FEW else None)
        self._tell_figures()

    def read(self, epoch: int | None) -> None:
        """Tell the figures of an epoch, counted from 1, instead of the newest ones; ``None`` for these."""
        self._read = epoch
        self.heading.set_title(self._title if epoch is None else f"{self._title} · epoch {epoch}")
        self._ruler.setVisible(epoch is not None)
        self._ruler.setPos(epoch or 0)
        self._tell_figures()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the figures fit."""
        super().resizeEvent(event)
        self._tell_figures()

    def leaveEvent(self, event: QEvent) -> None:
        """The newest figures again."""
        super().leaveEvent(event)
        self.read(None)

    def dress(self) -> None:
        """Take the colours of the theme that is on."""
        colours = theme.current()
        self._canvas.setBackground(QColor(colours.panel))
        for side in ("left", "bottom"):
            axis = self._item.getAxis(side)
            axis.setPen(QColor(colours.plot_grid))
            axis.setTextPen(QColor(colours.muted))
        for curve, alpha, width in ((self._batch_curve, _FAINT, 1), (self._mean_curve, _SOFT, 1.5)):
            soft = QColor(colours.plot_train)
            soft.setAlpha(alpha)
            curve.setPen(pyqtgraph.mkPen(soft, width=width))
        for curve, colour in (
            (self._train_curve, colours.plot_train),
            (self._validation_curve, colours.plot_validation),
        ):
            curve.setPen(pyqtgraph.mkPen(QColor(colour), width=2))
            curve.setSymbolBrush(QColor(colour))
            curve.setSymbolPen(None)
            curve.setSymbolSize(6)
        self._ruler.setPen(pyqtgraph.mkPen(QColor(colours.muted), width=1))
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

    def _read_at(self, place: QPointF) -> None:
        if not self._epochs:
            return
        epoch = round(self._item.getViewBox().mapSceneToView(place).x())
        self.read(min(max(epoch, 1), len(self._epochs)))

    def _tell_figures(self) -> None:
        """Beside the title, below it where there is no room, and without names where there is none either."""
        room = self.width() - 2 * _MARGIN
        self.legend.setText(self._figures_in_words(named=True))
        if self.legend.sizeHint().width() > room:
            self.legend.setText(self._figures_in_words(named=False))
        beside = self.heading.sizeHint().width() + self._top.spacing() + self.legend.sizeHint().width() <= room
        self._top.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def _figures_in_words(self, named: bool) -> str:
        colours, known = theme.current(), self._figures()
        told = [
            f'<span style="color:{colour}">●</span>&nbsp;{f"{name}&nbsp;" if named else ""}<b>{_short(known[name])}</b>'
            for name, colour in (("train", colours.plot_train), ("val", colours.plot_validation))
            if name in known
        ]
        return f'<span style="font-size:small">{"&nbsp; ".join(told)}</span>'

    def _figures(self) -> dict[str, float]:
        """Those of the epoch that is read, else the newest: of the batches until an epoch has ended."""
        if self._read:
            return self._epochs[self._read - 1]
        newest = self._epochs[-1] if self._epochs else {}
        mean = self._mean.value
        between = len(self._batches) > len(self._epochs) * self._steps and math.isfinite(mean)
        return {**newest, "train": mean} if between else newest


def _drawable(buckets: Buckets) -> tuple[Floats, Floats]:
    """The points of a curve; none where no value is finite, for which pyqtgraph has no limits."""
    x, y = buckets.vertices()
    return (x, y) if np.isfinite(y).any() else (x[:0], y[:0])


def _short(value: float) -> str:
    """In at most seven characters or so: ``0.312``, ``1.2e6``, ``NaN``."""
    if not math.isfinite(value):
        return str(value).replace("nan", "NaN")
    return figures.measured(value).replace("e+0", "e").replace("e-0", "e-")


def _nothing_yet() -> QLabel:
    label = QLabel("The curve is drawn here while the model trains.")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    label.setProperty("muted", True)
    return label
