"""Every layer that a run trained or held, with how far its weights moved; a click selects the layer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from inspector.ui.weights.words import moved
from inspector.ui.widgets.plain import plain_tip

if TYPE_CHECKING:
    from inspector.tensors.movement import LayerMovement

_NAME, _MOVED = 0, 1
_LEAST_HEIGHT = 260


class MovedList(QTreeWidget):
    """``layer_wanted`` carries the path of the layer a person chose."""

    layer_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("How far the last run moved each layer")
        self.setColumnCount(2)
        self.setHeaderLabels(["layer", "moved"])
        self.headerItem().setTextAlignment(_MOVED, Qt.AlignmentFlag.AlignRight)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setMinimumHeight(_LEAST_HEIGHT)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_MOVED, QHeaderView.ResizeMode.ResizeToContents)
        self.itemClicked.connect(lambda item: self.layer_wanted.emit(item.data(_NAME, Qt.ItemDataRole.UserRole)))
        self.itemActivated.connect(lambda item: self.layer_wanted.emit(item.data(_NAME, Qt.ItemDataRole.UserRole)))

    def show_layers(self, layers: Iterable[LayerMovement]) -> None:
        """List these and nothing else, in their order."""
        self.clear()
        for layer in layers:
            words = moved(layer.whole) if layer.weights else "new"
            item = QTreeWidgetItem([layer.path, words])
            item.setData(_NAME, Qt.ItemDataRole.UserRole, layer.path)
            item.setToolTip(_NAME, plain_tip(layer.path))
            item.setTextAlignment(_MOVED, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.addTopLevelItem(item)
