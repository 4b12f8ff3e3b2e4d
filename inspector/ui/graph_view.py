"""The graph in the middle: the canvas, tied to the document."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.drawing.picture import Picture
from inspector.ui.boxes import block_layers
from inspector.ui.canvas.canvas import Canvas
from inspector.ui.document import Document


class GraphView(QWidget):
    """Shows the document's picture and shares its selection.

    ``menu_wanted`` carries the place on the screen for the selection's menu, ``layer_wanted`` tells that a person wants
    to read about the selected layer.
    """

    menu_wanted = Signal(QPoint)
    layer_wanted = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._toggled: str | None = None
        self._anew = False
        self.canvas = Canvas()
        self.canvas.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.canvas)
        document.loaded.connect(self._clear)
        document.looked_anew.connect(self.look_anew)
        document.picture_changed.connect(self._show_picture)
        document.selection_changed.connect(self._show_selection)
        self.canvas.selection_changed.connect(document.select)
        self.canvas.toggled.connect(self._toggle)
        self.canvas.activated.connect(lambda _box: self.layer_wanted.emit())
        self.canvas.freeze_requested.connect(lambda _boxes: document.toggle_freeze())
        self.canvas.customContextMenuRequested.connect(self._ask_menu)

    def show_box(self, box: str) -> None:
        """Bring a layer or block into view, or the folded block it is in."""
        if self._document.picture is not None:
            shown = self._visible([box], self._document.picture)
            for each in shown:
                self.canvas.center_on(each)

    def look_anew(self) -> None:
        """Show the next picture as a model is first seen: all of it, or its start."""
        self._anew = True

    def _clear(self) -> None:
        self.canvas.set_picture(Picture((), (), 0.0, 0.0))

    def _show_picture(self) -> None:
        if self._document.picture is not None:
            if self._anew:
                self._clear()
            self.canvas.set_picture(self._document.picture, self._toggled)
            self._toggled, self._anew = None, False
            self._show_selection()

    def _show_selection(self) -> None:
        if self._document.picture is not None:
            self.canvas.set_selected(self._visible(self._document.selection, self._document.picture))

    def _visible(self, boxes: Iterable[str], picture: Picture) -> frozenset[str]:
        """Boxes that are drawn; one inside a folded block stands for it."""
        drawn = {box.id for box in picture.boxes}
        folded = {path: box.id for box in picture.boxes if box.kind == "block" for path in box.layers}
        layers = block_layers(self._document.blocks)
        shown = (box if box in drawn else folded.get(layers.get(box, (box,))[0]) for box in boxes)
        return frozenset(box for box in shown if box)

    def _toggle(self, box: str) -> None:
        self._toggled = box
        self._document.toggle(box.removeprefix("block:"))

    def _ask_menu(self, place: QPoint) -> None:
        if self._document.selection:
            self.menu_wanted.emit(self.canvas.mapToGlobal(place))
