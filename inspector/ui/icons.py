"""Icons: our own SVG drawings in ``resources/icons``, in the colours of the theme that is on."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from shiboken6 import isValid

from inspector.resources import resource
from inspector.ui.colours import LIGHT, Theme

_theme = LIGHT


def colour_icons_for(theme: Theme) -> None:
    """From now on every icon, those given out before too, is painted in the colours of ``theme``."""
    global _theme
    _theme = theme


@cache
def icon(name: str, role: str = "text") -> QIcon:
    """The icon ``resources/icons/<name>.svg``.

    It follows the theme by itself: a widget that is repainted shows it in the colours of the new theme.

    Args:
        name: of the file, without ``.svg``.
        role: the field of `Theme` that colours the parts drawn in ``currentColor``.

    Raises:
        FileNotFoundError: there is no such drawing.
    """
    return QIcon(_TintedEngine(resource(f"icons/{name}.svg").read_text("utf-8"), role))


class _TintedEngine(QIconEngine):
    def __init__(self, svg: str, role: str) -> None:
        super().__init__()
        self._svg = svg
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        role = "disabled" if mode == QIcon.Mode.Disabled else self._role
        _renderer(self._svg, getattr(_theme, role)).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        if pixmap.isNull():
            return pixmap
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, pixmap.rect(), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        copy = _TintedEngine(self._svg, self._role)
        _clones[:] = [*filter(isValid, _clones), copy]
        return copy


_clones: list[QIconEngine] = []
"""Qt's copies that are in use: Qt deletes them, but does not hold what Python knows of them."""


@cache
def _renderer(svg: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(svg.replace("currentColor", colour).encode()))
