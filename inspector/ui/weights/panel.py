"""The Weights panel: every weight of the selected layer, read from the file when it is scrolled to."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QPushButton

from inspector.formats.errors import FormatError
from inspector.graph.model import Layer, ModelGraph, Weight
from inspector.ui import figures
from inspector.ui.background import Latest
from inspector.ui.document import Document
from inspector.ui.panels.panel import Panel
from inspector.ui.weights.moved_list import MovedList
from inspector.ui.weights.run_movement import RunMovement
from inspector.ui.weights.words import moved
from inspector.ui.widgets.plain import Plain

if TYPE_CHECKING:
    from inspector.formats.weights.stored import StoredWeights
    from inspector.ui.weights.card import WeightCard
    from inspector.ui.weights.seen import Seen

_AT_ONCE = 24
"""Cards made before a person asks for more: a whole model may be one layer here."""


class WeightsPanel(Panel):
    """``export_wanted`` carries the weights of the file, the layer's path and the weight that is to be a file."""

    export_wanted = Signal(object, str, object)

    def __init__(self, document: Document, movement: RunMovement) -> None:
        super().__init__(document)
        self._movement = movement
        self._stored: StoredWeights | None = None
        self._layer: Layer | None = None
        self._weights: tuple[Weight, ...] = ()
        self._cards: list[WeightCard] = []
        self._reading: WeightCard | None = None
        self._looking = Latest(self)
        self._looking.done.connect(self._list)
        self._looking.failed.connect(self._refuse)
        self._reader = Latest(self)
        self._reader.done.connect(self._take)
        self._reader.failed.connect(self._refuse_one)
        self.title = Plain()
        self.title.setStyleSheet("font-weight: bold")
        self.title.setWordWrap(True)
        self.title.setMinimumWidth(1)
        self.column.addWidget(self.title)
        self.words = self.add_text()
        self.moved_heading = self.add_heading("Moved in the last run")
        self.moved = MovedList()
        self.moved.layer_wanted.connect(lambda path: self.document.select([path]))
        self.column.addWidget(self.moved, 100)
        self._first = self.column.count()
        self.more = QPushButton()
        self.more.clicked.connect(self._show_more)
        self.column.addWidget(self.more)
        self.column.addStretch(1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._read_next)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._soon.start())
        self.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._soon.start())
        document.selection_changed.connect(self.outdate)
        movement.changed.connect(self._show_movement)
        self._show_nothing("Nothing selected", "Select a layer in the list or the graph to see its weights.")

    @property
    def cards(self) -> tuple[WeightCard, ...]:
        """The weights that are shown, in order."""
        return tuple(self._cards)

    def finish(self) -> None:
        """Wait until no thread is left."""
        self._looking.finish()
        self._reader.finish()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More may be seen now."""
        super().resizeEvent(event)
        self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Go on where reading stopped when the panel was left."""
        super().showEvent(event)
        self._soon.start()

    # ------------------------------------------------------------------ which layer

    def refresh(self) -> None:
        """Show the selected layer, unless it is the one that is shown."""
        graph = self._graph()
        selected = self.document.selected_layers()
        if len(selected) != 1:
            self._show_nothing(*_not_one(len(selected)))
            return
        layer = graph.by_path.get(self._in_file(selected[0]))
        if layer is None or (self.document.aside is None and selected[0] in self._created()):
            text = "This layer is new: it gets its weights when the edited model is saved or trained."
            self._show_nothing(selected[0], text)
            return
        if self._layer is layer:
            return
        self._show_nothing(selected[0], "Looking into the file…")
        self._list_moved(False)
        self._layer = layer
        stored = self._of_file()
        self._looking.submit(partial(stored.of, layer.path))

    def _created(self) -> Collection[str]:
        """Paths of layers that edits make anew, one that takes the place of another under its name included."""
        return self.document.preview.created if self.document.preview else ()

    def _in_file(self, path: str) -> str:
        preview = self.document.preview
        return path if self.document.aside or preview is None else preview.in_file(path)

    def _graph(self) -> ModelGraph:
        """What the file says: of its layers, or of its operations where those are shown."""
        graph = self.document.aside.graph if self.document.aside else self.document.graph
        assert graph
        return graph

    def _of_file(self) -> StoredWeights:
        from inspector.formats.weights.stored import StoredWeights

        graph = self._graph()
        if self._stored is None or self._stored.graph is not graph:
            self._stored = StoredWeights(graph)
        return self._stored

    def _show_nothing(self, title: str, words: str) -> None:
        self._looking.cancel()
        self._reader.cancel()
        self._layer, self._weights, self._reading = None, (), None
        for card in self._cards:
            self.column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = []
        self.more.hide()
        self.title.setText(title)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self._list_moved(True)

    # ------------------------------------------------------------------ its weights

    def _list(self, weights: tuple[Weight, ...]) -> None:
        self._weights = weights
        nothing = "This layer has no weights." if self._has_none() else "The file holds no weights of this layer."
        self.words.setText(self._counted() if weights else nothing)
        self._show_more()

    def _has_none(self) -> bool:
        return self._layer is not None and self._layer.weights == ()

    def _show_more(self) -> None:
        from inspector.ui.weights.card import WeightCard

        shown = len(self._cards)
        assert self._stored
        assert self._layer
        for weight in self._weights[shown : shown + _AT_ONCE]:
            wanted = partial(self.export_wanted.emit, self._stored, self._layer.path, weight)
            card = WeightCard(weight, wanted)
            self.column.insertWidget(self._first + len(self._cards), card)
            card.show()  # a layout would do that later, and what is hidden is not read
            self._cards.append(card)
        left = len(self._weights) - len(self._cards)
        self.more.setText(f"Show {min(left, _AT_ONCE)} more of {left}")
        self.more.setVisible(left > 0)
        self._show_movement()
        self._soon.start()

    def _read_next(self) -> None:
        """Read the first weight that is seen and was not read."""
        from inspector.ui.weights.seen import see

        layer, stored = self._layer, self._stored
        if self._reader.running or layer is None or stored is None or not self.isVisible():
            return
        self.column.activate()
        seen = (card for card in self._cards if not card.is_read and not card.visibleRegion().isEmpty())
        self._reading = next(seen, None)
        if self._reading is not None:
            self._reader.submit(partial(see, stored, layer.class_name, self._reading.weight))

    def _take(self, seen: Seen) -> None:
        assert self._reading
        self._reading.show_seen(seen)
        self._soon.start()

    def _refuse_one(self, error: Exception) -> None:
        assert self._reading
        self._reading.refuse(_sentence(error))
        self._soon.start()

    def _refuse(self, error: Exception) -> None:
        self.words.setText(_sentence(error))

    # ------------------------------------------------------------------ how far they moved

    def _show_movement(self) -> None:
        if self._layer is None:
            self._list_moved(True)
            return
        found = self._movement.of(self.document.path, self._layer.path)
        for card in self._cards:
            card.show_movement(found.weights.get(card.weight.name) if found else None)
        if found and found.weights and self._weights:
            self.words.setText(f"{self._counted()}\nMoved {moved(found.whole)} in the last run")

    def _list_moved(self, wanted: bool) -> None:
        """Show how far every layer moved, where that is wanted and known."""
        found = self._movement.all_of(self.document.path) if wanted else ()
        self.moved.show_layers(found)
        for part in (self.moved_heading, self.moved):
            part.setVisible(bool(found))

    def _counted(self) -> str:
        values = sum(weight.parameters for weight in self._weights)
        return f"{figures.plural(len(self._weights), 'weight')}, {figures.plural(values, 'value')}"


def _not_one(count: int) -> tuple[str, str]:
    if not count:
        return "Nothing selected", "Select a layer in the list or the graph to see its weights."
    return figures.plural(count, "layer"), "Select one layer alone to see its weights."


def _sentence(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return "There is not enough memory to show this weight: close other programs, then select the layer again."
    if not isinstance(error, FormatError):
        raise error
    return str(error)
