"""How cells are painted: names with the dot of an edited row and the size of a block, details small and muted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector.ui import theme
from inspector.ui.layers.model import COUNT_ROLE, EDITED_ROLE

Index = QModelIndex | QPersistentModelIndex
_GAP = 7
_DOT = 3.0
_SMALL = 0.88


class DetailDelegate(QStyledItemDelegate):
    """The columns beside the name."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """As usual, but smaller and muted."""
        super().initStyleOption(option, index)
        font = option.font
        font.setPointSizeF(font.pointSizeF() * _SMALL)
        option.font = font
        option.palette.setColor(QPalette.ColorRole.Text, QColor(theme.current().muted))
        option.palette.setColor(QPalette.ColorRole.HighlightedText, QColor(theme.current().muted))


class NameDelegate(QStyledItemDelegate):
    """The first column: tick and name, then ``×8`` in a pill and an orange dot where they apply."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the standard cell and, right of its text, the marks."""
        super().paint(painter, option, index)
        filled = QStyleOptionViewItem(option)
        self.initStyleOption(filled, index)
        text = filled.widget.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, filled, filled.widget)
        left: float = text.left() + filled.fontMetrics.horizontalAdvance(filled.text) + _GAP + 3
        count = index.data(COUNT_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(option.rect)
        if count:
            left = self._pill(painter, left, text.center().y(), f"×{count}", filled)
        if index.data(EDITED_ROLE):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.current().edited))
            painter.drawEllipse(QPointF(left + _DOT, text.center().y() + 1), _DOT, _DOT)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The standard size with room for the marks."""
        size = super().sizeHint(option, index)
        return QSize(size.width() + 40, size.height())

    def _pill(self, painter: QPainter, left: float, middle: float, text: str, option: QStyleOptionViewItem) -> float:
        font = option.font
        font.setPointSizeF(font.pointSizeF() * _SMALL * _SMALL)
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(text) + 12
        rect = QRectF(left, middle - 7.5, width, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().accent_soft))
        painter.drawRoundedRect(rect, 8, 8)
        painter.setPen(QColor(theme.current().muted))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
        return left + width + _GAP
