"""The row above the graph: back and forward, where one is, and how much detail is shown."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QToolButton, QWidget

from inspector.ui import theme

Crumb = tuple[str, str]
"""The id of a box, empty for the whole model, and its words."""

_LEAST = 240
"""Pixels of a bar with everything in it."""


class WayBar(QWidget):
    """Signals: ``back``, ``forward``; ``wanted`` carries the box of the crumb that was clicked, empty for the whole
    model; ``detail_chosen`` the number of levels to open; ``map_chosen`` whether the map is to be seen.
    """

    back = Signal()
    forward = Signal()
    wanted = Signal(str)
    detail_chosen = Signal(int)
    map_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.go_back = _button("back", "Back to where you were (Alt+Left)", self.back)
        self.go_forward = _button("forward", "Forward again (Alt+Right)", self.forward)
        self.crumbs = _Crumbs()
        self.crumbs.linkActivated.connect(self._wish)
        self.detail = QSlider(Qt.Orientation.Horizontal)
        self.detail.setAccessibleName("Detail")
        self.detail.setToolTip("Detail: from the whole model in a few boxes to every layer")
        self.detail.setFixedWidth(84)
        self.detail.setPageStep(1)
        self.detail.valueChanged.connect(self.detail_chosen)
        self.map = QToolButton()
        self.map.setIcon(theme.icon("map"))
        self.map.setCheckable(True)
        self.map.setToolTip("Map of the whole graph (Ctrl+Shift+M)")
        self.map.setAccessibleName("Map of the graph")
        self.map.clicked.connect(self.map_chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 2, 6, 2)
        row.setSpacing(2)
        row.addWidget(self.go_back)
        row.addWidget(self.go_forward)
        row.addSpacing(4)
        row.addWidget(self.crumbs, 1)
        row.addWidget(self.detail)
        row.addSpacing(4)
        row.addWidget(self.map)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The slider gives way where there is hardly room."""
        super().resizeEvent(event)
        self.detail.setVisible(event.size().width() >= _LEAST)

    def set_way(self, *, back: bool, forward: bool) -> None:
        """Whether there is somewhere to go back to, and forward."""
        self.go_back.setEnabled(back)
        self.go_forward.setEnabled(forward)

    def set_detail(self, level: int, levels: int) -> None:
        """Show how many levels are open, of how many; nothing is told by it."""
        self.detail.blockSignals(True)
        self.detail.setRange(0, max(levels, 0))
        self.detail.setValue(level)
        self.detail.setEnabled(levels > 0)
        self.detail.blockSignals(False)

    def _wish(self, link: str) -> None:
        self.wanted.emit(self.crumbs.shown[int(link)][0])


class _Crumbs(QLabel):
    """Links from the whole model to where one is; the outer ones give way where there is no room."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: tuple[Crumb, ...] = ()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setAccessibleName("Where you are")

    def show_way(self, crumbs: Sequence[Crumb]) -> None:
        """Show these, outermost first."""
        if tuple(crumbs) != self.shown:
            self.shown = tuple(crumbs)
            self._write()

    def minimumSizeHint(self) -> QSize:
        """It may be cut to nothing."""
        return QSize(40, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        super().resizeEvent(event)
        self._write()

    def _write(self) -> None:
        metrics = self.fontMetrics()
        gap = metrics.horizontalAdvance("  ›  ")
        room = self.width() - 4
        inner: list[int] = []
        for place in range(len(self.shown) - 1, 0, -1):
            room -= metrics.horizontalAdvance(self.shown[place][1]) + gap
            if room < metrics.horizontalAdvance("…") + gap and inner:
                break
            inner.insert(0, place)
        first = self.shown[0][1] if self.shown else ""
        if metrics.horizontalAdvance(first) > max(room - gap, 0) and inner:
            first = "…"
        parts = [_link(0, first)] if first else []
        parts += ["…"] if len(inner) < len(self.shown) - 1 and first != "…" else []
        parts += [_link(place, self.shown[place][1]) for place in inner]
        self.setText(" › ".join(parts))
        self.setToolTip(escape(" › ".join(words for _, words in self.shown)))


def _link(place: int, words: str) -> str:
    colour = theme.current().muted
    return f'<a href="{place}" style="color: {colour}; text-decoration: none">{escape(words)}</a>'


def _button(icon: str, tip: str, use: object) -> QToolButton:
    button = QToolButton()
    button.setIcon(theme.icon(icon))
    button.setToolTip(tip)
    button.setAccessibleName(tip.partition(" (")[0])
    button.clicked.connect(use)
    return button
