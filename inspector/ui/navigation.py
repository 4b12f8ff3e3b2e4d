"""Moving about in the open model's graph: how much of it is unfolded, where one is, where one was."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from inspector.ui.boxes import blocks_round
from inspector.ui.canvas.canvas import Canvas
from inspector.ui.canvas.places import Place, Places
from inspector.ui.canvas.way_bar import WayBar
from inspector.ui.document import Document
from inspector.ui.levels import level_of, levels, opened_to


class Navigation(QObject):
    """Ties the row above the graph to canvas and document. ``changed`` tells that one can go elsewhere now."""

    changed = Signal()

    def __init__(self, document: Document, canvas: Canvas, bar: WayBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._canvas = canvas
        self._bar = bar
        self._places = Places()
        self._returning: Place | None = None
        self._wanted = ""
        document.loaded.connect(self._begin)
        document.looked_anew.connect(self._begin)
        document.selection_changed.connect(self._show_way)
        canvas.looked.connect(self._look_round)
        canvas.jumping.connect(self.leave)
        bar.back.connect(self.back)
        bar.forward.connect(self.forward)
        bar.wanted.connect(self._go_to_crumb)
        bar.detail_chosen.connect(self.set_level)

    # ------------------------------------------------------------------ going

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place to go back to."""
        return bool(self._places.behind)

    @property
    def can_go_forward(self) -> bool:
        """Whether one went back from somewhere."""
        return bool(self._places.ahead)

    def leave(self) -> None:
        """Remember this place: a jump begins."""
        here = self._here()
        if here:
            self._places.leave(here)
            self._tell()

    def back(self) -> None:
        """Where the last jump began."""
        self._return_to(self._places.back(here) if (here := self._here()) else None)

    def forward(self) -> None:
        """Where one went back from."""
        self._return_to(self._places.forward(here) if (here := self._here()) else None)

    def uncover(self, box: str) -> None:
        """Bring a layer or block into view, and open the blocks it is in."""
        self.leave()
        if self._canvas.shows(box):
            self._canvas.center_on(box)
            return
        self._wanted = box
        round_it = frozenset(blocks_round(self._document.blocks, box))
        if not round_it <= self._document.opened:
            self._document.open_blocks(self._document.opened | round_it)

    def jump(self, paths: Iterable[str]) -> None:
        """Select the next of some layers, and show it."""
        order = tuple(paths)
        if order:
            chosen = [place for place, path in enumerate(order) if path in self._document.selection]
            target = order[(chosen[0] + 1) % len(order) if len(chosen) == 1 else 0]
            self._document.select([target])
            self.uncover(target)

    def set_level(self, level: int) -> None:
        """Open this many levels of blocks, and no other."""
        opened = opened_to(self._document.blocks, level)
        if opened != self._document.opened:
            self.leave()
            self._document.open_blocks(opened)

    def step_level(self, by: int) -> None:
        """Open more levels, or fewer."""
        blocks = self._document.blocks
        self.set_level(min(max(level_of(blocks, self._document.opened) + by, 0), levels(blocks)))

    # ------------------------------------------------------------------ following

    def arrive(self) -> None:
        """A picture is there: go where one wanted to."""
        place, self._returning = self._returning, None
        wanted, self._wanted = self._wanted, ""
        if place:
            self._canvas.put(place.anchor, place.x, place.y, place.zoom)
        elif wanted:
            self._canvas.center_on(wanted)
        self._bar.set_detail(level_of(self._document.blocks, self._document.opened), levels(self._document.blocks))
        self._show_way()

    def _begin(self) -> None:
        self._places.clear()
        self._returning, self._wanted = None, ""
        self._tell()

    def _return_to(self, place: Place | None) -> None:
        if place is None:
            return
        if place.opened == self._document.opened:
            self._canvas.put(place.anchor, place.x, place.y, place.zoom)
        else:
            self._returning = place
            self._document.open_blocks(place.opened)
        self._tell()

    def _here(self) -> Place | None:
        box = self._canvas.middle_box()
        if box is None:
            return None
        x, y, _, _ = self._canvas.screen_rect(box.id)
        return Place(self._document.opened, box.id, x, y, self._canvas.zoom())

    def _tell(self) -> None:
        self._bar.set_way(back=self.can_go_back, forward=self.can_go_forward)
        self.changed.emit()

    # ------------------------------------------------------------------ where one is

    def _look_round(self) -> None:
        if len(self._document.selection) != 1:
            self._show_way()

    def _show_way(self) -> None:
        graph, blocks = self._document.graph, self._document.blocks
        if graph is None:
            return
        crumbs = [("", graph.name or "Model")]
        if len(self._document.selection) == 1:
            (box,) = self._document.selection
            labels = {f"block:{each.id}": each.label for block in blocks for each in block.walk()}
            crumbs += [(f"block:{each}", labels[f"block:{each}"]) for each in blocks_round(blocks, box)]
            crumbs.append((box, labels.get(box, box.rpartition("/")[2])))
        else:
            crumbs += [(frame.id, frame.title) for frame in self._canvas.frames_in_the_middle()]
        self._bar.crumbs.show_way(crumbs)

    def _go_to_crumb(self, box: str) -> None:
        if box:
            self._document.select([box])
            self.uncover(box)
        else:
            self._document.select(())
            self._canvas.fit()
