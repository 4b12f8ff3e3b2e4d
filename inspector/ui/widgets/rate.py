"""The editor of a dropout rate: a slider with the usual range marked on it, and a spin box."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QSlider, QStyle, QWidget

from inspector.ui import theme
from inspector.ui.widgets.boxes import calm, dressed
from inspector.ui.widgets.late import Late

USUAL_HIDDEN = (0.2, 0.5)
USUAL_INPUT = (0.1, 0.25)
_MOST = 95
_HANDLE = 14
_SPIN = 74


class BandSlider(QSlider):
    """A slider over whole percents with a green band where rates usually lie."""

    def __init__(self, band: tuple[float, float], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._band = band
        self.setRange(0, _MOST)
        self.setPageStep(5)
        self.setMinimumWidth(60)
        self.setFixedHeight(22)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Groove, band, handle."""
        del event
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle = self.height() / 2
        painter.setBrush(QColor(colours.groove))
        painter.drawRoundedRect(QRectF(0, middle - 2, self.width(), 4), 2, 2)
        left, right = (self._position(round(end * 100)) + _HANDLE / 2 for end in self._band)
        painter.setBrush(QColor(colours.good_range))
        painter.drawRect(QRectF(left, middle - 2, right - left, 4))
        painter.setBrush(QColor(colours.accent_hover if self.hasFocus() else colours.accent))
        if not self.isEnabled():
            painter.setBrush(QColor(colours.disabled))
        handle = QRectF(self._position(self.value()), middle - _HANDLE / 2, _HANDLE, _HANDLE)
        if self.hasFocus():
            painter.setPen(QColor(colours.text))
        painter.drawEllipse(handle.adjusted(0.5, 0.5, -0.5, -0.5))

    def _position(self, value: int) -> int:
        return QStyle.sliderPositionFromValue(0, _MOST, value, self.width() - _HANDLE)


class RateEditor(QWidget):
    """Slider and spin box of one rate.

    Signals:
        moved: while it changes; nothing is meant yet.
        chosen: once, when the slider is let go, Enter is pressed, or the value rests for a moment.
    """

    moved = Signal(float)
    chosen = Signal(float)

    def __init__(
        self, name: str, rate: float, band: tuple[float, float] = USUAL_HIDDEN, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.slider = calm(BandSlider(band))
        self.setFocusProxy(self.slider)
        self.spin = dressed(QDoubleSpinBox(), f"Dropout rate of {name}, as a number")
        self.spin.setRange(0, _MOST / 100)
        self.spin.setSingleStep(0.05)
        self.spin.setDecimals(2)
        self.spin.setFixedWidth(_SPIN)
        self.slider.setAccessibleName(f"Dropout rate of {name}")
        self._late = Late(rate, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.slider, 1)
        row.addWidget(self.spin)
        self.set_rate(rate)
        self.slider.valueChanged.connect(self._slid)
        self.slider.sliderReleased.connect(self._late.settle)
        self.spin.valueChanged.connect(self._typed)
        self.spin.editingFinished.connect(self._late.settle)
        self._late.settled.connect(self.chosen.emit)

    def rate(self) -> float:
        """The rate shown, from 0 to 0.95."""
        return round(self.spin.value(), 2)

    def set_rate(self, rate: float) -> None:
        """Show a rate without telling it; one that is being changed is left alone."""
        if self._late.moving:
            return
        self._late.reset(round(rate, 2))
        with QSignalBlocker(self.slider), QSignalBlocker(self.spin):
            self.slider.setValue(round(rate * 100))
            self.spin.setValue(rate)

    def _slid(self, percent: int) -> None:
        with QSignalBlocker(self.spin):
            self.spin.setValue(percent / 100)
        self._give(percent / 100, wait=not self.slider.isSliderDown())

    def _typed(self, rate: float) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(rate * 100))
        self._give(round(rate, 2), wait=True)

    def _give(self, rate: float, wait: bool) -> None:
        self._late.give(rate, wait)
        self.moved.emit(rate)
