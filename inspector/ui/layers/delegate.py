"""How cells are painted: names with the dot of an edited row, details small and muted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector.ui import theme
from inspector.ui.layers.model import EDITED_ROLE

Index = QModelIndex | QPersistentModelIndex
_GAP = 7
_DOT = 3.0
SMALL = 0.88


class DetailDelegate(QStyledItemDelegate):
    """The columns beside the name."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """As usual, but smaller and muted."""
        super().initStyleOption(option, index)
        font = option.font
        font.setPointSizeF(font.pointSizeF() * SMALL)
        option.font = font
        option.textElideMode = Qt.TextElideMode.ElideRight
        option.palette.setColor(QPalette.ColorRole.Text, QColor(theme.current().muted))
        option.palette.setColor(QPalette.ColorRole.HighlightedText, QColor(theme.current().muted))


class NameDelegate(QStyledItemDelegate):
    """The first column: tick and name, then a dot where the row is edited."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the standard cell and, right of its text, the dot."""
        super().paint(painter, option, index)
        if not index.data(EDITED_ROLE):
            return
        filled = QStyleOptionViewItem(option)
        self.initStyleOption(filled, index)
        text = filled.widget.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, filled, filled.widget)
        left: float = text.left() + filled.fontMetrics.horizontalAdvance(filled.text) + _GAP + 3
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(option.rect)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().edited))
        painter.drawEllipse(QPointF(min(left, text.right() - 2 * _DOT) + _DOT, text.center().y() + 1), _DOT, _DOT)
        painter.restore()
