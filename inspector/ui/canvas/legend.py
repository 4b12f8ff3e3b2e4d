"""The card on the graph that says what its colours stand for, and lets a person choose others."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QColor, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from inspector.drawing.overlays import TITLES, Legend
from inspector.ui import theme
from inspector.ui.canvas.card import Card

_ROW, _SWATCH, _GAP = 19, 11, 7
_RAMP = QSize(170, 10)


class LegendCard(Card):
    """``chosen`` carries the kind of overlay a person picked."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._by_hand: bool | None = None
        self.kinds = QToolButton()
        self.kinds.setAccessibleName("Colours of the graph")
        self.kinds.setToolTip("What the colours tell")
        self.kinds.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.kinds.setMenu(self._menu())
        self.more = QToolButton()
        self.more.clicked.connect(self._turn)
        self.keys = _Keys()
        top = QHBoxLayout()
        top.setSpacing(0)
        top.addWidget(self.kinds, 1)
        top.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(3, 3, 3, 3)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.keys)
        self.show_legend("category", Legend())

    def show_legend(self, kind: str, legend: Legend) -> None:
        """Say what the colours of an overlay stand for."""
        self.kinds.setText(f"Colours: {TITLES[kind].lower() if kind != 'flops' else TITLES[kind]}  ")
        for action in self._group.actions():
            action.setChecked(action.data() == kind)
        self.keys.set_legend(legend)
        self._open(self._by_hand if self._by_hand is not None else kind != "category")

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        self._group = QActionGroup(menu)
        for kind, title in TITLES.items():
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setData(kind)
            self._group.addAction(action)
        self._group.triggered.connect(lambda action: self.chosen.emit(action.data()))
        return menu

    def _turn(self) -> None:
        self._by_hand = self.keys.isHidden()
        self._open(self._by_hand)

    def _open(self, open_it: bool) -> None:
        self.keys.setVisible(open_it)
        self.more.setIcon(theme.icon("down" if open_it else "up"))
        self.more.setToolTip("Hide the legend" if open_it else "Show the legend")
        self.more.setAccessibleName(self.more.toolTip())


class _Keys(QWidget):
    """Swatches with words, and a ramp with its ends."""

    def __init__(self) -> None:
        super().__init__()
        self._legend = Legend()

    def set_legend(self, legend: Legend) -> None:
        self._legend = legend
        words = [key.words for key in legend.keys]
        if legend.ramp:
            words.append(f"{legend.low} to {legend.high}")
        self.setAccessibleName("Legend")
        self.setAccessibleDescription("; ".join(words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the longest words, a row each; a ramp takes two."""
        metrics = self.fontMetrics()
        widths = [_SWATCH + _GAP + metrics.horizontalAdvance(key.words) for key in self._legend.keys]
        rows = len(self._legend.keys)
        if self._legend.ramp:
            ends = metrics.horizontalAdvance(f"{self._legend.low}      {self._legend.high}")
            widths.append(max(_RAMP.width(), ends))
            rows += 2
        return QSize(max(widths, default=0) + 18, rows * _ROW + 6 if rows else 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ramp first, then the keys."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = 1
        if self._legend.ramp:
            self._paint_ramp(painter)
            top += 2 * _ROW
        for key in self._legend.keys:
            painter.setPen(QPen(QColor(theme.current().border), 1))
            painter.setBrush(QColor(key.colour))
            painter.drawRoundedRect(QRectF(8.5, top + (_ROW - _SWATCH) / 2, _SWATCH, _SWATCH), 3, 3)
            painter.setPen(QColor(theme.current().text))
            words = QRectF(8 + _SWATCH + _GAP, top, self.width(), _ROW)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, key.words)
            top += _ROW

    def _paint_ramp(self, painter: QPainter) -> None:
        bar = QRectF(8.5, 4.5, self.width() - 17, _RAMP.height())
        gradient = QLinearGradient(bar.topLeft(), QPointF(bar.right(), bar.top()))
        for place, colour in enumerate(self._legend.ramp):
            gradient.setColorAt(place / (len(self._legend.ramp) - 1), QColor(colour))
        painter.setPen(QPen(QColor(theme.current().border), 1))
        painter.setBrush(gradient)
        painter.drawRoundedRect(bar, 3, 3)
        painter.setPen(QColor(theme.current().text))
        words = QRectF(bar.left(), bar.bottom() + 2, bar.width(), _ROW)
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._legend.low)
        painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._legend.high)
