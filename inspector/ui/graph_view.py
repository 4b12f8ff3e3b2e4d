"""The graph in the middle: the canvas, tied to the document."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.drawing.overlays import Overlay
from inspector.drawing.picture import Picture
from inspector.ui.boxes import block_layers, blocks_round
from inspector.ui.canvas.canvas import Canvas
from inspector.ui.canvas.legend import LegendCard
from inspector.ui.canvas.search_bar import SearchBar
from inspector.ui.document import Document
from inspector.ui.overlays import Overlays
from inspector.ui.search import Search


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
        self._wanted: str | None = None
        self.search_bar = SearchBar()
        self.search_bar.hide()
        self.search = Search(document, self.search_bar, self)
        self.canvas = Canvas()
        self.canvas.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.overlays = Overlays(document, self)
        self.legend = LegendCard(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.search_bar)
        column.addWidget(self.canvas, 1)
        self.legend.lie_on(self.canvas, "bottom left")
        self.legend.chosen.connect(self.overlays.choose)
        self.overlays.changed.connect(self._show_overlay)
        document.loaded.connect(self._clear)
        document.picture_changed.connect(self._show_picture)
        document.selection_changed.connect(self._show_selection)
        self.canvas.selection_changed.connect(document.select)
        self.canvas.toggled.connect(self._toggle)
        self.canvas.activated.connect(lambda _box: self.layer_wanted.emit())
        self.canvas.freeze_requested.connect(lambda _boxes: document.toggle_freeze())
        self.canvas.customContextMenuRequested.connect(self._ask_menu)
        self.canvas.cancelled.connect(self.leave_search)
        self.search.found.connect(lambda _hits: self._show_hits())
        self.search.shown.connect(self._show_hit)
        self.search_bar.left.connect(self.leave_search)

    def close_threads(self) -> None:
        """Wait for the background threads; the view is not used after that."""
        self.overlays.finish()

    def begin_search(self) -> None:
        """Let a person type what to look for."""
        if self.search_bar.isHidden():
            self.search_bar.show()
            self.search.resume()
        self.search_bar.begin()

    def leave_search(self) -> None:
        """The graph without hits, and the keyboard back to it."""
        if not self.search_bar.isHidden():
            self.search.end()
            self.search_bar.hide()
            self.canvas.setFocus()

    def show_box(self, box: str) -> None:
        """Bring a layer or block into view, or the folded block it is in."""
        if self._document.picture is not None:
            shown = self._visible([box], self._document.picture)
            for each in shown:
                self.canvas.center_on(each)

    def uncover(self, box: str) -> None:
        """Bring a layer or block into view, and open the blocks it is in."""
        round_it = frozenset(blocks_round(self._document.blocks, box))
        if round_it <= self._document.opened:
            self.show_box(box)
        else:
            self._wanted = box
            self._document.open_blocks(self._document.opened | round_it)

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
            self._show_hits()
            if self._wanted:
                self.show_box(self._wanted)
                self._wanted = None

    def _show_selection(self) -> None:
        if self._document.picture is not None:
            self.canvas.set_selected(self._visible(self._document.selection, self._document.picture))

    def _show_overlay(self, overlay: Overlay) -> None:
        self.canvas.set_tints(overlay.tints)
        self.legend.show_legend(self.overlays.kind, overlay.legend)

    def _show_hits(self) -> None:
        if self._document.picture is not None:
            self.canvas.set_lit(self._visible(self.search.hits, self._document.picture))

    def _show_hit(self, box: str) -> None:
        self._document.select([box])
        self.uncover(box)

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
