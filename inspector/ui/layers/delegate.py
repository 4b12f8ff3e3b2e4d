"""How cells are painted: names with the dot of an edited row and the type, details small and muted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector.ui import theme
from inspector.ui.layers.model import EDITED_ROLE, TYPE_ROLE

Index = QModelIndex | QPersistentModelIndex
_GAP = 10
_DOT = 3.0
_LEAST_TYPE = 5
"""Letters of a type that have to fit, else it is left out."""


def small(font: QFont) -> QFont:
    """The font of details beside names in this font."""
    made = QFont(font)
    made.setPointSizeF(font.pointSizeF() * 0.88)
    return made


class DetailDelegate(QStyledItemDelegate):
    """The columns beside the name."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """As usual, but smaller and muted."""
        super().initStyleOption(option, index)
        option.font = small(option.font)
        option.textElideMode = Qt.TextElideMode.ElideRight
        option.palette.setColor(QPalette.ColorRole.Text, QColor(theme.current().muted))
        option.palette.setColor(QPalette.ColorRole.HighlightedText, QColor(theme.current().muted))


class NameDelegate(QStyledItemDelegate):
    """The first column: tick and name, a dot where the row is edited, and the type where there is room left."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the standard cell and what stands right of its text."""
        super().paint(painter, option, index)
        filled = QStyleOptionViewItem(option)
        self.initStyleOption(filled, index)
        room = filled.widget.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, filled, filled.widget)
        room.setLeft(room.left() + filled.fontMetrics.horizontalAdvance(filled.text) + _GAP)
        painter.save()
        painter.setClipRect(option.rect)
        if index.data(EDITED_ROLE):
            self._dot(painter, room)
            room.setLeft(room.left() + _GAP)
        self._type(painter, room, small(option.font), str(index.data(TYPE_ROLE)))
        painter.restore()

    def _dot(self, painter: QPainter, room: QRect) -> None:
        left = min(float(room.left()), room.right() - 2 * _DOT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().edited))
        painter.drawEllipse(QPointF(left + _DOT, room.center().y() + 1), _DOT, _DOT)

    def _type(self, painter: QPainter, room: QRect, font: QFont, text: str) -> None:
        metrics = QFontMetrics(font)
        least = metrics.horizontalAdvance(text[:_LEAST_TYPE])
        if room.width() < least + (metrics.horizontalAdvance("…") if len(text) > _LEAST_TYPE else 0):
            return
        painter.setFont(font)
        painter.setPen(QColor(theme.current().muted))
        told = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, told)
