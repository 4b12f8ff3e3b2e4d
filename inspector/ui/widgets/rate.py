"""The editor of a dropout rate: a slider with the usual range marked on it, and a spin box."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSignalBlocker, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QStyle, QWidget

from inspector.ui import theme
from inspector.ui.widgets.boxes import calm, dressed
from inspector.ui.widgets.late_number import LateNumber
from inspector.ui.widgets.number import NumberBox

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


class RateBox(NumberBox):
    """A dropout rate: a fraction, or a share of a hundred with a percent sign."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("A rate", 0, _MOST / 100, parent)
        self.setSingleStep(0.05)

    def expected(self) -> str:
        """What may be typed, in a sentence without its end."""
        return f"A rate is between 0 and {_MOST / 100}, such as 0.3 or 30%"

    def read(self, text: str) -> float:
        """The fraction in a text; raises ValueError where there is none."""
        number = super().read(text.removesuffix("%"))
        return number / 100 if text.endswith("%") else number


class RateEditor(QWidget):
    """Slider and number of one rate, which is only meant once ``number`` has chosen it."""

    def __init__(
        self, name: str, rate: float, band: tuple[float, float] = USUAL_HIDDEN, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.slider = calm(BandSlider(band))
        self.setFocusProxy(self.slider)
        self.spin = dressed(RateBox(), f"Dropout rate of {name}, as a number")
        self.spin.setFixedWidth(_SPIN)
        self.slider.setAccessibleName(f"Dropout rate of {name}")
        self.number = LateNumber(self.spin)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.slider, 1)
        row.addWidget(self.spin)
        self.set_rate(rate)
        self.slider.valueChanged.connect(self._slid)
        self.slider.sliderReleased.connect(self.number.settle)
        self.number.moved.connect(self._put_slider)

    def rate(self) -> float:
        """The rate shown."""
        return self.spin.value()

    def set_rate(self, rate: float) -> None:
        """Show a rate without telling it; one that is being changed is left alone."""
        self.number.show(rate)
        self._put_slider(self.spin.value())

    def _slid(self, percent: int) -> None:
        self.spin.show_value(percent / 100)
        self.number.give(percent / 100, wait=not self.slider.isSliderDown())

    def _put_slider(self, rate: float) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(rate * 100))
