"""An editor for each kind of field that a layer's config can be edited in: numbers, choices, constraints, penalties."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from inspector.recipe.constraints import Constraint
from inspector.recipe.editable import Field
from inspector.recipe.edits import ConstraintKind
from inspector.recipe.regularizers import Penalty
from inspector.ui.widgets.boxes import calm, dressed
from inspector.ui.widgets.late_number import LateNumber
from inspector.ui.widgets.number import NumberBox
from inspector.ui.widgets.plain import Plain
from inspector.ui.widgets.scientific import ScientificBox

_KINDS: dict[str, ConstraintKind | None] = {
    "none": None,
    "max-norm": "max_norm",
    "min-max norm": "min_max_norm",
    "unit norm": "unit_norm",
    "nothing negative": "non_neg",
}
_OWN = "of its own"
_USUAL_NORM = 3.0
_MOST_NORM = 1000.0
_MOST_PENALTY = 100.0


class FieldEditor(QWidget):
    """Shows the value of one field; `chosen` carries another one that a person set, `refused` a sentence.

    What a kind of editor must define raises NotImplementedError here: Qt's metaclass leaves no room for abc's.

    Args:
        field: what is edited.
        name: the editor's accessible name.
    """

    chosen = Signal(object)
    refused = Signal(str)

    def __init__(self, field: Field, name: str) -> None:
        super().__init__()
        self.name = name
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.show_field(field)

    def show_field(self, field: Field) -> None:
        """Show the field as it is now, without telling it."""
        raise NotImplementedError

    def add_number(self, box: NumberBox, name: str) -> LateNumber:
        """A number field in the line, whose refusals are told."""
        self.line.addWidget(dressed(box, name), 1)
        number = LateNumber(box)
        number.refused.connect(self.refused)
        return number


class NumberEditor(FieldEditor):
    """A number; one that can be taken away has a tick before it."""

    def __init__(self, field: Field, name: str) -> None:
        self.tick: QCheckBox | None = None
        self.box = _box(field)
        super().__init__(field, name)

    def show_field(self, field: Field) -> None:
        """The number, or the tick taken away."""
        if not self.line.count():
            self._put_together(field)
        if self.tick is not None:
            with QSignalBlocker(self.tick):
                self.tick.setChecked(field.value is not None)
            self.box.setEnabled(field.value is not None)
        self.number.show(float(field.usual if field.value is None else field.value))

    def _put_together(self, field: Field) -> None:
        if field.optional:
            self.tick = QCheckBox()
            self.tick.setAccessibleName(f"{self.name}: has one")
            self.line.addWidget(self.tick)
            self.tick.clicked.connect(lambda on: self.chosen.emit(self.box.value() if on else None))
        self.number = self.add_number(self.box, self.name)
        self.number.chosen.connect(self.chosen.emit)


class ChoiceEditor(FieldEditor):
    """One of some texts; what is none of them is called one of its own and cannot be chosen again."""

    def show_field(self, field: Field) -> None:
        """The present text."""
        if not self.line.count():
            self.combo = calm(QComboBox())
            self.combo.setAccessibleName(self.name)
            self.combo.addItems(field.choices)
            self.combo.setPlaceholderText(_OWN)
            self.combo.textActivated.connect(self.chosen.emit)
            self.line.addWidget(self.combo, 1)
        self.combo.setCurrentIndex(self.combo.findText(str(field.value)))


class FlagEditor(FieldEditor):
    """True or false."""

    def show_field(self, field: Field) -> None:
        """The tick."""
        if not self.line.count():
            self.tick = QCheckBox()
            self.tick.setAccessibleName(self.name)
            self.tick.clicked.connect(self.chosen.emit)
            self.line.addWidget(self.tick)
        self.tick.setChecked(bool(field.value))


class ConstraintEditor(FieldEditor):
    """The kind of a constraint, and the norms it has."""

    def show_field(self, field: Field) -> None:
        """The present kind, with its norms beside it."""
        if not self.line.count():
            self._put_together(field)
        self._present: Constraint = field.value
        words = {kind: text for text, kind in _KINDS.items()}
        self.kind.setCurrentIndex(self.kind.findText(words.get(self._present.kind, _OWN)))
        limited, ranged = self._present.kind == "max_norm", self._present.kind == "min_max_norm"
        self._value_box.setVisible(limited)
        self._least_box.setVisible(ranged)
        self._most_box.setVisible(ranged)
        self.value.show(self._present.value or _USUAL_NORM)
        self.least.show(self._present.minimum)
        self.most.show(self._present.maximum)

    def _put_together(self, field: Field) -> None:
        self.kind = calm(QComboBox())
        self.kind.setAccessibleName(self.name)
        self.kind.addItems([text for text, kind in _KINDS.items() if kind is None or kind in field.choices])
        self.kind.setPlaceholderText(_OWN)
        self.kind.textActivated.connect(self._choose_kind)
        self.line.addWidget(self.kind, 2)
        self._value_box, self._least_box, self._most_box = (NumberBox("A norm", 0, _MOST_NORM) for _ in range(3))
        self.value = self.add_number(self._value_box, f"{self.name}: largest norm")
        self.least = self.add_number(self._least_box, f"{self.name}: smallest norm")
        self.most = self.add_number(self._most_box, f"{self.name}: largest norm of the range")
        self.value.chosen.connect(lambda value: self.chosen.emit(Constraint("max_norm", value)))
        for number in (self.least, self.most):
            number.chosen.connect(lambda _: self._choose_range())

    def _choose_kind(self, text: str) -> None:
        match _KINDS[text]:
            case "max_norm":
                self.chosen.emit(Constraint("max_norm", _USUAL_NORM))
            case kind:
                self.chosen.emit(Constraint(kind))

    def _choose_range(self) -> None:
        least, most = self._least_box.value(), self._most_box.value()
        self.chosen.emit(Constraint("min_max_norm", minimum=least, maximum=most))


class PenaltyEditor(FieldEditor):
    """How strongly sizes and squares count in the loss."""

    def show_field(self, field: Field) -> None:
        """Both strengths."""
        if not self.line.count():
            self._l1, self._l2 = (ScientificBox("A penalty", 0, _MOST_PENALTY) for _ in range(2))
            self.l1, self.l2 = self._strength("L1", self._l1), self._strength("L2", self._l2)
            self.own = Plain(_OWN)
            self.own.setProperty("muted", True)
            self.line.addWidget(self.own)
        penalty: Penalty = field.value
        self.own.setVisible(penalty.custom)
        self.l1.show(penalty.l1)
        self.l2.show(penalty.l2)

    def _strength(self, title: str, box: ScientificBox) -> LateNumber:
        self.line.addWidget(Plain(title))
        number = self.add_number(box, f"{self.name}: {title}")
        number.chosen.connect(lambda _: self.chosen.emit(Penalty(self._l1.value(), self._l2.value())))
        return number


_EDITORS: dict[str, type[FieldEditor]] = {
    "number": NumberEditor,
    "choice": ChoiceEditor,
    "flag": FlagEditor,
    "constraint": ConstraintEditor,
    "penalty": PenaltyEditor,
}


def editor_of(field: Field, name: str) -> FieldEditor:
    """The editor for a field's kind of value."""
    return _EDITORS[field.kind](field, name)


def _box(field: Field) -> NumberBox:
    """A field for its numbers; small ones go by powers of ten."""
    least, most = (limit if math.isfinite(limit) else math.copysign(1e9, limit) for limit in (field.least, field.most))
    value: Any = field.value
    if least > 0 or (value and abs(value) < 1e-2):
        return ScientificBox(field.label, least, most)
    box = NumberBox(field.label, least, most)
    box.setSingleStep(0.05 if most <= 1 else 0.5)
    return box
