"""The graph in the middle: the canvas, tied to the document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from inspector.drawing.overlays import Overlay
from inspector.drawing.picture import Box, Picture
from inspector.ui.boxes import block_layers
from inspector.ui.canvas.canvas import Canvas
from inspector.ui.canvas.legend import LegendCard
from inspector.ui.canvas.minimap import Minimap
from inspector.ui.canvas.search_bar import SearchBar
from inspector.ui.canvas.way_bar import WayBar
from inspector.ui.document import Document
from inspector.ui.hover import facts
from inspector.ui.navigation import Navigation
from inspector.ui.overlays import Overlays
from inspector.ui.search import Search
from inspector.ui.tracing import Tracing


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
        self.canvas.about = self._about
        self.way_bar, self.search_bar = WayBar(), SearchBar()
        self.search = Search(document, self.search_bar, self)
        self.overlays = Overlays(document, self)
        self.tracing = Tracing(document, self.canvas, self)
        self.navigation = Navigation(document, self.canvas, self.way_bar, self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._bars = QStackedWidget()
        self._bars.addWidget(self.way_bar)
        self._bars.addWidget(self.search_bar)
        self._bars.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._bars.setMinimumWidth(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bars)
        column.addWidget(self.canvas, 1)
        self.legend = LegendCard(self)
        self.legend.lie_on(self.canvas, "bottom left")
        self.minimap = Minimap(self.canvas, self)
        self.minimap.hide()

    def _connect(self) -> None:
        document, canvas = self._document, self.canvas
        document.loaded.connect(self._clear)
        document.looked_anew.connect(self.look_anew)
        document.picture_changed.connect(self._show_picture)
        document.selection_changed.connect(self._show_selection)
        canvas.selection_changed.connect(document.select)
        canvas.toggled.connect(self._toggle)
        canvas.activated.connect(lambda _box: self.layer_wanted.emit())
        document.layer_wanted.connect(self.navigation.uncover)
        canvas.freeze_requested.connect(lambda _boxes: document.toggle_freeze())
        canvas.customContextMenuRequested.connect(self._ask_menu)
        canvas.trace_requested.connect(self.tracing.turn)
        canvas.cancelled.connect(self._cancel)
        self.search.found.connect(lambda _hits: self._show_hits())
        self.search.shown.connect(self._show_hit)
        self.search_bar.left.connect(self.leave_search)
        self.legend.chosen.connect(self.overlays.choose)
        self.overlays.changed.connect(self._show_overlay)
        self.way_bar.map_chosen.connect(self.show_map)

    def begin_search(self) -> None:
        """Let a person type what to look for."""
        if self._bars.currentWidget() is not self.search_bar:
            self._bars.setCurrentWidget(self.search_bar)
            self.search.resume()
        self.search_bar.begin()

    def leave_search(self) -> None:
        """The graph without hits, and the keyboard back to it."""
        if self._bars.currentWidget() is self.search_bar:
            self.search.end()
            self._bars.setCurrentWidget(self.way_bar)
            self.canvas.setFocus()

    def show_map(self, shown: bool) -> None:
        """The map of the whole graph, or not."""
        self.minimap.setVisible(shown)
        self.way_bar.map.setChecked(shown)

    def show_box(self, box: str) -> None:
        """Bring a layer or block into view, or the folded block it is in."""
        if self._document.picture is not None:
            self.navigation.leave()
            for each in self._visible([box], self._document.picture):
                self.canvas.center_on(each)

    def look_anew(self) -> None:
        """Show the next picture as a model is first seen: all of it, or its start."""
        self._anew = True

    def _clear(self) -> None:
        self.canvas.set_picture(Picture((), (), 0.0, 0.0))

    def _show_picture(self) -> None:
        picture = self._document.picture
        if picture is not None:
            if self._anew:
                self._clear()
            keep, onto = (self._toggled, self._toggled) if self._toggled else self._anchor(picture)
            self.canvas.set_picture(picture, keep, onto)
            self._toggled, self._anew = None, False
            self.tracing.follow()
            self._show_selection()
            self._show_hits()
            self.navigation.arrive()

    def _anchor(self, picture: Picture) -> tuple[str | None, str | None]:
        """The box in the middle, and what has its place in another picture: itself, its first layer, its block."""
        box = self.canvas.middle_box()
        if box is None:
            return None, None
        if any(other.id == box.id and other.kind != "frame" for other in picture.boxes):
            return box.id, box.id
        return box.id, next(iter(self._visible(box.layers[:1], picture)), None)

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
        self.navigation.uncover(box)

    def _about(self, box: Box) -> Sequence[tuple[str, str]]:
        shown = self._document.shown
        return facts(shown.graph, box) if shown else ()

    def _cancel(self) -> None:
        """Escape ends what is shown for a while."""
        self.tracing.end()
        self.leave_search()

    def _visible(self, boxes: Iterable[str], picture: Picture) -> frozenset[str]:
        """Boxes that are drawn; one inside a folded block stands for it."""
        drawn = {box.id for box in picture.boxes}
        folded = {path: box.id for box in picture.boxes if box.kind == "block" for path in box.layers}
        layers = block_layers(self._document.blocks)
        shown = (box if box in drawn else folded.get(layers.get(box, (box,))[0]) for box in boxes)
        return frozenset(box for box in shown if box)

    def _toggle(self, box: str) -> None:
        self._toggled = box
        self.navigation.leave()
        self._document.toggle(box.removeprefix("block:"))

    def _ask_menu(self, place: QPoint) -> None:
        if self._document.selection:
            self.menu_wanted.emit(self.canvas.mapToGlobal(place))
