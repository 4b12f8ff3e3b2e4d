"""One part of the Regularise panel: a number of many layers, shown, changed and given to more of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from inspector.graph.model import Layer, ModelGraph
from inspector.recipe.configs import innermost_class
from inspector.recipe.edits import Edit
from inspector.ui import figures
from inspector.ui.document import Document
from inspector.ui.panels.alike import AlikeButton, alike
from inspector.ui.panels.objections import Objector
from inspector.ui.panels.per_layer import PerLayer
from inspector.ui.panels.places import Places
from inspector.ui.panels.rows import Rows
from inspector.ui.widgets.fields import fields_and_button
from inspector.ui.widgets.heading import Heading
from inspector.ui.widgets.late_number import LateNumber
from inspector.ui.widgets.notes import Notes, card
from inspector.ui.widgets.number import NumberBox
from inspector.ui.widgets.plain import Plain


class NumberRow(QWidget):
    """The row of one layer: the number a person changes, a button for all layers like it, and what it does in words.

    A kind of row puts its own widgets into ``line``, and ``alike`` at the end of them.
    """

    number: LateNumber

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.alike = AlikeButton()
        self.effect = Plain()
        self.effect.setWordWrap(True)
        self.effect.setMinimumWidth(1)
        self.effect.setProperty("muted", True)
        self.line = QHBoxLayout()
        self.line.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addLayout(self.line)
        column.addWidget(self.effect)


class Section(QWidget):
    """Heading, a row per layer that has the number, and a form that gives it to another.

    A kind of number defines `value_of`, `may_have`, `effect`, `make_row`, `edit_of`, `places` and `wanted`. Here they
    raise NotImplementedError: Qt's metaclass leaves no room for abc's.

    Args:
        title: the heading.
        nothing: what is said while no layer has the number.
        where: the name of the choice of a layer.
        add: the button of the form.
        about: how the codes of the checks begin that are about the number.
    """

    def __init__(self, document: Document, title: str, nothing: str, where: str, add: str, about: str) -> None:
        super().__init__()
        self.document = document
        self.heading = Heading(title)
        self.rows: Rows[tuple[Layer, float], NumberRow] = Rows(self._make_row)
        self.none = Plain(nothing)
        self.none.setProperty("muted", True)
        self.none.setWordWrap(True)
        self.notes = Notes()
        self.objector = Objector(document, self.notes, self, about)
        self.where = Places(document, where)
        self.add = QPushButton(add)
        self.add.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus, so that it can refuse the number
        self._value = PerLayer(self.value_of)
        self._may_have = PerLayer(self.may_have)
        self._able: Sequence[Layer] = ()
        self.where.activated.connect(self.preview)
        self.add.clicked.connect(self._add)

    # ------------------------------------------------------------------ what a kind of number must define

    def value_of(self, layer: Layer) -> float | None:
        """The number of a layer, ``None`` where it has none."""
        raise NotImplementedError

    def may_have(self, layer: Layer) -> bool:
        """Whether a layer has the number or can be given it."""
        raise NotImplementedError

    def effect(self, graph: ModelGraph, layer: Layer, value: float) -> str:
        """What the number does, in a sentence."""
        raise NotImplementedError

    def make_row(self, layer: Layer, value: float) -> NumberRow:
        """A row for a layer."""
        raise NotImplementedError

    def edit_of(self, path: str, value: float) -> Edit:
        """The edit that gives a layer another number."""
        raise NotImplementedError

    def places(self, graph: ModelGraph) -> Sequence[tuple[str, str]]:
        """Layers and groups the form is for, with their texts."""
        raise NotImplementedError

    def wanted(self, place: str) -> Sequence[Edit]:
        """The edits that the form asks for, at a layer or a group."""
        raise NotImplementedError

    # ------------------------------------------------------------------ what all do

    def refresh(self) -> None:
        """Show the numbers of the edited model."""
        graph = self._graph()
        self._able = [leaf for leaf in graph.leaves if self._may_have(leaf)]
        known = {leaf.path: (leaf, value) for leaf in graph.leaves if (value := self._value(leaf)) is not None}
        for path, row in self.rows.set_rows(known).items():
            row.number.show(known[path][1])
            self._tell(row, *known[path])
        self.heading.set_figure(figures.plural(len(known), "layer"))
        self.none.setVisible(not known)
        self.objector.rest()
        places = self.places(graph)
        self.where.offer(places)
        self.add.setEnabled(bool(places))

    def lay_out(self, where: str, amount: tuple[str, QWidget, NumberBox], guidance: str = "") -> None:
        """Put everything under one another.

        Args:
            where: the name of the choice of a layer.
            amount: name and field of the form's number, and the box of that field.
            guidance: what is usual.
        """
        name, field, self._box = amount
        self._box.refused.connect(self.document.failed)
        self._box.entered.connect(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.heading, self.rows, self.none, *([card(guidance)] if guidance else ())):
            column.addWidget(part)
        column.addSpacing(4)
        column.addLayout(fields_and_button({where: self.where, name: field}, self.add))
        column.addWidget(self.notes)

    def preview(self) -> None:
        """Say what there is to say about the form, before it is used."""
        self.objector.ask(self._asked())

    def _make_row(self, path: str, known: tuple[Layer, float]) -> NumberRow:
        row = self.make_row(*known)
        self._tell(row, *known)
        row.alike.clicked.connect(lambda: self._give_to_alike(path, row))
        row.number.moved.connect(lambda value: self._moved(path, row, value))
        row.number.chosen.connect(lambda value: self.document.do(self.edit_of(path, value)))
        row.number.refused.connect(self.document.failed)
        return row

    def _moved(self, path: str, row: NumberRow, value: float) -> None:
        self.objector.ask([self.edit_of(path, value)])
        graph = self._graph()
        if path in graph.by_path:
            row.effect.setText(self.effect(graph, graph.by_path[path], value))

    def _tell(self, row: NumberRow, layer: Layer, value: float) -> None:
        """What the number does, and which layers the button for those alike is for."""
        row.effect.setText(self.effect(self._graph(), layer, value))
        others = [each for each in alike(layer, self._able) if self._value(each) != value]
        row.alike.show_paths([each.path for each in others], innermost_class(layer))

    def _give_to_alike(self, path: str, row: NumberRow) -> None:
        """One step: what one layer has, for all like it."""
        row.number.settle()
        value = self._value(self._graph().by_path[path])
        if value is not None:
            self.document.do(*(self.edit_of(other, value) for other in row.alike.paths))

    def _graph(self) -> ModelGraph:
        assert self.document.preview
        return self.document.preview.graph

    def _asked(self) -> Sequence[Edit]:
        place = self.where.place()
        return self.wanted(place) if place else ()

    def _add(self) -> None:
        if self._box.commit():
            self.document.do(*self._asked())
